import type { Shape } from '../../projections/cells';
import { namesPart, takesLine, takesShape, takesStanding, type Filter } from '../../projections/filter';
import { ADULT, IT } from '../support/july';

const standing = {
  section: 'Activity in 2009/10',
  group: 'Procurement (invented)',
  tags: ['quick-win', 'new'],
  waitsForRuling: false,
  isAtRisk: false,
};
const line = { ...standing, id: IT };
const noGroup = { ...line, group: null, tags: [] };

test.each<[Filter, boolean, boolean, boolean]>([
  [{}, true, true, true],
  [{ section: 'Activity in 2009/10' }, true, true, false],
  [{ section: 'Activity in 2008/09' }, false, false, false],
  [{ group: 'Procurement (invented)' }, true, false, false],
  [{ group: 'Care (invented)' }, false, false, false],
  [{ tag: 'new' }, true, false, false],
  [{ tag: 'old' }, false, false, false],
  [{ line: IT }, true, true, false],
  [{ line: ADULT }, false, false, false],
  [{ line: IT, section: 'Activity in 2008/09' }, false, false, false],
  [{ section: 'Activity in 2009/10', group: 'Procurement (invented)', tag: 'quick-win', line: IT }, true, false, false],
  [{ section: 'Activity in 2009/10', tag: 'old' }, false, false, false],
  [{ class: 'cashable', status: 'claimed' }, true, true, true],
])('the filter %j takes a line: %p, one of no group and no tag: %p, what is of no line: %p', (filter, ...takes) => {
  expect([line, noGroup, null].map((each) => takesLine(filter, each))).toEqual(takes);
  if (filter.line !== undefined) return;
  expect([line, noGroup, null].map((each) => takesStanding(filter, each))).toEqual(takes);
});

test('a standing is taken whichever line the filter names, what is of no line is not', () => {
  expect(takesStanding({ line: ADULT }, standing)).toBe(true);
  expect(takesStanding({ line: ADULT }, null)).toBe(false);
});

test.each<[Filter, boolean]>([
  [{}, false],
  [{ class: 'cashable', status: 'claimed' }, false],
  [{ section: 'Activity in 2009/10' }, true],
  [{ group: 'Procurement (invented)' }, true],
  [{ tag: 'new' }, true],
  [{ line: IT }, true],
])('the filter %j names a part of the ledger: %p', (filter, names) => {
  expect(namesPart(filter)).toBe(names);
});

test.each<[Filter, readonly boolean[]]>([
  [{}, [true, true, true, true]],
  [{ class: 'cashable' }, [true, true, false, true]],
  [{ class: 'non-cashable' }, [true, false, true, false]],
  [{ status: 'claimed' }, [true, true, true, true]],
  [{ status: 'verified' }, [true, true, true, false]],
  [{ class: 'non-cashable', status: 'claimed' }, [true, false, true, false]],
])('the filter %j takes a target, a cashable and a non-cashable plan, and a cashable claim: %j', (filter, takes) => {
  const shapes = [
    { class: null, status: null },
    { class: 'cashable', status: null },
    { class: 'non-cashable', status: null },
    { class: 'cashable', status: 'claimed' },
  ];
  expect(shapes.map((shape) => takesShape(filter, shape as Shape))).toEqual(takes);
});
