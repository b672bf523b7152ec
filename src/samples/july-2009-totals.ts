/** Turns the printed totals into assertions to be tested; none of them is ever added to anything. */
import type { AssertedFigure, Scope } from '../domain/entries';
import type { LineId } from '../domain/identifiers';
import { DIVISIONAL, QUICK_WIN } from './july-2009-lines';
import { DEADLINE, requestFrom, type SampleRequest } from './requests';
import { printedAmount, type Row, type Table } from './table';

interface Column {
  readonly column: number;
  readonly figure: AssertedFigure;
  readonly year: string;
}

/** The amount columns of the main table and of the published figures: they are the same six. */
const columns: readonly Column[] = [
  { column: 2, figure: 'plan', year: DEADLINE },
  { column: 3, figure: 'level', year: '2009/10' },
  { column: 4, figure: 'level', year: '2010/11' },
  { column: 5, figure: 'level', year: '2011/12' },
  { column: 6, figure: 'budgetContribution', year: '2010/11' },
  { column: 7, figure: 'budgetContribution', year: '2011/12' },
];

const section = (name: string): Scope => ({ of: 'section', name });
const group: Scope = { of: 'group', name: DIVISIONAL };
const ledger: Scope = { of: 'ledger' };
const line: Scope = { of: 'line', line: 'PROCUREMENT' as LineId };

/** What each printed total claims to add up, by its label. */
const scopes: Readonly<Record<string, Scope>> = {
  'Activity prior to 2008/09 sub-total': section('Activity prior to 2008/09 - Gershon savings c/f'),
  'Activity in 2008/09 total': section('Activity in 2008/09 - full year effects'),
  'Activity in 2009/10 sub-total': section('Activity in 2009/10'),
  'Planned activity in 2010/11 sub-total': section('Planned activity in 2010/11'),
  'Total efficiency plan': ledger,
  'Total as printed': group,
  'Departmental revenue savings strategies': group,
  'Quick win projects': { of: 'tag', name: QUICK_WIN },
  'Corporate procurement strategy': line,
  'Carried forward from before 2008/09': ledger,
  'Full year savings from activity in 2008/09': section('Activity in 2008/09 - full year effects'),
};

const CARRIED_FORWARD = 'Carried forward from before 2008/09';

/** The labels of the rows that state targets and the closed period: they are inputs, so they assert nothing. */
export const inputs = {
  councilTarget: 'Council target by 2010/11',
  partnershipTarget: 'Partnership (LAA) target by 2010/11',
  closedTarget: 'Efficiency target 2005/06 to 2007/08',
  closedCashableAchieved: 'Cashable savings achieved 2005/06 to 2007/08',
} as const;

/** Every amount of the published figures but those that are inputs. */
export function publishedTotals(table: Table): SampleRequest[] {
  const isInput = (label: string): boolean => Object.values(inputs).some((input) => input === label);
  return table.rows.flatMap((row) => {
    const label = row.cell(1).text;
    if (isInput(label)) return [];
    const scope = scopes[label];
    if (scope === undefined) throw new Error(`"${label}" in ${table.file} adds up nothing that is known`);
    return assertionsIn(row, label, scope);
  });
}

/** The row of the main table that is the total of the divisional table. */
export function divisionalTotals(table: Table): SampleRequest[] {
  const row = table.rows.find((candidate) => candidate.cell(1).text === DIVISIONAL);
  if (row === undefined) throw new Error(`${table.file} has no row "${DIVISIONAL}"`);
  return assertionsIn(row, DIVISIONAL, group);
}

/** One assertion for each amount printed in a row; a dash and a blank assert nothing, a nought does. */
function assertionsIn(row: Row, label: string, scope: Scope): SampleRequest[] {
  return columns.flatMap(({ column, figure, year }) => {
    const cell = row.cell(column);
    const amount = printedAmount(cell);
    if (amount === null) return [];
    return [
      requestFrom(row, cell.address, 'TotalAsserted', `${row.file}/${cell.address}`, {
        label,
        scope,
        figure: label === CARRIED_FORWARD ? 'carriedForward' : figure,
        year,
        amount,
        printed: cell.text,
      }),
    ];
  });
}
