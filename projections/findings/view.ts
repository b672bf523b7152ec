import type { LineId, OfficerId } from '../../src/domain/identifiers';
import type { FinancialYear } from '../../src/domain/financial-year';
import { add, addAll, type Pence } from '../../src/domain/money';
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

/** What the finders look at: the lines and their plans at a moment. Worked out once for all of them. */
export interface View {
  readonly projection: Projection;
  readonly moment: Moment;
  readonly lines: readonly LineAt[];
  readonly plans: ReadonlyMap<LineId, readonly HeldCell[]>;
  readonly achievements: ReadonlyMap<LineId, readonly HeldCell[]>;
  readonly tranches: readonly Tranche[];
  readonly titles: ReadonlyMap<LineId, string>;
  /** The year the council's target is due in. */
  readonly deadline: FinancialYear | null;
  /** The names of the officers, as far as the register still has them. */
  readonly names: ReadonlyMap<OfficerId, string>;
}

/** One kind of finding, or a few that belong together. */
export type Find = (view: View) => readonly Finding[];

/** Gathers once, at a moment, what every finder looks at. */
export function viewOf(projection: Projection, moment: Moment, names: ReadonlyMap<OfficerId, string>): View {
  const lines = projection.register.lines(moment);
  const deadline = targetDeadline(projection, moment);
  return {
    projection,
    moment,
    lines,
    plans: heldBy(projection, moment, 'plan'),
    achievements: heldBy(projection, moment, 'achieved'),
    tranches: tranchesOf(projection, moment),
    titles: new Map(lines.map(({ id, title }) => [id, title])),
    deadline,
    names,
  };
}

function heldBy({ table }: Projection, moment: Moment, measure: 'plan' | 'achieved'): View['plans'] {
  const posted = new Map<number, { pence: Pence; readonly entries: Set<number> }>();
  for (const { cell, seq, pence } of table.list(moment, (index) => table.shapeIn(index).measure === measure)) {
    const before = posted.get(cell) ?? { pence: 0 as Pence, entries: new Set<number>() };
    before.pence = add(before.pence, pence as Pence);
    before.entries.add(seq);
    posted.set(cell, before);
  }
  const plans = new Map<LineId, HeldCell[]>();
  for (const [index, { pence, entries }] of posted) {
    const line = table.lineIn(index);
    if (line === null) continue;
    const cells = plans.get(line) ?? [];
    if (cells.length === 0) plans.set(line, cells);
    cells.push({ shape: table.shapeIn(index), pence, entries: [...entries] });
  }
  return plans;
}

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
  { plans, achievements }: View,
  line: LineId,
  takes: (shape: Shape) => boolean,
  measure: 'plan' | 'achieved' = 'plan',
): Taken {
  const held = measure === 'plan' ? plans : achievements;
  const cells = (held.get(line) ?? []).filter(({ shape }) => takes(shape));
  const entries = [...new Set(cells.flatMap((cell) => cell.entries))].sort((one, other) => one - other);
  return { amount: addAll(cells.map(({ pence }) => pence)), entries };
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
