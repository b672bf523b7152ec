/**
 * What is accepted but not settled? One function for each kind of finding; each says in a sentence what is odd, on which
 * lines, by how much, and from which entries. Findings come and go with the entries: nothing here is stored.
 */
import { classes, type Class, type EntryKind } from '../src/domain/entries';
import type { FinancialYear } from '../src/domain/financial-year';
import type { LineId, OfficerId } from '../src/domain/identifiers';
import { add, pence, subtract, type Pence } from '../src/domain/money';
import { builtIn } from './definitions';
import type { Question } from './figure';
import { position, type Filter } from './position';
import type { Moment } from './posting-table';
import type { Projection } from './projection';
import { asPublished, reconciliation } from './reconciliation';
import type { LineAt } from './register';
import { alikePersons, alikeTitles } from './similar-names';

export const findingKinds = [
  'printed-total-differs',
  'unphased',
  'pot-unallocated',
  'pot-overdue',
  'outside-ni179',
  'plan-falls',
  'blank-level',
  'unidentified',
  'no-accountable-officer',
  'class-assumed',
  'no-baseline',
  'carry-forward-not-verified',
  'reclassification-not-verified',
  'reversal-not-verified',
  'needs-a-ruling',
  'similar-names',
  'partnership-incomplete',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** What is odd, in one sentence. */
  readonly message: string;
  readonly lines: readonly LineId[];
  /** The amount in question, in pence; null where it is not about an amount. */
  readonly amount: Pence | null;
  /** The entries it comes from, by seq. */
  readonly entries: readonly number[];
}

/** What the finders look at: the lines, the amounts by cell, and the moment. */
interface View {
  readonly projection: Projection;
  readonly moment: Moment;
  readonly lines: readonly LineAt[];
  /** The sum over a line's plan cells that a test takes. */
  readonly planOf: (line: LineId, takes: (cell: PlanCell) => boolean) => Pence;
  /** The names of the officers, as far as the register still has them. */
  readonly names: ReadonlyMap<OfficerId, string>;
}

interface PlanCell {
  readonly tranche: string;
  readonly class: Class | null;
  readonly identified: boolean;
  readonly kind: EntryKind;
}

type Find = (view: View) => readonly Finding[];

const finders: readonly Find[] = [
  printedTotals,
  unphased,
  pots,
  outsideNi179,
  fallingPlans,
  blankLevels,
  unidentified,
  withoutOfficer,
  assumedClasses,
  withoutBaseline,
  notVerified,
  rulings,
  similarLines,
  similarOfficers,
  partnership,
];

/** Everything that is not settled at a moment. Names of officers are only used to point out that two are alike. */
export function findings(
  projection: Projection,
  moment: Moment,
  names: ReadonlyMap<OfficerId, string>,
): readonly Finding[] {
  if (projection.register.opened === null) return [];
  const lines = projection.register.lines(moment);
  const view = { projection, moment, lines, names, planOf: planSums(projection, moment) };
  return finders.flatMap((find) => find(view));
}

function planSums({ table }: Projection, moment: Moment): View['planOf'] {
  const amounts = table.amountsAt(moment);
  const byLine = new Map<LineId, { readonly cell: PlanCell; readonly pence: number }[]>();
  table.cells.forEach(({ line, shape: number }, index) => {
    const shape = table.shapes[number];
    if (line === null || shape?.measure !== 'plan') return;
    const cells = byLine.get(line) ?? [];
    if (cells.length === 0) byLine.set(line, cells);
    cells.push({ cell: shape, pence: amounts[index] ?? 0 });
  });
  return (line, takes) =>
    add(...(byLine.get(line) ?? []).filter(({ cell }) => takes(cell)).map((cell) => cell.pence as Pence));
}

const anything = (): boolean => true;

const inPounds = (amount: Pence): string =>
  `£${(Math.abs(amount) / 100).toLocaleString('en-GB', { minimumFractionDigits: amount % 100 === 0 ? 0 : 2 })}`;

