/** What a reversal takes back, and what it leaves alone. */
import { classes } from '../../src/domain/entries';
import { hasHandled } from '../../src/domain/handled';
import { isRefusal } from '../../src/domain/refusals';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  CARRIED,
  carryForward,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reject,
  reprofile,
  reverse,
  stage,
  verify,
} from '../support/july';
import { close, declareOverlap, eliminate, importOf, inBatch, lapse, reopen, reverseBatch } from '../support/later';
import { asAt, because, given, on, type Story, type Told } from '../support/story';

const planned: readonly Told[] = [opened, line(), baseline(), plan()];

const batched =
  (told: Told): Told =>
  (story) => {
    const command = typeof told === 'function' ? told(story) : told;
    return { ...command, by: { ...command.by, batch: inBatch.batch } };
  };

describe('a reversal of what was achieved', () => {
  it('leaves the plan and what changed it: the plan still waits for its re-profile', () => {
    const changed = [...planned, reprofile({ '2009/10': '150000.00' }), achieve('1.00', null), reverse(5)];
    given(...changed)
      .when(reverse(3))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 3 cannot be reversed yet: entry 4 changed the plan after it; reverse that first.',
      );
    given(...changed)
      .when(plan())
      .thenRefuses('PLAN_EXISTS');
  });

  it('leaves the stage the line has come to since', () => {
    const { story } = given(...planned, owner(), achieve('1.00', null), stage('in design'), reverse(5));
    expect(story.state.lines.get(IT)?.stage).toBe('in design');
    story.tell(reverse(6));
    expect(story.state.lines.get(IT)?.stage).toBe('identified');
  });
});

describe('a reversal of a plan', () => {
  it('of a change to the plan of a pot leaves it a pot, with its programmes', () => {
    const told = [opened, line(POT), baseline(POT), line(ADULT), line(ONE_COUNCIL), potPlan, pot()];
    given(...told, reprofile({ '2009/10': '2000000.00' }, POT), reverse(7))
      .when(allocate({ '2009/10': '1.00' }))
      .thenPosts('TRANSFORMATION plan 2009/10 cashable -1.00', 'ADULT-SOCIAL-CARE plan 2009/10 cashable 1.00');
    given(...told, reprofile({ '2009/10': '2000000.00' }, POT), reverse(7))
      .when(pot([ADULT], ONE_COUNCIL))
      .thenRefuses('NOT_A_PROGRAMME');
  });

  it('of one class leaves that of the other', () => {
    const both = [...planned, plan({ '2009/10': '1.00' }, IT, null, 'non-cashable'), reverse(4)];
    given(...both)
      .when(plan({ '2009/10': '2.00' }, IT, null, 'non-cashable'))
      .thenPosts('plan 2009/10 non-cashable 2.00');
    given(...both)
      .when(plan())
      .thenRefuses('PLAN_EXISTS');
    given(...both)
      .when(reverse(3))
      .thenPosts(
        'plan 2009/10 cashable -200000.00',
        'plan 2010/11 cashable -100000.00',
        'plan 2011/12 cashable -200000.00',
      );
  });
});

describe('a reversal of a declared overlap', () => {
  const two: readonly Told[] = [
    ...planned,
    line(ONE_COUNCIL),
    line(ADULT),
    plan(undefined, ADULT),
    declareOverlap(ADULT, IT, '100.00'),
    declareOverlap(ADULT, ONE_COUNCIL, '100.00'),
    reverse(7),
  ];

  it('leaves the one with another line, and can be declared anew itself', () => {
    given(...two)
      .when(eliminate(ADULT, ONE_COUNCIL, '100.00'))
      .thenPosts('ADULT-SOCIAL-CARE plan 2009/10 cashable -100.00');
    given(...two)
      .when(declareOverlap(ADULT, ONE_COUNCIL))
      .thenRefuses('OVERLAP_DECLARED');
    given(...two)
      .when(declareOverlap(ADULT, IT))
      .thenPosts();
  });
});

describe('a reversal of a check', () => {
  it('leaves a month open that another re-opening holds since', () => {
    const closed: readonly Told[] = [opened, line(), baseline(), on('2010-05-10', close('2010-03'))];
    const again = [reopen('2010-03'), verify(4), close('2010-03'), reopen('2010-03'), verify(7)];
    const late = { ...achieve('1.00', null), by: asAt('2010-03-15') };
    given(...closed, ...again, reverse(5))
      .when(late)
      .thenPosts('achieved 2009/10 cashable claimed 1.00');
    given(...closed, ...again, reverse(8))
      .when(late)
      .thenRefuses('PERIOD_LOCKED');
  });

  it('lets the entry be checked again: what was verified or rejected is so no more', () => {
    for (const check of [verify(4), reject(4)]) {
      const { story } = given(...planned, achieve('1.00', null), check, reverse(5));
      expect(story.state.mark(4)).toEqual({ verified: null, rejected: null, reversed: null });
      expect(story.state.mark(5)).toEqual({ verified: null, rejected: null, reversed: 6 });
    }
  });
});

