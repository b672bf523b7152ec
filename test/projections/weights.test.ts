import type { FinancialYear } from '../../src/domain/financial-year';
import type { Shape } from '../../projections/cells';
import { builtIn } from '../../projections/definitions';
import { figureNames, type FigureName, type Question } from '../../projections/figure';
import { PartSums, Weights, weighInto } from '../../projections/weights';

const question = (oneOff: 'beside' | 'spread' = 'beside'): Question => ({
  by: '2009/10' as FinancialYear,
  definition: { ...builtIn('published')!, oneOff, oneOffYears: '2' },
  baseYear: '2008/09' as FinancialYear,
});

const shape = (measure: Shape['measure'], of: Shape['class'] = 'cashable'): Shape => ({
  kind: 'SavingPlanned',
  origin: 'SavingPlanned',
  measure,
  tranche: '2009/10' as never,
  from: '2009/10' as never,
  class: of,
  status: measure === 'plan' ? null : 'claimed',
  identified: true,
});
const shapes = [shape('plan'), shape('one-off cost'), shape('plan', 'non-cashable')];
const marks = [
  null,
  { waitsForRuling: false, isAtRisk: false },
  { waitsForRuling: false, isAtRisk: true },
  { waitsForRuling: true, isAtRisk: false },
  { waitsForRuling: true, isAtRisk: true },
];
const weightsOf = (asked = question(), takes: (each: Shape) => boolean = () => true): Weights =>
  new Weights(shapes, asked, takes);
const named = (figure: FigureName): number => figureNames.indexOf(figure);

describe('how a shape counts', () => {
  test('is told apart by its shape and by what figures look at in a line', () => {
    const weights = weightsOf();
    const keys = [0, 1, 2].flatMap((each) => marks.map((mark) => weights.of(each, mark).key));
    expect(keys).toEqual([0, 0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11]);
  });

  test('is looked up by the mark of the line, asked in any order', () => {
    for (const order of [marks, [...marks].reverse()]) {
      const weights = weightsOf();
      const found = order.map((mark) =>
        (['plan', 'subjectToRulings', 'atRisk'] as const).map((name) => weights.of(0, mark).weights[named(name)]),
      );
      const expected = [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 1],
        [1, 1, 0],
        [1, 1, 1],
      ];
      expect(found).toEqual(order === marks ? expected : expected.reverse());
    }
  });

  test('names the figures it counts in, and no others', () => {
    const { terms, weights, isWhole } = weightsOf().of(0, null);
    expect(terms.every(({ weight }) => weight !== 0)).toBe(true);
    expect(terms.map(({ figure }) => figure)).toEqual(
      weights.flatMap((weight, figure) => (weight === 0 ? [] : [figure])),
    );
    expect(terms).toContainEqual({ figure: named('gap'), weight: -1 });
    expect(isWhole).toBe(true);
  });

  test('is with a part only where one-off cost is spread', () => {
    const [beside, spread] = [question(), question('spread')].map((asked) => weightsOf(asked).of(1, null));
    expect([beside!.isWhole, spread!.isWhole]).toEqual([true, false]);
    expect(spread!.weights[named('achieved')]).toEqual({ sign: 1, part: 0, parts: 2 });
    expect(weightsOf(question('spread')).of(0, null).isWhole).toBe(true);
  });

  test('is not at all where the question does not take it, or there is no such shape', () => {
    const weights = weightsOf(question(), ({ class: of }) => of === 'cashable');
    expect([0, 2, 9].map((each) => weights.of(each, null).weights[named('plan')])).toEqual([1, 0, 0]);
    expect(weights.of(9, null)).toMatchObject({ terms: [], isWhole: true });
    expect(weightsOf().of(9, null).terms).toHaveLength(0);
  });
});

describe('how each shape counts on any line whatever', () => {
  test('is known of a figure that looks at no line', () => {
    expect(weightsOf().byShape('plan')).toEqual([1, 0, 1]);
    expect(weightsOf().byShape('gap')).toEqual([-1, 0, -1]);
    expect(weightsOf(question(), ({ class: of }) => of !== 'cashable').byShape('plan')).toEqual([0, 0, 1]);
  });

  test('is not known where lines differ in it, or a part counts', () => {
    expect(['atRisk', 'subjectToRulings'].map((name) => weightsOf().byShape(name as FigureName))).toEqual([null, null]);
    expect(weightsOf().byShape('achieved')).toEqual([0, 0, 0]);
    expect(weightsOf(question('spread')).byShape('achieved')).toBeNull();
    expect(weightsOf(question('spread'), ({ measure }) => measure === 'plan').byShape('achieved')).toEqual([0, 0, 0]);
  });
});

describe('the sums of a part', () => {
  test('come to each figure, with what waits and what is at risk', () => {
    const weights = weightsOf();
    const part = new PartSums(weights, shapes.length);
    marks.forEach((mark, place) => {
      for (const amount of [1, 1]) part.add(weights.of(0, mark), amount * 10 ** place);
    });
    const { plan, gap, subjectToRulings, atRisk, achieved } = part.amounts();
    expect([plan, gap, subjectToRulings, atRisk, achieved]).toEqual([22_222, -22_222, 22_000, 20_200, 0]);
  });

  test('take each amount apart where a part of it counts', () => {
    const weights = weightsOf(question('spread'));
    const part = new PartSums(weights, shapes.length);
    for (const amount of [-3, -3]) part.add(weights.of(1, null), amount);
    // Of three pence the first year has two where they are taken off, one by one.
    expect([part.amounts().achieved, part.amounts().oneOffCost]).toEqual([-4, -6]);
  });

  test('are nought where nothing was added, and add to what is there', () => {
    const nothing = weightsOf().amounts([0, 0, 0, 0, 0], []);
    expect(Object.values(nothing).every((amount) => Object.is(amount, 0))).toBe(true);
    const sums = new Float64Array(2);
    weighInto(sums, [{ figure: 1, weight: -1 }], 5);
    weighInto(sums, [{ figure: 1, weight: 1 }], 7);
    expect(Array.from(sums)).toEqual([0, 2]);
  });
});