/** The entries that shaped a line's plan, as a moment knows them. */
const entriesBehind = (
  { projection, moment }: View,
  line: LineId,
  takes: (cell: PlanCell) => boolean = anything,
): readonly number[] => {
  const { cells, shapes } = projection.table;
  const rows = projection.table.list(moment, (index) => {
    const cell = cells[index];
    const shape = cell === undefined ? undefined : shapes[cell.shape];
    return cell?.line === line && shape?.measure === 'plan' && takes(shape);
  });
  return [...new Set(rows.map(({ seq }) => seq))];
};

/** Rule 17. */
function printedTotals({ projection, moment }: View): readonly Finding[] {
  return reconciliation(projection, moment)
    .filter(({ difference }) => difference !== 0)
    .map(({ assertion, computed, difference }) => ({
      kind: 'printed-total-differs',
      message: `"${assertion.facts.label}" (${assertion.facts.year}) is printed as ${inPounds(pence(assertion.facts.amount))}; its rows add up to ${inPounds(computed)}.`,
      lines: [],
      amount: difference,
      entries: [assertion.seq],
    }));
}

/** Planned by a deadline without a year. */
function unphased(view: View): readonly Finding[] {
  const isUnphased = ({ tranche }: PlanCell): boolean => tranche === 'unphased';
  return view.lines.flatMap((line) => {
    const amount = view.planOf(line.id, isUnphased);
    if (amount === 0) return [];
    const message = `${inPounds(amount)} of "${line.title}" is planned without any year in which it is to be saved.`;
    return [{ kind: 'unphased', message, lines: [line.id], amount, entries: entriesBehind(view, line.id, isUnphased) }];
  });
}

/** Rule 9: what of a pot has no programme yet, and whether that is overdue. */
function pots(view: View): readonly Finding[] {
  return view.lines.flatMap((line) => {
    const left = line.pot === null ? (0 as Pence) : unallocated(view, line);
    if (line.pot === null || left === 0) return [];
    const rest = { lines: [line.id], amount: left, entries: entriesBehind(view, line.id) };
    const programmes = `${String(line.pot.programmes.length)} programmes`;
    const open: Finding = {
      kind: 'pot-unallocated',
      message: `${inPounds(left)} of the pot "${line.title}" is not allocated to any of its ${programmes}.`,
      ...rest,
    };
    const overdue: Finding = {
      kind: 'pot-overdue',
      message: `The pot "${line.title}" was to be allocated by ${line.pot.allocateBy}; ${inPounds(left)} still is not.`,
      ...rest,
    };
    return view.moment.asAt > line.pot.allocateBy ? [open, overdue] : [open];
  });
}

/** The whole of what a pot still holds at its deadline: its level of that year and what has no year. */
function unallocated(view: View, pot: LineAt): Pence {
  const deadline = view.projection.register.planned(view.moment).find(({ line }) => line === pot.id)?.facts
    .totalBy?.year;
  return view.planOf(
    pot.id,
    ({ tranche }) => tranche === 'unphased' || tranche === 'opening' || deadline === undefined || tranche <= deadline,
  );
}

/** Rules 4 and 5: planned, but not counted by the Government definition. */
function outsideNi179(view: View): readonly Finding[] {
  const counted = builtIn('ni179')?.classes ?? classes;
  const isOutside = (cell: PlanCell): boolean => cell.class !== null && !counted.includes(cell.class);
  return view.lines.flatMap((line) => {
    const amount = view.planOf(line.id, isOutside);
    if (amount === 0) return [];
    const message = `${inPounds(amount)} of "${line.title}" is non-cashable: in the plan as published, not counted by NI 179.`;
    return [
      { kind: 'outside-ni179', message, lines: [line.id], amount, entries: entriesBehind(view, line.id, isOutside) },
    ];
  });
}

/** Rule 7: a level that falls within the plan cannot have lasted two years. */
function fallingPlans(view: View): readonly Finding[] {
  const years = plannedYears(view);
  return view.lines.flatMap((line) =>
    years.flatMap((year) => {
      const change = view.planOf(line.id, ({ tranche }) => tranche === year);
      if (change >= 0) return [];
      const amount = subtract(0 as Pence, change);
      const message = `The plan of "${line.title}" falls by ${inPounds(amount)} in ${year}; a gain has to last two full years after the one it began in.`;
      return [
        {
          kind: 'plan-falls' as const,
          message,
          lines: [line.id],
          amount,
          entries: entriesBehind(view, line.id, ({ tranche }) => tranche === year),
        },
      ];
    }),
  );
}

