import type { LineId, OfficerId } from '../../src/domain/identifiers';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { Measure } from '../../src/domain/entries';
import { add, addAll, NIL, type Pence } from '../../src/domain/money';
import type { Moment, Shape } from '../posting-table';
import type { Projection } from '../projection';
import type { LineAt } from '../register';
import { tranchesOf, type Tranche } from '../tranches';

/** Every kind of finding, in the order in which they are listed. Source: the rules named beside each finder. */
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
  'reopening-not-verified',
  'audit-query-open',
  'overlap-suspected',
  'not-an-efficiency',
  'no-quality-check',
  'no-evidence',
  'above-plan',
  'tranche-not-confirmed',
  'needs-a-ruling',
  'similar-names',
  'partnership-incomplete',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something that is accepted and not settled. */
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

/** One cell of a line: what it holds, and the entries that posted into it. */
export interface HeldCell {
  readonly shape: Shape;
  readonly pence: Pence;
  readonly entries: readonly number[];
}

/** The same while it is added up. */
interface CellHeld extends HeldCell {
  pence: Pence;
  readonly entries: number[];
}

/** What the finders look at: the lines and their plans at a moment. Worked out once for all of them. */
export interface View {
  readonly projection: Projection;
  readonly moment: Moment;
  readonly lines: readonly LineAt[];
  readonly plans: ReadonlyMap<LineId, readonly HeldCell[]>;
  readonly achievements: ReadonlyMap<LineId, readonly HeldCell[]>;
  readonly tranches: readonly Tranche[];
  /** The lines on which something was achieved here, not only carried forward, with the entries behind it. */
  readonly delivering: readonly (readonly [LineAt, readonly number[]])[];
  readonly titles: ReadonlyMap<LineId, string>;
  /** The year the council's target is due in. */
  readonly deadline: FinancialYear | null;
  /** The names of the officers, as far as the register still has them. */
  readonly names: ReadonlyMap<OfficerId, string>;
}

type Held = Pick<View, 'plans' | 'achievements'>;

/** One kind of finding, or a few that belong together. */
export type Find = (view: View) => readonly Finding[];

/** Gathers once, at a moment, what every finder looks at. */
export function viewOf(projection: Projection, moment: Moment, names: ReadonlyMap<OfficerId, string>): View {
  const lines = projection.register.lines(moment);
  const deadline = targetDeadline(projection, moment);
  const held = heldOf(projection, moment);
  return {
    projection,
    moment,
    lines,
    ...held,
    delivering: deliveringOf(lines, held),
    tranches: tranchesOf(projection, moment),
    titles: new Map(lines.map(({ id, title }) => [id, title])),
    deadline,
    names,
  };
}

/** What each line plans and achieved, cell by cell, in the order in which the cells were first posted to. */
function heldOf({ table }: Projection, moment: Moment): Held {
  const [plans, achievements] = [new Map<LineId, CellHeld[]>(), new Map<LineId, CellHeld[]>()];
  const ofMeasure: Partial<Record<Measure, Map<LineId, CellHeld[]>>> = { plan: plans, achieved: achievements };
  const wanted = table.shapes.map(({ measure }) => (ofMeasure[measure] === undefined ? 0 : 1));
  const cells: (CellHeld | undefined)[] = [];
  const first = (cell: number): CellHeld => {
    const [line, shape] = [table.lineIn(cell), table.shapeIn(cell)];
    const held: CellHeld = { shape, pence: NIL, entries: [] };
    const lines = ofMeasure[shape.measure];
    if (line === null || lines === undefined) return held;
    const known = lines.get(line);
    if (known === undefined) lines.set(line, [held]);
    else known.push(held);
    return held;
  };
  table.visit(
    moment,
    Uint8Array.from({ length: table.held.length }, (_, cell) => wanted[table.held.shape(cell)] ?? 0),
    (seq, _, cell, amount) => {
      const held = (cells[cell] ??= first(cell));
      held.pence = add(held.pence, amount as Pence);
      if (held.entries.at(-1) !== seq) held.entries.push(seq);
    },
  );
  return { plans, achievements };
}

const deliveringOf = (lines: readonly LineAt[], held: Held): View['delivering'] =>
  lines.flatMap((line) => {
    const { amount, entries } = take(held, line.id, ({ tranche }) => tranche !== 'opening', 'achieved');
    return amount === 0 ? [] : [[line, entries] as const];
  });

/** What of a line's plan, or of what it achieved, a test takes, and the entries behind it. */
export interface Taken {
  readonly amount: Pence;
  readonly entries: readonly number[];
}

/**
 * The amount in pence, and the entries behind it, of the cells of a line's plan, or of what it achieved, that a test
 * takes.
 */
export function take(
  { plans, achievements }: Held,
  line: LineId,
  takes: (shape: Shape) => boolean,
  measure: 'plan' | 'achieved' = 'plan',
): Taken {
  const held = measure === 'plan' ? plans : achievements;
  const cells = (held.get(line) ?? []).filter(({ shape }) => takes(shape));
  return { amount: addAll(cells.map(({ pence }) => pence)), entries: entriesOf(cells) };
}

/** Most questions take one cell of a line or none, whose entries are in order as they are. */
function entriesOf([first, ...more]: readonly HeldCell[]): readonly number[] {
  if (more.length === 0) return first?.entries ?? [];
  return [...new Set([first, ...more].flatMap((cell) => cell?.entries ?? []))].sort((one, other) => one - other);
}

/** The year the council's target is due in, or null while none is set. */
export function targetDeadline({ table }: Projection, moment: Moment): FinancialYear | null {
  const from = table.lastOfNoLine(moment, 'target')?.from ?? null;
  return from === 'opening' ? null : from;
}

/** Whether a tranche counts by the target's deadline: what comes after it is not part of the plan that has to meet it. */
export const byDeadline =
  ({ deadline }: View) =>
  ({ tranche }: Shape): boolean =>
    deadline === null || tranche === 'opening' || tranche === 'unphased' || tranche <= deadline;

const inWholePounds = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const inPoundsAndPence = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** An amount in a sentence: `£10,368,000`. */
export const inPounds = (amount: Pence): string =>
  `£${(amount % 100 === 0 ? inWholePounds : inPoundsAndPence).format(Math.abs(amount) / 100)}`;

/** Groups what belongs to one import batch, or to none, in a phrase for a sentence. */
export function byBatch<Item extends { readonly batch: string | null }>(
  items: readonly Item[],
): readonly (readonly [string, readonly Item[]])[] {
  const batches = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.batch === null ? 'recorded by hand' : `of batch ${item.batch}`;
    const members = batches.get(name);
    if (members === undefined) batches.set(name, [item]);
    else members.push(item);
  }
  return [...batches];
}
