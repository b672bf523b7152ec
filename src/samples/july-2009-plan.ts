/** Turns the rows of the three plan tables into requests: lines, owners, plans, carry-forward, the pot. */
import {
  DIVISIONAL,
  divisionalLines,
  mainLines,
  POT,
  PROGRAMMES,
  programmeCodes,
  type LineNotes,
} from './july-2009-lines';
import type { AccountableOfficers } from './officers';
import { DEADLINE, levelFrom, levelsFrom, range, requestFrom, type SampleRequest } from './requests';
import { statedAmount, type Row, type Table } from './table';

/** The columns of the main table. */
const MAIN = {
  section: 0,
  title: 1,
  total: 2,
  levels: 3,
  lastLevel: 5,
  budgets: 6,
  lastBudget: 7,
  officer: 8,
} as const;
/** The columns of the divisional table. */
const DIVISION = { title: 0, levels: 1, lastLevel: 3, officer: 4 } as const;

const GERSHON = 'Activity prior to 2008/09 - Gershon savings c/f';
const FULL_YEAR_EFFECTS = 'Activity in 2008/09 - full year effects';

/** A row of the main or the divisional table together with what it does not print. */
interface Line {
  readonly row: Row;
  readonly notes: LineNotes;
  readonly section: string;
  readonly group: string | null;
  readonly titleColumn: number;
  readonly officerColumn: number;
}

/** The closed period's target and achievement, which stand in the table of published figures. */
export interface ClosedPeriod {
  readonly target: Row;
  readonly cashableAchieved: Row;
}

/** The column of the table of published figures that has the total. */
export const PUBLISHED_TOTAL = 2;

/** The tables that stand behind a row of the main table: the divisional lines, and the programmes that share the pot. */
export interface FurtherTables {
  readonly divisional: Table;
  readonly programmes: Table;
}

/**
 * The lines in the order the plan prints them: the divisional lines where the main table has only their total, the
 * programmes after the line that is their pot.
 */
export function planRequests(
  table: Table,
  further: FurtherTables,
  closed: ClosedPeriod,
  officers: AccountableOfficers,
): SampleRequest[] {
  return table.rows.flatMap((row, index) => {
    const notes = mainLines[index];
    if (notes === undefined) throw new Error(`row ${String(row.number)} of ${table.file} has no code`);
    const section = row.cell(MAIN.section).text;
    if (notes === null) return divisionalRequests(further.divisional, section, officers);
    const group = notes.code === POT ? PROGRAMMES : null;
    const line = { row, notes, section, group, titleColumn: MAIN.title, officerColumn: MAIN.officer };
    const behind = notes.code === POT ? programmeRequests(further.programmes, section, officers) : [];
    return [...registration(line, officers), ...amountsOf(line, closed), ...behind];
  });
}

function amountsOf(line: Line, closed: ClosedPeriod): readonly SampleRequest[] {
  if (line.section === GERSHON) return [carriedForward(line, closed)];
  if (line.section === FULL_YEAR_EFFECTS) return [fullYearEffect(line)];
  return [planned(line), ...budgetContribution(line)];
}

function divisionalRequests(table: Table, section: string, officers: AccountableOfficers): SampleRequest[] {
  return table.rows.flatMap((row, index) => {
    const notes = divisionalLines[index];
    if (notes === undefined) throw new Error(`row ${String(row.number)} of ${table.file} has no code`);
    const columns = { titleColumn: DIVISION.title, officerColumn: DIVISION.officer };
    const line = { row, notes, section, group: DIVISIONAL, ...columns };
    const plan = requestFrom(row, range(row, DIVISION.levels, DIVISION.lastLevel), 'SavingPlanned', notes.code, {
      line: notes.code,
      class: 'cashable',
      classAssumed: true,
      levels: levelsFrom(row, DIVISION.levels),
    });
    return [...registration(line, officers), plan];
  });
}

