/** Findings about what was achieved: without evidence or a quality check, above the plan, not confirmed, no efficiency. */
import type { Measure } from '../../src/domain/entries';
import type { FinancialYear } from '../../src/domain/financial-year';
import { addAll, NIL, type Pence } from '../../src/domain/money';
import { asPublished } from '../reconciliation';
import type { LineAt } from '../register';
import { clockEnds } from '../tranches';
import { Weights } from '../weights';
import { inPounds, take, type Find, type Finding, type View } from './view';

/** Rule 13: nobody has looked whether the service got worse. */
export const noQualityCheck: Find = (view) =>
  view.delivering
    .filter(([{ quality }]) => quality === null)
    .map(([line, entries]) => ({
      kind: 'no-quality-check',
      message: `Savings are recorded on "${line.title}" without a check that the service did not get worse.`,
      lines: [line.id],
      amount: null,
      entries,
    }));

/** Rule 13: the check found that less is done. */
export const notAnEfficiency: Find = (view) =>
  view.lines
    .filter(({ quality }) => quality?.verdict === 'not an efficiency')
    .map((line): Finding => {
      const { amount, entries } = take(view, line.id, ({ tranche }) => tranche !== 'opening');
      const message = `The quality check of "${line.title}" found a cut, not an efficiency; withdraw or reverse what it counts.`;
      return { kind: 'not-an-efficiency', message, lines: [line.id], amount, entries };
    });

/** R28: verified on nobody's evidence. */
export const noEvidence: Find = (view) =>
  view.delivering
    .filter(([line]) => view.projection.register.knownOf(line.id, 'EvidenceAttached', view.moment).length === 0)
    .map(([line, entries]) => ({
      kind: 'no-evidence',
      message: `Savings are recorded on "${line.title}" without any evidence attached.`,
      lines: [line.id],
      amount: null,
      entries,
    }));

/** R42: more was achieved than planned; that needs the same evidence and is not netted against other lines. */
export const abovePlan: Find = (view) => {
  const { table, lines } = view.projection;
  const amounts = table.amountsAt(view.moment);
  const years = yearsFelt(view).map((by) => ({ by, weights: excessWeights(view, by) }));
  return view.lines.flatMap((line) => {
    const cells = [...table.held.ofLine(lines.number(line.id))];
    // Once a line, at the year in which it is furthest above: the same pounds stay above in the years after.
    let excess: Excess = { by: null, amount: NIL };
    for (const { by, weights } of years) {
      const amount = sumOf(cells.map((cell) => (amounts[cell] ?? 0) * (weights[table.held.shape(cell)] ?? 0)));
      if (amount > excess.amount) excess = { by, amount };
    }
    return excess.by === null ? [] : [aboveIn(view, line, excess.by, excess.amount)];
  });
};

function aboveIn(view: View, line: LineAt, by: FinancialYear, amount: Pence): Finding {
  const message = `"${line.title}" is recorded with ${inPounds(amount)} more than it plans by ${by}.`;
  const { entries } = take(view, line.id, ({ from }) => from === 'opening' || from <= by, 'achieved');
  return { kind: 'above-plan', message, lines: [line.id], amount, entries };
}

const sumOf = (amounts: readonly number[]): Pence => addAll(amounts as readonly Pence[]);

/** By shape: how it counts in what was achieved, less how it counts in the plan. Nothing is spread as published. */
function excessWeights({ projection }: View, by: FinancialYear): readonly number[] {
  const weights = new Weights(projection.table.shapes, asPublished(projection, by), () => true);
  const [achieved, planned] = [weights.byShape('achieved'), weights.byShape('plan')];
  if (achieved === null || planned === null) throw new Error('the published definition spreads nothing');
  return achieved.map((weight, shape) => weight - (planned[shape] ?? 0));
}

interface Excess {
  readonly by: FinancialYear | null;
  readonly amount: Pence;
}

/** The years in which a plan or what was achieved changes, up to the last one anything was achieved in. */
function yearsFelt({ projection, moment }: View): readonly FinancialYear[] {
  const yearsOf = (wanted: readonly Measure[]): readonly FinancialYear[] =>
    projection.table
      .shapesAt(moment)
      .flatMap(({ measure, from }) => (wanted.includes(measure) && from !== 'opening' ? [from] : []));
  const last = [...yearsOf(['achieved'])].sort().at(-1);
  return last === undefined ? [] : [...new Set(yearsOf(['plan', 'achieved']))].filter((year) => year <= last).sort();
}

/** R18: the clock of a tranche has run out and nobody said in each of its years that it still held. */
export const notConfirmed: Find = (view) =>
  view.tranches.flatMap(({ line, tranche, class: of, standing, unconfirmed, entries }): readonly Finding[] => {
    // Nobody confirms a plan.
    if (standing <= 0 || unconfirmed.length === 0 || clockEnds(tranche) > view.moment.asAt) return [];
    const title = view.titles.get(line) ?? line;
    const message = `The ${tranche} ${of} gain of "${title}" ended its clock on ${clockEnds(tranche)} without being confirmed for ${unconfirmed.join(' and ')}.`;
    return [{ kind: 'tranche-not-confirmed', message, lines: [line], amount: standing, entries }];
  });