describe('a reversal of a batch', () => {
  it('leaves the plans and carry-forwards that were not of it, and lets those of it be made anew', () => {
    const told = [
      ...planned,
      line(CARRIED),
      carryForward('1.00', 'non-cashable'),
      importOf(),
      batched(carryForward()),
      batched(plan({ '2009/10': '1.00' }, IT, null, 'non-cashable')),
      reverseBatch(),
    ];
    const outcome = (command: Told): string => {
      const { story } = given(...told);
      const answer = story.ask(typeof command === 'function' ? command(story) : command);
      return isRefusal(answer) ? answer.code : 'recorded';
    };
    expect([outcome(plan()), outcome(carryForward('1.00', 'non-cashable'))]).toEqual(['PLAN_EXISTS', 'CARRY_TWICE']);
    expect(outcome(plan({ '2009/10': '1.00' }, IT, null, 'non-cashable'))).toBe('recorded');
    expect(outcome(carryForward())).toBe('recorded');
    expect(outcome(reverse(3))).toBe('recorded');
    expect(given(...told).story.state.mark(8)).toEqual({ verified: null, rejected: null, reversed: 9 });
  });
});

describe('a lapse of one claim', () => {
  const two: readonly Told[] = [
    ...planned,
    on('2010-03-10', achieve('200000.00', null)),
    on('2010-06-10', lapse('25000.00')),
    achieve('260000.00', '60000.00'),
  ];

  it('can be reversed though another claim of its year was verified with its cost', () => {
    given(...two, verify(6))
      .when(reverse(5))
      .thenPosts('achieved 2009/10 cashable claimed 25000.00');
  });

  it('can be reversed once the check that took it along is, and not because another one is', () => {
    given(...two, verify(6), verify(4), reverse(7))
      .when(reverse(5))
      .thenRefuses('BUILT_UPON');
    given(...two, verify(6), verify(4), reverse(8))
      .when(reverse(5))
      .thenPosts('achieved 2009/10 cashable claimed 25000.00');
  });

  it('can be reversed after another lapse of its year was verified or rejected, which took no claim along', () => {
    for (const check of [verify(5), reject(5)])
      given(...two.slice(0, 6), lapse('10000.00'), check)
        .when(reverse(6))
        .thenPosts('achieved 2009/10 cashable claimed 10000.00');
  });

  it('can be reversed where it came after the check, or was of what had been verified before', () => {
    given(...two.slice(0, 6), verify(4), achieve('100000.00', null), lapse('10000.00'))
      .when(reverse(8))
      .thenPosts('achieved 2009/10 cashable claimed 10000.00');
    const verified = [...two.slice(0, 5), verify(4), on('2010-06-10', lapse('25000.00', { status: 'verified' }))];
    given(...verified, achieve('100000.00', null), lapse('10000.00'), verify(7))
      .when(reverse(6))
      .thenPosts('achieved 2009/10 cashable verified 25000.00');
  });
});

describe('whose hands it went through:', () => {
  const cellsOf = (story: Story, officer: string): readonly string[] =>
    [IT, ADULT].flatMap((id) =>
      ['2008/09', '2009/10'].flatMap((tranche) =>
        classes.flatMap((of) =>
          hasHandled(story.state, officer as never, [{ line: id, tranche: tranche as never, class: of }])
            ? [`${id} ${tranche} ${of}`]
            : [],
        ),
      ),
    );
  const gains = [...planned, line(ADULT), baseline(ADULT), importOf(), batched(achieve('1.00', null, '2008/09'))];
  const all = [...gains, batched(achieve('2.00', null)), batched(achieve('3.00', null, '2009/10', ADULT))];
  const another = { ...because('Imported twice (invented)'), officer: 'off-206' as never };

  it('a plan through nobody’s, a gain through its recorder’s, in its year and class', () => {
    expect(cellsOf(given(...planned).story, 'off-201')).toEqual([]);
    const { story } = given(...gains);
    expect([cellsOf(story, 'off-201'), cellsOf(story, 'off-206')]).toEqual([[`${IT} 2008/09 cashable`], []]);
  });

  it('one that was reclassified through hers in both classes', () => {
    const { story } = given(...planned, achieve('2.00', null), reclassify('1.00', { recording: another }));
    expect(cellsOf(story, 'off-206')).toEqual([`${IT} 2009/10 cashable`, `${IT} 2009/10 non-cashable`]);
  });

  it('a batch through those of who reversed it, in each line and year', () => {
    const { story } = given(...all, reverseBatch(another));
    const hers = [`${IT} 2008/09 cashable`, `${IT} 2009/10 cashable`, `${ADULT} 2009/10 cashable`];
    expect(cellsOf(story, 'off-206')).toEqual(hers);
    const one = { line: ADULT, tranche: '2009/10' as never, class: 'cashable' as const };
    expect([
      hasHandled(story.state, another.officer, [{ ...one, class: 'non-cashable' }, one]),
      hasHandled(story.state, another.officer, []),
    ]).toEqual([true, false]);
  });
});