function plannedYears({ projection }: View): readonly FinancialYear[] {
  const tranches = projection.table.shapes.map(({ tranche }) => tranche);
  return [...new Set(tranches)]
    .filter((tranche): tranche is FinancialYear => tranche !== 'opening' && tranche !== 'unphased')
    .sort();
}

/** Nil, blank and dash are three different things: only a blank asks what was meant. */
function blankLevels({ projection, moment, lines }: View): readonly Finding[] {
  return projection.register.planned(moment).flatMap(({ seq, line: id, facts }) =>
    facts.levels
      .filter(({ level, printed }) => level === null && printed === '')
      .map(({ year }) => ({
        kind: 'blank-level',
        message: `The ${year} level of "${lines.find((line) => line.id === id)?.title ?? ''}" is blank in the document; it is read as nothing stated.`,
        lines: id === null ? [] : [id],
        amount: null,
        entries: [seq],
      })),
  );
}

/** Rule 10. */
function unidentified(view: View): readonly Finding[] {
  const isUnidentified = ({ identified }: PlanCell): boolean => !identified;
  return view.lines.flatMap((line) => {
    const amount = view.planOf(line.id, (cell) => isUnidentified(cell) && !isAfter(view, line, cell));
    if (amount === 0) return [];
    const message = `${inPounds(amount)} of "${line.title}" is planned without it being known where it is to come from.`;
    return [
      {
        kind: 'unidentified',
        message,
        lines: [line.id],
        amount,
        entries: entriesBehind(view, line.id, isUnidentified),
      },
    ];
  });
}

/** Whether a tranche comes after the target's deadline. */
function isAfter({ projection, moment }: View, _line: LineAt, { tranche }: PlanCell): boolean {
  const deadline = targetDeadline(projection, moment);
  return deadline !== null && tranche !== 'opening' && tranche !== 'unphased' && tranche > deadline;
}

/** The year the council's target is due in, or null while none is set. */
export function targetDeadline({ table }: Projection, moment: Moment): FinancialYear | null {
  const amounts = table.amountsAt(moment);
  const index = table.cells.findIndex(
    (cell, at) => table.shapes[cell.shape]?.measure === 'target' && (amounts[at] ?? 0) !== 0,
  );
  const from = table.shapes[table.cells[index]?.shape ?? -1]?.from;
  return from === undefined || from === 'opening' ? null : from;
}

/** Rule 2. A pot has none of its own: each of its programmes has. */
function withoutOfficer({ lines }: View): readonly Finding[] {
  return lines
    .filter(({ owner, pot }) => owner === null && pot === null)
    .map((line) => ({
      kind: 'no-accountable-officer',
      message: `"${line.title}" has no accountable officer.`,
      lines: [line.id],
      amount: null,
      entries: [line.registered],
    }));
}

/** The document gives no class for most lines: said once for each import. */
function assumedClasses({ projection, moment }: View): readonly Finding[] {
  const assumed = projection.register.planned(moment).filter(({ facts }) => facts.classAssumed);
  return byBatch(assumed).map(([batch, entries]) => ({
    kind: 'class-assumed',
    message: `${String(entries.length)} lines${batch} are taken as cashable because the document gives no class.`,
    lines: entries.flatMap(({ line }) => line ?? []),
    amount: null,
    entries: entries.map(({ seq }) => seq),
  }));
}

/** Rule 2: without a baseline nothing can be achieved. What was carried forward and pots need none. */
function withoutBaseline(view: View): readonly Finding[] {
  const lines = view.lines.filter(
    ({ id, baseline, pot }) =>
      baseline === null && pot === null && view.planOf(id, ({ tranche }) => tranche !== 'opening') !== 0,
  );
  return byBatch(lines).map(([batch, members]) => ({
    kind: 'no-baseline',
    message: `${String(members.length)} lines${batch} have no baseline, so nothing can be recorded as achieved on them.`,
    lines: members.map(({ id }) => id),
    amount: null,
    entries: members.map(({ registered }) => registered),
  }));
}

