/**
 * A tracker as people keep it, with the same plan as the published tables: merged titles above the headings, totals among
 * the rows, a hidden column, savings in brackets, dashes and blanks, pounds on one sheet and thousands on the other.
 */
import { julyMapping } from './july-mapping';
import { julyRows, workbook, type CellOf, type SheetOf } from './workbooks';

const inPounds = (value: string | number | null): CellOf => {
  if (value === null) return null;
  const digits = /^\(?([\d,]+)\)?$/.exec(String(value))?.[1];
  return digits === undefined ? value : Number(digits.replaceAll(',', '')) * 1000;
};

/** The main table in pounds, with a hidden column of remarks in the middle and a total of each year below. */
function mainSheet(): SheetOf {
  const [headings = [], ...rows] = julyRows('appendix-two.csv');
  const withRemark = (row: readonly CellOf[], remark: CellOf): CellOf[] => [
    ...row.slice(0, 2),
    remark,
    ...row.slice(2),
  ];
  return {
    name: 'appendix-two.csv',
    rows: [
      ['Efficiency plan 2009/10 to 2011/12', null, null, null],
      [null],
      ['All amounts in pounds'],
      withRemark(headings, 'remarks'),
      ...rows.map((row, place) =>
        withRemark(
          row.map((value, column) => (column >= 2 && column <= 7 ? inPounds(value) : value)),
          `remark ${String(place + 1)}`,
        ),
      ),
      withRemark(
        [
          '',
          'Total efficiency plan',
          37443000,
          { formula: 'SUM(E5:E22)', result: '8040000' },
          null,
          null,
          null,
          null,
          null,
        ],
        null,
      ),
    ],
    merged: ['A1:H1', 'A3:D3'],
    hiddenColumns: [2],
  };
}

function divisionalSheet(): SheetOf {
  return {
    name: 'divisional-revenue-savings.csv',
    rows: [
      ['Divisional revenue strategies', null, null],
      ['£000; savings in brackets'],
      ...julyRows('divisional-revenue-savings.csv'),
      ['Total as printed', '(1,761)', '(2,003)', '(2,030)', null],
    ],
    merged: ['A1:E1'],
  };
}

const sheetNamed = (name: 'transformation-programmes.csv' | 'published-figures.csv'): SheetOf => ({
  name,
  rows: julyRows(name),
});

export const untidyWorkbook = (): Buffer =>
  workbook([
    mainSheet(),
    divisionalSheet(),
    sheetNamed('transformation-programmes.csv'),
    sheetNamed('published-figures.csv'),
  ]);

const shifted = (rows: readonly Readonly<Record<string, unknown>>[], by: number): Readonly<Record<string, unknown>>[] =>
  rows.map((rule) => ('row' in rule ? { ...rule, row: String(Number(rule['row']) + by) } : rule));

const group = { of: 'group', name: 'Divisional revenue strategies' };

/** The same mapping, with rows where they stand in the untidy tracker and its own units. */
export const untidyMapping = {
  ...julyMapping,
  title: 'The tracker as it is kept (invented layout)',
  sheets: julyMapping.sheets.map((sheet, place) => {
    const rows = sheet.rows as readonly Readonly<Record<string, unknown>>[];
    if (place === 0)
      return {
        ...sheet,
        unit: 'pounds',
        rows: [...shifted(rows, 3), { title: 'Total efficiency plan', is: 'total', scope: { of: 'ledger' } }],
      };
    if (place !== 1) return sheet;
    return { ...sheet, rows: [...shifted(rows, 2), { title: 'Total*', is: 'total', scope: group }] };
  }),
};
