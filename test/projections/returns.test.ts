import type { FinancialYear } from '../../src/domain/financial-year';
import { definitionNamed } from '../../projections/definitions';
import { figureNames } from '../../projections/figure';
import { Projection } from '../../projections/projection';
import { returns, snapshot } from '../../projections/returns';
import { achieve, baseline, line, opened, owner, plan } from '../support/july';
import { adopt, amendReturn, submit } from '../support/later';
import { given } from '../support/story';

const year = (text: string): FinancialYear => text as FinancialYear;

/** Entries 4 plans, 5 submits, 6 achieves, 7 amends the return, 8 adopts a definition. */
const told = () =>
  given(opened, line(), owner(), baseline(), plan(), submit(), achieve(), amendReturn(5), adopt('own')).story;

describe('a return', () => {
  test('stands beside what it would say now, figure by figure', () => {
    const { projection } = told();
    const shown = returns(projection, projection.table.now()).map(({ entry, amendedBy, figures }) => {
      const { published, restated, change } = figures.find(({ figure }) => figure === 'achieved')!;
      return [entry.seq, amendedBy, figures.length, published, restated, change];
    });
    expect(shown).toEqual([
      [5, 7, figureNames.length, 0, 20_000_000, 20_000_000],
      [7, null, figureNames.length, 20_000_000, 20_000_000, 0],
    ]);
    const before = returns(projection, { ...projection.table.now(), size: 6 });
    expect(before.map(({ amendedBy, figures }) => [amendedBy, figures.some(({ change }) => change !== 0)])).toEqual([
      [null, false],
    ]);
  });

  test('of before a figure was added says nothing of it', () => {
    const projection = new Projection();
    for (const entry of told().entries) {
      if (entry.kind !== 'ReturnSubmitted') projection.append(entry);
      else {
        const known = Object.entries(entry.facts.figures).filter(([name]) => name !== 'oneOffCover');
        const figures = Object.fromEntries(known);
        projection.append({ ...entry, facts: { ...entry.facts, figures } });
      }
    }
    const all = returns(projection, projection.table.now()).map(({ figures }) => figures.map(({ figure }) => figure));
    expect(all).toEqual([figureNames.filter((name) => name !== 'oneOffCover'), figureNames]);
  });

  test('holds every figure in pounds, under a definition that is known then', () => {
    const { projection } = told();
    const now = projection.table.now();
    expect(snapshot(projection, now, 'published', year('2009/10'))).toMatchObject({
      asAt: '2009-07-13',
      size: '9',
      figures: { plan: '200000.00', achieved: '200000.00', target: '0.00' },
    });
    expect(snapshot(projection, now, 'own', year('2009/10'))).toMatchObject({ figures: { achieved: '260000.00' } });
    expect(snapshot(projection, { ...now, size: 8 }, 'own', year('2009/10'))).toBeNull();
    expect(definitionNamed(projection.register, now, 'own')).toMatchObject({ net: false });
    expect(definitionNamed(projection.register, now, 'phased')?.unphased).toBe('never');
    expect(definitionNamed(projection.register, now, 'other')).toBeNull();
  });
});
