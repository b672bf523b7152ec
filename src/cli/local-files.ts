import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { Authority } from '../access/authority';
import type { OfficerRegister, SignedInOfficer } from '../access/officer-register';
import { Record as RecordEntry } from '../commands/record';
import type { RecordableKind } from '../commands/requests/requests';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { exportView } from '../exchange/export/export-view';
import { commitImport, readFile, tryImport, type UploadedFile } from '../exchange/import/import-files';
import type { RememberedMappings } from '../exchange/import/remembered-mappings';
import type { Sheet } from '../exchange/import/sheet';
import type { AskedView, LedgerFiles } from './ledger-files';

/** What files in and out are made with in a data directory. */
interface Means {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerRegister;
  readonly authority: Authority;
  readonly mappings: RememberedMappings;
}

/** Files in and out of a ledger in a data directory. */
export function localFiles({ commandBus, queryBus, register, authority, mappings }: Means): LedgerFiles {
  const ports = { commandBus, queryBus, register };

  const importer = (as: string | undefined): SignedInOfficer | Refusal =>
    as === undefined ? refuse('FIELD_REQUIRED', 'Say who imports, with --as.') : register.signIn(as);

  return {
    exportView: async ({ mapping, ...asked }) => {
      const json = mappingOf(mappings, mapping);
      if (isRefusal(json)) return json;
      return exportView(ports, { ...asked, ...(json === undefined ? {} : { mapping: json }) });
    },
    tryImport: async ({ as, ...upload }, progress) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchImported');
      const mapping = await mappingFor(mappings, upload.files, upload.mapping);
      return isRefusal(mapping) ? mapping : tryImport(ports, { ...upload, mapping }, recorder, progress);
    },
    commitImport: async ({ as, ...upload }, progress) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchImported');
      const mapping = await mappingFor(mappings, upload.files, upload.mapping);
      if (isRefusal(mapping)) return mapping;
      const allow = (kind: RecordableKind): void => void authority.recorderFor(officer, kind);
      const committed = await commitImport({ ...ports, allow }, { ...upload, mapping }, recorder, progress);
      if (!isRefusal(committed)) mappings.remember(mapping);
      return committed;
    },
    reverseImport: async (batch, reason, as) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchReversed');
      const body = { kind: 'BatchReversed', reversed: batch, ...(reason === undefined ? {} : { reason }) };
      return commandBus.execute(new RecordEntry(body, recorder, `reverse/${batch}`));
    },
    mappings: () => Promise.resolve(Object.fromEntries(mappings.all())),
  };
}

function mappingOf(mappings: RememberedMappings, asked: AskedView['mapping']): unknown {
  if (asked === undefined || 'json' in asked) return asked?.json;
  const remembered = mappings.all().get(asked.name);
  return remembered ?? refuse('IMPORT_MAPPING', `There is no mapping "${asked.name.slice(0, 80)}".`);
}

/** The mapping that was given, else the remembered one that fits. */
async function mappingFor(
  mappings: RememberedMappings,
  files: readonly UploadedFile[],
  given: unknown,
): Promise<unknown> {
  if (given !== null) return given;
  const sheets: Sheet[] = [];
  for (const file of files) {
    const read = await readFile(file);
    if (isRefusal(read)) return read;
    sheets.push(...read);
  }
  return (
    mappings.fitting(sheets) ?? refuse('IMPORT_MAPPING', 'No remembered mapping fits this file; give one with --map.')
  );
}
