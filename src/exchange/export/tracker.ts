/**
 * The tracker as it came in, with what the ledger knows now: the columns of its mapping, in their order and unit, and
 * the ledger's own three for the way back. Without a mapping it has a layout of its own, for which there is a mapping too.
 */
import type { QueryBus } from '@nestjs/cqrs';

import { add, pence, pounds, subtract, type Pounds } from '../../domain/money';
import type { FinancialYear } from '../../domain/financial-year';
import type { OfficerId } from '../../domain/identifiers';
import { isRefusal, type Refusal } from '../../domain/refusals';
import { TrackerQuery, type TrackedLine, type TrackedPlan, type TrackerAnswer } from '../../queries/tracker';
import type { Parameters } from '../../queries/read-question';
import { inUnit, type Convention } from '../import/amounts';
import { ledgerHeadings } from '../import/layout';
import { yearly, type ColumnPart, type Mapping, type SheetPart } from '../import/mapping';
import { conventionOf, readMapping } from '../import/read-mapping';
import { ownMapping } from './own-mapping';
import type { Report, ReportTable } from './report';
import { stampOf } from './stamp';

export async function trackerReport(
  queryBus: QueryBus,
  parameters: Parameters,
  names: ReadonlyMap<OfficerId, string>,
  json: unknown,
): Promise<Report | Refusal> {
  const answer = await queryBus.execute(new TrackerQuery(parameters));
  if (isRefusal(answer)) return answer;
  const mapping = readMapping(json ?? ownMapping(answer));
  if (isRefusal(mapping)) return mapping;
  const stamp = await stampOf(queryBus, answer);
  if (isRefusal(stamp)) return stamp;
  const sheets = mapping.sheets.filter((part) => part.columns.some(({ is }) => is !== 'ignored' && is !== 'title'));
  const tables = sheets.flatMap((part) => tableOf(part, mapping, answer, sheets, names));
  return {
    title: `${mapping.title}: as the ledger has it`,
    cover: [...stamp.cover.filter(([label]) => label !== 'Unit'), ['Units', unitsOf(mapping, sheets)]],
    tables,
    charts: [],
    notes: [
      `Change cells and import the file again: only what differs is recorded. Leave "${ledgerHeadings.id}" and "${ledgerHeadings.version}" as they are; they tell which line a row is, and whether it has changed since.`,
    ],
    foot: stamp.foot,
  };
}

const unitsOf = (mapping: Mapping, sheets: readonly SheetPart[]): string =>
  sheets
    .map((part) => {
      const { unit, savings } = conventionOf(mapping, part);
      return `${part.sheet}: ${unit === 'pounds' ? 'pounds' : 'thousands of pounds'}, a saving is ${savings}`;
    })
    .join('; ');

interface TrackerRow {
  readonly line: TrackedLine;
  readonly plan: TrackedPlan | null;
}

function tableOf(
  part: SheetPart,
  mapping: Mapping,
  answer: TrackerAnswer,
  sheets: readonly SheetPart[],
  names: ReadonlyMap<OfficerId, string>,
): readonly ReportTable[] {
  const lines = answer.lines.filter(({ source }) => sheetOf(source?.sheet ?? null, sheets) === part);
  const rows = lines.flatMap((line): readonly TrackerRow[] =>
    line.plans.length === 0 ? [{ line, plan: null }] : line.plans.map((plan) => ({ line, plan })),
  );
  if (rows.length === 0 && answer.lines.length > 0) return [];
  const convention = conventionOf(mapping, part);
  const own = part.columns.some(({ is }) => is === 'id') ? [] : Object.values(ledgerHeadings);
  return [
    {
      name: part.sheet,
      title: part.sheet,
      columns: [
        ...part.columns.map(({ header, is }) => ({ heading: header, kind: kindOf(is) })),
        ...own.map((heading) => ({ heading, kind: 'text' as const })),
      ],
      rows: rows.map((row) => [
        ...part.columns.map((column) => cellOf(row, columnFor(part, column, row), convention, names, answer)),
        ...(own.length === 0 ? [] : [row.line.id, String(row.line.version), row.plan?.class ?? null]),
      ]),
    },
  ];
}