/** The programmes, and the line of the main table made the pot they share. */
function programmeRequests(table: Table, section: string, officers: AccountableOfficers): SampleRequest[] {
  const programmes = table.rows.flatMap((row, index) => {
    const notes = { code: programmeCodes[index] ?? '', unidentified: true };
    const line: Line = { row, notes, section, group: PROGRAMMES, titleColumn: 0, officerColumn: 1 };
    return registration(line, officers);
  });
  const [first, last] = [table.rows[0], table.rows.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${table.file} names no programmes`);
  const cells = `${first.cell(0).address}:${last.cell(0).address}`;
  const pot = requestFrom(first, cells, 'PotCreated', POT, {
    line: POT,
    programmes: programmeCodes,
    allocateBy: '2009-11-30',
  });
  return [...programmes, pot];
}

function registration(line: Line, officers: AccountableOfficers): readonly SampleRequest[] {
  const { row, notes, section, group, titleColumn, officerColumn } = line;
  const title = row.cell(titleColumn);
  const registered = requestFrom(row, title.address, 'LineRegistered', notes.code, {
    line: notes.code,
    title: notes.title ?? title.text,
    section,
    group,
    tags: notes.tags ?? [],
    stage: notes.unidentified === true ? 'unidentified' : 'identified',
    ruling: notes.ruling ?? null,
  });
  const named = row.cell(officerColumn);
  const owner = officers.idIn(named);
  return owner === null
    ? [registered]
    : [registered, requestFrom(row, named.address, 'OwnerAssigned', notes.code, { line: notes.code, owner })];
}

/** Levels of three years beside the "total by", which is the higher one for the pot alone. */
function planned({ row, notes }: Line): SampleRequest {
  return requestFrom(row, range(row, MAIN.total, MAIN.lastLevel), 'SavingPlanned', notes.code, {
    line: notes.code,
    class: 'cashable',
    classAssumed: true,
    levels: levelsFrom(row, MAIN.levels),
    totalBy: totalBy(row),
  });
}

/** What was begun in 2008/09 and has its full effect since: one level, from the base year on. */
function fullYearEffect({ row, notes }: Line): SampleRequest {
  const total = row.cell(MAIN.total);
  return requestFrom(row, total.address, 'SavingPlanned', notes.code, {
    line: notes.code,
    class: 'cashable',
    classAssumed: true,
    levels: [levelFrom('2008/09', total)],
    totalBy: totalBy(row),
  });
}

function totalBy(row: Row): Readonly<Record<string, unknown>> {
  const total = row.cell(MAIN.total);
  return { year: DEADLINE, amount: statedAmount(total), printed: total.text, cell: total.address };
}

function carriedForward({ row, notes }: Line, { target, cashableAchieved }: ClosedPeriod): SampleRequest {
  const [total, closedTarget, achieved] = [
    row.cell(MAIN.total),
    target.cell(PUBLISHED_TOTAL),
    cashableAchieved.cell(PUBLISHED_TOTAL),
  ];
  return requestFrom(row, total.address, 'SavingCarriedForward', notes.code, {
    line: notes.code,
    class: row.cell(MAIN.title).text,
    amount: statedAmount(total),
    closed: { first: '2005/06', last: '2007/08' },
    into: { first: '2008/09', last: DEADLINE },
    closedTarget: statedAmount(closedTarget),
    closedCashableAchieved: statedAmount(achieved),
    reason: `The target and the achievement of 2005/06 to 2007/08 stand in ${target.file}, cells ${closedTarget.address} and ${achieved.address}.`,
  });
}

/** Rows with a dash in both budget columns contribute to neither budget. */
function budgetContribution({ row, notes }: Line): readonly SampleRequest[] {
  const years = [DEADLINE, '2011/12'];
  const levels = years.map((year, index) => levelFrom(year, row.cell(MAIN.budgets + index)));
  if (levels.every(({ level }) => level === null)) return [];
  return [
    requestFrom(row, range(row, MAIN.budgets, MAIN.lastBudget), 'BudgetContributionSet', notes.code, {
      line: notes.code,
      class: 'cashable',
      levels,
    }),
  ];
}
