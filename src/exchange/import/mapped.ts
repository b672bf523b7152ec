/** By which mapping a file is read: one that was sent or chosen, or else the remembered one that fits. */
import { isRefusal, refuse, type Refusal } from '../../domain/refusals';
import { readFiles, type Committed, type ImportRequest } from './import-files';
import type { RememberedMappings } from './remembered-mappings';

/**
 * The import with its mapping. Refuses IMPORT_MAPPING where none fits, or several do: they may put the same rows in different
 * sections; and whatever cannot be read.
 */
export async function mappedBy(mappings: RememberedMappings, request: ImportRequest): Promise<ImportRequest | Refusal> {
  if (request.mapping !== null) return request;
  const sheets = await readFiles(request.files);
  if (isRefusal(sheets)) return sheets;
  const fitting = mappings.fitting(sheets);
  const [mapping] = fitting.values();
  if (fitting.size === 1) return { ...request, mapping };
  if (fitting.size > 1) return refuse('IMPORT_MAPPING', severalFit([...fitting.keys()]));
  return refuse(
    'IMPORT_MAPPING',
    'No remembered mapping fits this file; give one, at the terminal with --map, over REST in the field "mapping".',
  );
}

const severalFit = (names: readonly string[]): string =>
  `Several remembered mappings fit this file: ${names.join(', ')}; give the one you mean, at the terminal with --map, ` +
  'over REST in the field "mapping", on the page by its name.';

/**
 * Remembers by which mapping an import was recorded. That it cannot be kept is a notice and no failure: the import stands
 * by then, and whoever heard of a failure would send it again.
 */
export function remembering(mappings: RememberedMappings, { mapping }: ImportRequest, committed: Committed): Committed {
  try {
    mappings.remember(mapping);
    return committed;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const message = `It is recorded, but how the file is read could not be kept${why}; say it again with the next file.`;
    const notices = [...committed.answer.notices, { sheet: null, cell: null, message }];
    return { ...committed, answer: { ...committed.answer, notices } };
  }
}

/** The mapping that someone chose by its name or gave as JSON; null where neither was done. Refuses IMPORT_MAPPING. */
export function readChosenMapping(mappings: RememberedMappings, name: string, json: string): unknown {
  if (json !== '') return readMappingJson(json);
  if (name === '') return null;
  return mappingCalled(mappings, name);
}

/** A remembered mapping by its name. Refuses IMPORT_MAPPING. */
export function mappingCalled(mappings: RememberedMappings, name: string): unknown {
  const known = mappings.all();
  if (known.has(name)) return known.get(name);
  const others = known.size === 0 ? 'none is remembered' : `there are ${[...known.keys()].join(', ')}`;
  return refuse('IMPORT_MAPPING', `There is no remembered mapping "${name.slice(0, 80)}"; ${others}.`);
}

/** Refuses IMPORT_MAPPING. */
export function readMappingJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse('IMPORT_MAPPING', 'The mapping is not JSON.');
  }
}