const kindOf = (is: ColumnPart['is']): 'money' | 'text' => (yearly.includes(is) ? 'money' : 'text');

/** A line goes back to the sheet it came from; one that came from none of them goes to the first. */
const sheetOf = (name: string | null, sheets: readonly SheetPart[]): SheetPart | undefined =>
  sheets.find(({ sheet }) => sheet === name) ?? sheets[0];

/** What a column means in this row: where the mapping has columns for the row itself, no others hold its amounts. */
function columnFor(part: SheetPart, column: ColumnPart, { line }: TrackerRow): Pick<ColumnPart, 'is' | 'year'> {
  const own = part.rows?.find(({ code }) => code === line.id)?.columns;
  if (!own || !yearly.includes(column.is)) return column;
  return own.find(({ header }) => header === column.header) ?? { is: 'ignored' };
}

function cellOf(
  { line, plan }: TrackerRow,
  { is, year }: Pick<ColumnPart, 'is' | 'year'>,
  convention: Convention,
  names: ReadonlyMap<OfficerId, string>,
  { deadline }: TrackerAnswer,
): string | null {
  if (!year) return textOf(line, plan, is, names);
  if (plan === null) return null;
  const written = (amount: Pounds): string => inUnit(amount, convention);
  const amount = amounts[is]?.(plan, year, deadline) ?? NONE;
  if (amount !== NONE) return written(amount);
  return is === 'level' ? inWords(yearIn(plan, year)?.printed, written) : null;
}

type AmountIn = (plan: TrackedPlan, year: FinancialYear, deadline: FinancialYear) => Pounds | undefined;

const yearIn = ({ years }: TrackedPlan, year: FinancialYear): TrackedPlan['years'][number] | undefined =>
  years.find((each) => each.year === year);

/** What stands in the columns that hold amounts. */
const amounts: Readonly<Partial<Record<ColumnPart['is'], AmountIn>>> = {
  level: (plan, year) => yearIn(plan, year)?.level,
  instalment: (plan, year) => instalmentOf(plan, year),
  'total by': (plan, year, deadline) => totalBy(plan, year, deadline),
  'budget contribution': (plan, year) => yearIn(plan, year)?.budgetContribution,
  forecast: (plan, year) => yearIn(plan, year)?.forecast,
};

/** Nil, blank and dash in the document stay what they were. */
function inWords(printed: string | null | undefined, written: (amount: Pounds) => string): string | null {
  if (printed === '0') return written('0.00' as Pounds);
  return printed === null || printed === undefined || printed === '' || /\d/.test(printed) ? null : printed;
}

function instalmentOf({ years }: TrackedPlan, year: FinancialYear): Pounds {
  const levels = years.filter((each) => each.year <= year).map(({ level }) => level);
  const [level, before] = [levels.at(-1) ?? NONE, levels.at(-2) ?? NONE];
  return pounds(subtract(pence(level), pence(before)));
}

const NONE = '0.00' as Pounds;

const totalBy = (
  { years, unphased, carriedForward }: TrackedPlan,
  year: FinancialYear,
  deadline: FinancialYear,
): Pounds => {
  const level = years.filter((each) => each.year <= year).at(-1)?.level ?? ('0.00' as Pounds);
  return pounds(
    add(pence(level), pence(carriedForward), year === deadline ? pence(unphased) : pence('0.00' as Pounds)),
  );
};

function textOf(
  line: TrackedLine,
  plan: TrackedPlan | null,
  is: ColumnPart['is'],
  names: ReadonlyMap<OfficerId, string>,
): string | null {
  const texts: Readonly<Partial<Record<ColumnPart['is'], string | null>>> = {
    id: line.id,
    version: String(line.version),
    class: plan?.class ?? null,
    section: line.section,
    group: line.group,
    title: line.title,
    tags: line.tags.join(', '),
    stage: line.stage,
    officer: line.owner === null ? null : (names.get(line.owner) ?? line.owner),
  };
  return texts[is] ?? null;
}
