import { readShape } from '../../commands/requests/read-shape';
import { isRefusal, refuse, Refusal, type Problem } from '../../domain/refusals';
import type { Convention } from './amounts';
import { Mapping, yearly, type ColumnPart, type SheetPart } from './mapping';

/**
 * Reads a mapping from JSON that has been parsed.
 * Refuses: IMPORT_MAPPING with each wrong field, IMPORT_UNIT_REQUIRED.
 */
export function readMapping(json: unknown): Mapping | Refusal {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return refuse('IMPORT_MAPPING', 'A mapping is a JSON object with a title, a document and sheets.');
  const mapping = readShape(Mapping, json);
  if (isRefusal(mapping)) {
    const where = mapping.detail['field'] ?? '';
    return new Refusal('IMPORT_MAPPING', `The mapping is wrong at ${where}: ${mapping.message}`, {}, mapping.problems);
  }
  if (mapping.sheets.length === 0) return refuse('IMPORT_MAPPING', 'The mapping names no sheet; name at least one.');
  return firstProblem(mapping) ?? mapping;
}

/** How the amounts of a sheet are meant: as the sheet says, else as the mapping says. */
export const conventionOf = (mapping: Mapping, sheet: SheetPart): Convention => ({
  unit: sheet.unit ?? mapping.unit ?? 'pounds',
  savings: sheet.savings ?? mapping.savings ?? 'positive',
  blank: sheet.blank ?? mapping.blank ?? 'not stated',
  dash: sheet.dash ?? mapping.dash ?? 'not stated',
});

function firstProblem(mapping: Mapping): Refusal | null {
  for (const [place, sheet] of mapping.sheets.entries()) {
    const pointer = `/sheets/${String(place)}`;
    const columns = [...sheet.columns, ...(sheet.rows ?? []).flatMap((row) => row.columns ?? [])];
    if (columns.some(({ is }) => yearly.includes(is)) && !isConventionSaid(mapping, sheet)) {
      return refuse(
        'IMPORT_UNIT_REQUIRED',
        `Sheet "${sheet.sheet}" has amounts; say their unit (pounds or thousands) and whether a saving is positive or negative.`,
        { field: pointer },
      );
    }
    const problem = columnProblem(sheet, columns);
    if (problem !== null) return refuse('IMPORT_MAPPING', `Sheet "${sheet.sheet}": ${problem}`, { field: pointer });
  }
  return null;
}

const isConventionSaid = (mapping: Mapping, sheet: SheetPart): boolean =>
  (sheet.unit ?? mapping.unit ?? null) !== null && (sheet.savings ?? mapping.savings ?? null) !== null;

function columnProblem(sheet: SheetPart, columns: readonly ColumnPart[]): string | null {
  const noYear = columns.find(({ is, year }) => yearly.includes(is) && !year);
  if (noYear !== undefined) return `the column "${noYear.header}" holds amounts; say of which year.`;
  if (!sheet.columns.some(({ is }) => is === 'title')) return 'say which column holds the titles of the lines.';
  const headings = sheet.columns.map(({ header }) => header);
  const twice = headings.find((header, place) => headings.indexOf(header) !== place);
  return twice === undefined ? null : `the column "${twice}" is named twice.`;
}

/** What is wrong with a cell, or with a row as a whole, in the words of the refusal it would get. */
export const problemAt = (sheet: string, cell: string, { code, message }: Refusal): Problem => ({
  pointer: `/${sheet}/${cell}`,
  code,
  message: `${sheet}!${cell}: ${message}`,
  sheet,
  cell,
});
