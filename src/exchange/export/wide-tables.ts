/** Tables as a page can hold them: one with more columns of figures than fit is shown in parts, each with its headings. */
import type { ReportColumn, ReportTable } from './report';

/** So many columns of figures fit on a page without a figure being broken. */
const MOST_FIGURES = 9;

/** The parts of a table for a page; the table itself where it fits. Words stand in each part, figures in one. */
export function pagedTables(tables: readonly ReportTable[]): readonly ReportTable[] {
  return tables.flatMap((table) => {
    const [words, figures] = [placesOf(table, isWords), placesOf(table, (column) => !isWords(column))];
    if (figures.length <= MOST_FIGURES) return [table];
    const count = Math.ceil(figures.length / MOST_FIGURES);
    const each = Math.ceil(figures.length / count);
    return Array.from({ length: count }, (_, part) =>
      partOf(
        table,
        [...words, ...figures.slice(part * each, (part + 1) * each)],
        `${String(part + 1)} of ${String(count)}`,
      ),
    );
  });
}

const isWords = ({ kind }: ReportColumn): boolean => kind === 'text';

const placesOf = ({ columns }: ReportTable, wanted: (column: ReportColumn) => boolean): readonly number[] =>
  columns.flatMap((column, place) => (wanted(column) ? [place] : []));

const partOf = (table: ReportTable, places: readonly number[], which: string): ReportTable => ({
  ...table,
  title: `${table.title} (${which})`,
  columns: places.flatMap((place) => table.columns[place] ?? []),
  rows: table.rows.map((row) => places.map((place) => row[place] ?? null)),
});
