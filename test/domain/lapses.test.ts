import type { LineId } from '../../src/domain/identifiers';
import { builtIn } from '../../projections/definitions';
import { position } from '../../projections/position';
import { achieve, baseline, cost, IT, line, opened, plan, reclassify, reject, reverse, verify } from '../support/july';
import { certify, fullYear, lapse } from '../support/later';
import { given, on, type Story } from '../support/story';

const RUNNING = 'RUNNING-COSTS' as LineId;

/** Claimed, verified and certified by a year, in thousands, of both classes or of one. */
const buckets = (story: Story, year: string, of?: 'cashable' | 'non-cashable'): readonly number[] => {
  const { projection } = story;
  const question = { by: year as never, definition: builtIn('published')!, baseYear: '2008/09' as never };
  const filter = of === undefined ? {} : { class: of };
  const { amounts } = position(projection, question, projection.table.now(), filter);
  return (['claimed', 'verified', 'certified'] as const).map((status) => amounts[`achieved.${status}`] / 100_000);
};

/** 519 claimed in 2009/10, of which 25 lapse from 2010/11 before anyone has checked it: 4 the claim, 5 the lapse. */
const lapsed = [
  opened,
  line(RUNNING),
  plan({ '2009/10': '519000.00', '2010/11': '494000.00' }, RUNNING),
  baseline(RUNNING),
  on('2010-03-10', achieve('519000.00', null, '2009/10', RUNNING)),
  on('2010-06-10', lapse('25000.00', { id: RUNNING })),
];

describe('a claim of which a part has lapsed', () => {
  it('is verified whole in the year it was saved in, and less the lapse from then on', () => {
    const { story, thenPosts } = given(...lapsed).when(verify(4));
    thenPosts(
      'RUNNING-COSTS achieved 2009/10 cashable claimed -519000.00',
      'RUNNING-COSTS achieved 2009/10 cashable verified 519000.00',
      'RUNNING-COSTS achieved 2009/10 cashable claimed 25000.00',
      'RUNNING-COSTS achieved 2009/10 cashable verified -25000.00',
    );
    expect([buckets(story, '2009/10'), buckets(story, '2010/11')]).toEqual([
      [0, 519, 0],
      [0, 494, 0],
    ]);
    story.tell(certify());
    expect([buckets(story, '2009/10'), buckets(story, '2010/11')]).toEqual([
      [0, 0, 519],
      [0, 0, 494],
    ]);
  });

  it('is rejected whole: nothing of it is left claimed in any year', () => {
    const { story } = given(...lapsed).when(reject(4));
    expect([buckets(story, '2009/10'), buckets(story, '2010/11')]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('takes its lapse along: the check is reversed first, and then the lapse', () => {
    const checked = [...lapsed, verify(4)];
    given(...checked)
      .when(reverse(5))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 5 cannot be reversed yet: entry 6 checked what it lapsed together with it; reverse that first.',
      );
    given(...checked)
      .when(reject(5))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 5 cannot be rejected any more: entry 6 checked what it lapsed together with it; reverse that first.',
      );
    given(...lapsed, reject(4))
      .when(reverse(5))
      .thenRefuses('BUILT_UPON');
    const { story } = given(...checked, reverse(6), reverse(5)).when(verify(4));
    expect([buckets(story, '2009/10'), buckets(story, '2010/11')]).toEqual([
      [0, 519, 0],
      [0, 519, 0],
    ]);
  });

  it('leaves a lapse recorded after the check alone, and one that nobody took along can be reversed', () => {
    const after = [...lapsed, verify(4), lapse('10000.00', { id: RUNNING, status: 'verified' })];
    const { story } = given(...after).when(reverse(7));
    expect(buckets(story, '2010/11')).toEqual([0, 494, 0]);
    given(...lapsed)
      .when(reverse(5))
      .thenPosts('RUNNING-COSTS achieved 2009/10 cashable claimed 25000.00');
  });

  it('keeps a full-year effect apart, which is verified by itself', () => {
    const more = [
      opened,
      line(),
      plan({ '2009/10': '200000.00', '2010/11': '600000.00' }),
      baseline(),
      on('2010-03-10', achieve('200000.00', null)),
      on('2010-06-10', fullYear('300000.00')),
      lapse('50000.00', { from: '2011/12' }),
    ];
    const { story } = given(...more).when(verify(4));
    expect(['2009/10', '2010/11', '2011/12'].map((year) => buckets(story, year))).toEqual([
      [0, 200, 0],
      [300, 200, 0],
      [250, 200, 0],
    ]);
  });
});

it('a reclassified amount of which a part has lapsed goes back with its lapse when the reclassification is rejected', () => {
  const moved = [
    opened,
    line(),
    plan(),
    baseline(),
    on('2010-03-10', achieve('200000.00', null)),
    verify(4),
    reclassify('100000.00', { status: 'verified' }),
  ];
  const gone = on('2010-06-10', { ...lapse('10000.00'), class: 'non-cashable' });
  const { story } = given(...moved, gone).when(reject(6));
  expect([buckets(story, '2009/10', 'cashable'), buckets(story, '2010/11', 'cashable')]).toEqual([
    [0, 200, 0],
    [0, 190, 0],
  ]);
  expect(buckets(story, '2009/10', 'non-cashable')).toEqual([0, 0, 0]);
});

it('a cost stays with its claim: gross and cost are verified together, the lapse with them', () => {
  const net = [opened, line(), baseline(), on('2010-03-10', achieve('260000.00', null)), cost('60000.00')];
  const { story } = given(...net, on('2010-06-10', lapse('25000.00', { id: IT })), verify(3)).when(verify(4));
  expect([buckets(story, '2009/10'), buckets(story, '2010/11')]).toEqual([
    [0, 200, 0],
    [0, 175, 0],
  ]);
});