function byBatch<Item extends { readonly batch: string | null }>(
  items: readonly Item[],
): readonly (readonly [string, readonly Item[]])[] {
  const batches = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.batch === null ? ' recorded by hand' : ` of batch ${item.batch}`;
    const members = batches.get(name);
    if (members === undefined) batches.set(name, [item]);
    else members.push(item);
  }
  return [...batches];
}

/** Rules 5, 6 and 16: these wait for a second officer. */
function notVerified({ projection, moment }: View): readonly Finding[] {
  const kinds: Partial<Record<EntryKind, readonly [FindingKind, string]>> = {
    SavingCarriedForward: ['carry-forward-not-verified', 'The carry-forward'],
    SavingReclassified: ['reclassification-not-verified', 'The reclassification'],
    EntryReversed: ['reversal-not-verified', 'The reversal'],
  };
  return projection.register.notVerified(moment).flatMap((entry) => {
    const [kind, what] = kinds[entry.kind] ?? [];
    if (kind === undefined || what === undefined) return [];
    const amount = 'amount' in entry.facts ? pence(entry.facts.amount) : null;
    return [
      {
        kind,
        message: `${what} of entry ${String(entry.seq)}${amount === null ? '' : ` (${inPounds(amount)})`} has not been verified by a second officer.`,
        lines: entry.line === null ? [] : [entry.line],
        amount,
        entries: [entry.seq],
      },
    ];
  });
}

/** Rule 13: less is done, or more is earned; whether that is an efficiency is for someone to rule. */
function rulings(view: View): readonly Finding[] {
  const why = { volume: 'less is bought or done', income: 'more is earned' };
  return view.lines.flatMap((line) =>
    line.ruling === null
      ? []
      : [
          {
            kind: 'needs-a-ruling',
            message: `"${line.title}" needs a ruling whether it is an efficiency: ${why[line.ruling]}.`,
            lines: [line.id],
            amount: view.planOf(line.id, (cell) => !isAfter(view, line, cell)),
            entries: [line.registered],
          },
        ],
  );
}

/** Rule 19. */
function similarLines({ lines }: View): readonly Finding[] {
  return alikeTitles(lines.map((line) => ({ id: line.id, name: line.title, line }))).map((group) => ({
    kind: 'similar-names',
    message: `${String(group.length)} lines have nearly one name: ${group.map(({ id }) => id).join(', ')}.`,
    lines: group.map(({ line }) => line.id),
    amount: null,
    entries: group.map(({ line }) => line.registered),
  }));
}

/** Rule 19: only said while the register of officers still has the names. */
function similarOfficers({ lines, names }: View): readonly Finding[] {
  const owners = [...new Set(lines.flatMap(({ owner }) => owner ?? []))];
  const named = owners.flatMap((id) => (names.has(id) ? [{ id, name: names.get(id) ?? '' }] : []));
  return alikePersons(named).map((group) => ({
    kind: 'similar-names',
    message: `The accountable officers ${group.map(({ id }) => id).join(' and ')} may be one person.`,
    lines: lines.filter(({ owner }) => group.some(({ id }) => id === owner)).map(({ id }) => id),
    amount: null,
    entries: lines.filter(({ owner }) => group.some(({ id }) => id === owner)).map(({ version }) => version),
  }));
}

/** Rule 1: the target of a partnership, of which this ledger holds only one member's part. */
function partnership({ projection, moment }: View): readonly Finding[] {
  const question: Question = asPublished(
    projection,
    targetDeadline(projection, moment) ?? projection.register.opened?.baseYear ?? ('' as FinancialYear),
  );
  const everything: Filter = {};
  const { amounts } = position(projection, question, moment, everything);
  const amount = amounts.partnershipTarget;
  if (amount === 0) return [];
  const others = subtract(amount, amounts.target);
  const { cells, shapes } = projection.table;
  const rows = projection.table.list(
    moment,
    (index) => shapes[cells[index]?.shape ?? -1]?.measure === 'partnership target',
  );
  return [
    {
      kind: 'partnership-incomplete',
      message: `The partnership's target of ${inPounds(amount)} has one member here; ${inPounds(others)} is for its other partners, whose ledgers are not added.`,
      lines: [],
      amount,
      entries: rows.map(({ seq }) => seq),
    },
  ];
}
