/** What can be exported: each view of the ledger as a report. */
import type { QueryBus } from '@nestjs/cqrs';

import { isRefusal, type Refusal } from '../../domain/refusals';
import { EntriesQuery, type EntriesAnswer, type EntryAnswer } from '../../queries/entries';
import { FindingsQuery, type FindingsAnswer } from '../../queries/findings';
import { LinesQuery } from '../../queries/lines';
import { MovementQuery, type MovementAnswer } from '../../queries/movement';
import { PlanTableQuery } from '../../queries/plan-table';
import { PositionQuery } from '../../queries/position';
import type { Parameters } from '../../queries/read-question';
import { ReturnsQuery, type ReturnsAnswer } from '../../queries/returns';
import { YearsQuery } from '../../queries/years';
import { figureWords } from './figures-in-words';
import { planCharts } from './plan-charts';
import { definitionsTable, planTable, positionTable } from './plan-tables';
import type { Report, ReportTable } from './report';
import { stampOf, type Told } from './stamp';

export const views = ['lines', 'position', 'entries', 'paper', 'return'] as const;
export type View = (typeof views)[number];

type Make = (queryBus: QueryBus, parameters: Parameters) => Promise<Report | Refusal>;

/** Makes the report of a view. Refuses what the questions behind it refuse. */
export const makeReport: Readonly<Record<View, Make>> = {
  lines: linesReport,
  position: positionReport,
  entries: entriesReport,
  paper: paperReport,
  return: returnReport,
};

async function stamped(
  queryBus: QueryBus,
  told: Told,
  parts: Pick<Report, 'title' | 'tables'> & Partial<Pick<Report, 'charts' | 'notes'>>,
): Promise<Report | Refusal> {
  const stamp = await stampOf(queryBus, told);
  if (isRefusal(stamp)) return stamp;
  const { cover, foot } = stamp;
  return { charts: [], notes: [], ...parts, cover, foot };
}

async function linesReport(queryBus: QueryBus, parameters: Parameters): Promise<Report | Refusal> {
  const answer = await queryBus.execute(new LinesQuery(parameters));
  if (isRefusal(answer)) return answer;
  const texts = ['Code', 'Title', 'Section', 'Group', 'Tags', 'Stage', 'Officer'];
  const figures = ['plan', 'level', 'unphased', 'forecast', 'budgetContribution', 'outstanding'] as const;
  const table: ReportTable = {
    name: 'Lines',
    title: `The lines by ${answer.by}`,
    columns: [
      ...texts.map((heading) => ({ heading, kind: 'text' as const })),
      ...figures.map((figure) => ({ heading: `${figureWords[figure]} (£)`, kind: 'money' as const })),
      { heading: 'Achieved (£)', kind: 'money' },
    ],
    rows: answer.lines.map((line) => [
      ...[line.id, line.title, line.section, line.group, line.tags.join(', '), line.stage, line.owner],
      ...figures.map((figure) => line.figures[figure]),
      line.figures.achieved.total,
    ]),
  };
  return stamped(queryBus, answer, { title: table.title, tables: [table] });
}

async function positionReport(queryBus: QueryBus, parameters: Parameters): Promise<Report | Refusal> {
  const answer = await queryBus.execute(new PositionQuery(parameters));
  if (isRefusal(answer)) return answer;
  const table = positionTable(answer);
  return stamped(queryBus, answer, { title: table.title, tables: [table] });
}

async function entriesReport(queryBus: QueryBus, parameters: Parameters): Promise<Report | Refusal> {
  const all = await allEntries(queryBus, parameters);
  if (isRefusal(all)) return all;
  const texts = ['Kind', 'Line', 'Effective', 'Recorded', 'Officer', 'Role', 'Reason'];
  const source = ['Document', 'Sheet', 'Row', 'Cell', 'Batch', 'Leaf'];
  const table: ReportTable = {
    name: 'Entries',
    title: 'The journal',
    columns: [
      { heading: 'Seq', kind: 'number' },
      ...[...texts, ...source].map((heading) => ({ heading, kind: 'text' as const })),
    ],
    rows: all.entries.map((entry) => [
      String(entry.seq),
      ...[entry.kind, entry.line, entry.effective, entry.recordedAt, entry.officer, entry.role, entry.reason],
      ...[entry.source?.document ?? null, entry.source?.sheet ?? null, entry.source?.row ?? null],
      ...[entry.source?.cell ?? null, entry.batch, entry.leaf],
    ]),
  };
  const asAt = all.entries.at(-1)?.effective ?? '';
  return stamped(queryBus, { asAt, size: all.size }, { title: table.title, tables: [table] });
}

/** The whole journal, page by page, as known at one moment. */
export async function allEntries(
  queryBus: QueryBus,
  parameters: Parameters,
): Promise<{ readonly size: number; readonly entries: readonly EntryAnswer[] } | Refusal> {
  const entries: EntryAnswer[] = [];
  let asked: Parameters = { ...parameters, limit: '200' };
  for (;;) {
    const page: EntriesAnswer | Refusal = await queryBus.execute(new EntriesQuery(asked));
    if (isRefusal(page)) return page;
    entries.push(...page.entries);
    if (page.next === null) return { size: page.size, entries };
    // The pages after the first know what the first knew.
    asked = { ...asked, known_at: String(page.size - 1), after: String(page.next) };
  }
}

