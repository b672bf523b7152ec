/**
 * What of the plan could be proven to last by a date? Formula: the carry-forward the definition counts, plus every
 * planned tranche it counts whose two-year clock has run out by then, less what the plan itself lets fall within that
 * clock. What has no year has no clock and can never be proven.
 */
import type { IsoDate } from '../src/domain/dates';
import type { Definition } from '../src/domain/entries';
import type { LineId } from '../src/domain/identifiers';
import { add, addAll, subtract, type Pence } from '../src/domain/money';
import type { Question } from './figure';
import { trace, type Filter } from './position';
import type { Moment } from './posting-table';
import type { Projection } from './projection';
import type { Tranche } from './tranches';

/** One line's part of what could be proven: carried forward, or of one tranche. */
export interface Proven {
  readonly line: LineId;
  readonly tranche: Tranche['tranche'] | 'opening';
  /** What is planned. */
  readonly planned: Pence;
  /** What of it the plan itself lets fall within the clock. */
  readonly lapsing: Pence;
  readonly entries: readonly number[];
}

/** Amounts in pence: carry-forward and tranches, less what falls, is the amount. */
export interface ProvenSustained {
  readonly date: IsoDate;
  readonly amount: Pence;
  readonly carriedForward: Pence;
  /** The tranches whose clock has run out, before what falls. */
  readonly tranches: Pence;
  readonly lapsing: Pence;
  readonly parts: readonly Proven[];
}

/**
 * Works it out by a date, under the definition of the question. The tranches are those of the same moment and filter, as
 * `tranchesOf` gives them. Source: NI 179; 9,275 of the July 2009 plan by 31 March 2011.
 */
export function provenSustained(
  projection: Projection,
  question: Question,
  moment: Moment,
  date: IsoDate,
  tranches: readonly Tranche[],
  filter: Filter = {},
): ProvenSustained {
  const opening = carried(projection, question, moment, filter);
  const held = tranches
    .filter((tranche) => tranche.measure === 'plan' && counts(question.definition, tranche))
    .filter(({ clockEnds }) => clockEnds <= date)
    .map(({ line, tranche, amount, lapsing, entries }): Proven => {
      return { line, tranche, planned: amount, lapsing, entries };
    });
  const [carriedForward, planned] = [sum(opening), sum(held)];
  const lapsing = addAll(held.map((each) => each.lapsing));
  return {
    date,
    amount: subtract(add(carriedForward, planned), lapsing),
    carriedForward,
    tranches: planned,
    lapsing,
    parts: [...opening, ...held],
  };
}

const sum = (parts: readonly Proven[]): Pence => addAll(parts.map(({ planned }) => planned));

const counts = ({ classes, since }: Definition, tranche: Tranche): boolean =>
  classes.includes(tranche.class) && (since === null || tranche.tranche >= since);

/** What an earlier period achieved has held already; the definition says which of it is eligible. */
function carried(projection: Projection, question: Question, moment: Moment, filter: Filter): readonly Proven[] {
  const { table } = projection;
  const lines = new Map<LineId, { planned: Pence; readonly entries: Set<number> }>();
  for (const row of trace(projection, 'carriedForward', question, moment, filter).rows) {
    const line = table.lineIn(row.cell);
    if (line === null) continue;
    const part = lines.get(line) ?? { planned: 0 as Pence, entries: new Set<number>() };
    part.planned = add(part.planned, row.pence as Pence);
    part.entries.add(row.seq);
    lines.set(line, part);
  }
  return [...lines].map(([line, { planned, entries }]): Proven => {
    return { line, tranche: 'opening', planned, lapsing: 0 as Pence, entries: [...entries] };
  });
}