/** The paper for a committee, frozen with the entry it knows last: asked for by that entry, it is the same for ever. */
async function paperReport(queryBus: QueryBus, parameters: Parameters): Promise<Report | Refusal> {
  const { since, ...rest } = parameters as Parameters & { readonly since?: string };
  const years = await queryBus.execute(new YearsQuery(rest));
  if (isRefusal(years)) return years;
  const frozen = { ...rest, known_at: String(years.size - 1) };
  const plan = await queryBus.execute(new PlanTableQuery(frozen, true));
  if (isRefusal(plan)) return plan;
  const { as_at, known_at, ...question } = frozen as Parameters;
  const movement = await queryBus.execute(
    new MovementQuery('plan', { ...question, from_known_at: since ?? '0', to_known_at: known_at, to_as_at: as_at }),
  );
  if (isRefusal(movement)) return movement;
  const findings = await queryBus.execute(new FindingsQuery({ known_at, as_at }));
  if (isRefusal(findings)) return findings;
  return stamped(queryBus, years, {
    title: `Efficiency savings: where the plan stands by ${years.by}`,
    tables: [definitionsTable(years), planTable(plan), movementTable(movement), exceptionsTable(findings)],
    charts: planCharts(years),
    notes: [
      ...years.definitions.map(({ name, title }) => `Definition ${name}: ${title}`),
      'A level is what is saved in a year against the base year; levels of two years are never added together.',
      `This paper knows the entries up to ${String(years.size - 1)}; asked for by that entry, it says the same for ever.`,
    ],
  });
}

function movementTable({ from, to, opening, steps, closing }: MovementAnswer): ReportTable {
  const rows = steps.map(({ kind, amount, count }) => [kind ?? 'Counted otherwise', String(count), amount]);
  return {
    name: 'Movement',
    title: `What changed the plan from entry ${String(from.size - 1)} to entry ${String(to.size - 1)}`,
    columns: [
      { heading: 'By', kind: 'text' },
      { heading: 'Entries', kind: 'number' },
      { heading: 'Amount (£)', kind: 'money' },
    ],
    rows: [['Opening', null, opening], ...rows, ['Closing', null, closing]],
    totals: [0, rows.length + 1],
  };
}

const exceptionsTable = ({ findings }: FindingsAnswer): ReportTable => ({
  name: 'Exceptions',
  title: 'Exceptions: what is accepted and not settled',
  columns: [
    { heading: 'Kind', kind: 'text' },
    { heading: 'What it is', kind: 'text' },
    { heading: 'Lines', kind: 'text' },
    { heading: 'Amount (£)', kind: 'money' },
  ],
  rows: findings.map(({ kind, message, lines, amount }) => [
    kind,
    message,
    lines.length > 5 ? `${String(lines.length)} lines` : lines.join(', '),
    amount,
  ]),
});

/** The half-yearly return: what would be returned now, under the Government's definition, and what was returned before. */
async function returnReport(queryBus: QueryBus, parameters: Parameters): Promise<Report | Refusal> {
  const asked = { definition: 'ni179', ...parameters };
  const position = await queryBus.execute(new PositionQuery(asked));
  if (isRefusal(position)) return position;
  const { known_at, as_at } = parameters;
  const returns = await queryBus.execute(new ReturnsQuery({ known_at, as_at }));
  if (isRefusal(returns)) return returns;
  const table = { ...positionTable(position), name: 'Return', title: `Return by ${position.by}, as it would be now` };
  return stamped(queryBus, position, {
    title: `Half-yearly return by ${position.by}`,
    tables: [table, ...returns.returns.map(returnTable)],
    notes:
      returns.returns.length === 0
        ? [
            'No return has been submitted yet: these figures are a draft until an entry submits them with three approvals.',
          ]
        : [],
  });
}

function returnTable({ name, entry, figures, amends, amendedBy }: ReturnsAnswer['returns'][number]): ReportTable {
  const amended = amendedBy === null ? '' : `, amended by entry ${String(amendedBy)}`;
  const amending = amends === null ? '' : `, amends entry ${String(amends)}`;
  return {
    name: `Return ${String(entry)}`,
    title: `${name}, submitted by entry ${String(entry)}${amending}${amended}`,
    columns: [
      { heading: 'Figure', kind: 'text' },
      { heading: 'As published (£)', kind: 'money' },
      { heading: 'As restated (£)', kind: 'money' },
      { heading: 'Change (£)', kind: 'money' },
    ],
    rows: figures.map(({ figure, published, restated, change }) => [
      figure in figureWords ? figureWords[figure as keyof typeof figureWords] : figure,
      ...[published, restated, change],
    ]),
  };
}
