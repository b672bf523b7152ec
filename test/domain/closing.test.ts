import type { Verb } from '../../src/domain/commands';
import { decide } from '../../src/domain/decider';
import { roles, type Role } from '../../src/domain/entries';
import { findings } from '../../projections/findings/findings';
import {
  achieve,
  ADULT,
  baseline,
  contribution,
  cost,
  IT,
  line,
  opened,
  owner,
  plan,
  reprofile,
  reject,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import {
  amendReturn,
  answer,
  auditor,
  certify,
  chief,
  close,
  deputy,
  importOf,
  inBatch,
  lapse,
  printed,
  query,
  reopen,
  reverseBatch,
  revise,
  settle,
  submit,
} from '../support/later';
import { asAt, because, by, bySecond, given, on, type Story } from '../support/story';

const countOf = ({ projection }: Story, kind: string): number =>
  findings(projection, projection.table.now(), new Map()).filter((finding) => finding.kind === kind).length;

const verified = [opened, line(), owner(), baseline(), achieve(), verify(4)];

describe('certifying', () => {
  it('moves what was verified by a year to certified, cost as well: 200 net', () => {
    given(...verified)
      .when(certify())
      .thenPosts(
        'achieved 2009/10 cashable verified -260000.00',
        'achieved 2009/10 cashable certified 260000.00',
        'cost 2009/10 cashable verified 60000.00',
        'cost 2009/10 cashable certified -60000.00',
      );
  });

  it('leaves out later years and what is only claimed', () => {
    given(...verified)
      .when(certify('2008/09'))
      .thenRefuses('NOTHING_VERIFIED', 'Nothing that was verified by 2008/09 waits to be certified on these lines.');
    given(opened, line(), baseline(), achieve()).when(certify()).thenRefuses('NOTHING_VERIFIED');
  });

  it('refuses a line of her own by name, and leaves it out where none is named; a deputy certifies it', () => {
    const own = [...verified, owner(IT, 'off-204')];
    given(...own)
      .when(certify('2009/10', [IT]))
      .thenRefuses('OWN_LINE', 'You are accountable for line IT-PROCUREMENT; a deputy has to certify it.');
    given(...own)
      .when(certify())
      .thenRefuses('NOTHING_VERIFIED');
    const { story, thenPosts } = given(...own).when(certify('2009/10', [IT], deputy));
    thenPosts(
      'achieved 2009/10 cashable verified -260000.00',
      'achieved 2009/10 cashable certified 260000.00',
      'cost 2009/10 cashable verified 60000.00',
      'cost 2009/10 cashable certified -60000.00',
    );
    expect(story.entries.at(-1)!.facts).toEqual({ by: '2009/10', lines: [IT], chiefFinanceOfficers: ['off-204'] });
  });

  it('lets a deputy certify lines of the chief finance officer, and neither others nor her own', () => {
    given(...verified)
      .when(certify('2009/10', [IT], deputy))
      .thenRefuses(
        'NOT_FOR_DEPUTY',
        'Line IT-PROCUREMENT is for the chief finance officer to certify; a deputy certifies those the chief finance officer is accountable for, or has recorded or verified something on.',
      );
    given(...verified)
      .when(certify('2009/10', [], deputy))
      .thenRefuses('NOTHING_VERIFIED');
    given(opened, line(), baseline(), achieve(), verify(3))
      .when(certify('2009/10', [IT], deputy))
      .thenRefuses('NOT_FOR_DEPUTY');
    given(...verified, owner(IT, 'off-205'))
      .when(certify('2009/10', [IT], deputy))
      .thenRefuses(
        'OWN_LINE',
        'You are accountable for line IT-PROCUREMENT; the chief finance officer has to certify it.',
      );
  });

  it('is a third person’s: whoever recorded or verified it, and holds the office since, leaves it to a deputy', () => {
    const later = { ...by, officer: 'off-204' as never };
    const measured = [opened, line(), owner(), baseline()];
    const recorded = [...measured, { ...achieve(), by: later }, verify(4)];
    for (const handled of [recorded, [...measured, achieve(), verify(4, later)]]) {
      given(...handled)
        .when(certify('2009/10', [IT]))
        .thenRefuses(
          'SELF_APPROVAL',
          'As a finance officer you recorded or verified some of what waits on line IT-PROCUREMENT; a third person has to certify it.',
        );
      given(...handled)
        .when(certify())
        .thenRefuses('NOTHING_VERIFIED');
      given(...handled)
        .when(certify('2009/10', [IT], deputy))
        .thenPosts(
          'achieved 2009/10 cashable verified -260000.00',
          'achieved 2009/10 cashable certified 260000.00',
          'cost 2009/10 cashable verified 60000.00',
          'cost 2009/10 cashable certified -60000.00',
        );
    }
    // Nor a deputy what went through her own hands; and what went through hers on another line bars nobody here.
    const own = { ...by, officer: 'off-205' as never };
    given(...measured, { ...achieve(), by: own }, verify(4, later))
      .when(certify('2009/10', [IT], deputy))
      .thenRefuses('SELF_APPROVAL');
    given(...verified, line(ADULT), baseline(ADULT), { ...achieve('1.00', null, '2009/10', ADULT), by: later })
      .when(certify('2009/10', [IT]))
      .thenPosts(
        'achieved 2009/10 cashable verified -260000.00',
        'achieved 2009/10 cashable certified 260000.00',
        'cost 2009/10 cashable verified 60000.00',
        'cost 2009/10 cashable certified -60000.00',
      );
  });

  it('lets a deputy certify what any of two chief finance officers is accountable for', () => {
    const { state } = given(...verified, owner(IT, 'off-206')).story;
    const outcome = decide(certify('2009/10', [IT], deputy), state, {
      recordedAt: '2009-07-13T12:00:00.000Z' as never,
      about: null,
      batch: [],
      figures: null,
      chiefFinanceOfficers: ['off-204', 'off-206'] as never,
    });
    expect(outcome).toMatchObject([{ kind: 'PositionCertified', facts: { by: '2009/10', lines: [IT] } }]);
  });

  it('bars nobody who only certified before: the same officer certifies what is verified next', () => {
    given(...verified, certify(), achieve('1.00', null), verify(7))
      .when(certify())
      .thenPosts('achieved 2009/10 cashable verified -1.00', 'achieved 2009/10 cashable certified 1.00');
  });

  it('raises the version of the lines it moves, and so does taking back a batch', () => {
    given(...verified, plan(), certify())
      .when(reprofile({ '2009/10': '150000.00' }, IT, { ...because('Slower (invented)'), lineVersion: 6 }))
      .thenRefuses(
        'LINE_VERSION_STALE',
        'Line IT-PROCUREMENT has changed since you saw it: its latest entry is 7, you saw 6. Look at what was recorded since and send the command again.',
      );
    const imported = [opened, importOf(), { ...line(), by: inBatch }, { ...plan(), by: inBatch }, reverseBatch()];
    const { story } = given(...imported).when(owner());
    expect(story.projection.register.entriesOf(IT, story.projection.table.now())).toEqual([2, 3, 4, 5]);
    given(...imported)
      .when({ ...owner(), by: { ...by, lineVersion: 3 } })
      .thenRefuses('LINE_VERSION_STALE');
  });

  it('keeps the verification of a cost alone from being reversed as well', () => {
    const measured = [opened, line(), baseline(), achieve('260000.00', null), verify(3)];
    for (const kind of ['ongoing', 'one-off'] as const)
      given(...measured, cost('60000.00', kind), verify(5), certify())
        .when(reverse(6))
        .thenRefuses(
          'BUILT_UPON',
          'Entry 6 cannot be reversed yet: a later entry has used or moved part of what it recorded; reverse that first.',
        );
  });

  it('keeps the verification from being reversed, can be reversed itself, and refuses unknown lines', () => {
    given(...verified, certify())
      .when(reverse(5))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 5 cannot be reversed yet: a later entry has used or moved part of what it recorded; reverse that first.',
      );
    given(...verified, certify())
      .when(reverse(6))
      .thenPosts(
        'achieved 2009/10 cashable verified 260000.00',
        'achieved 2009/10 cashable certified -260000.00',
        'cost 2009/10 cashable verified -60000.00',
        'cost 2009/10 cashable certified 60000.00',
      );
    given(...verified)
      .when(certify('2009/10', ['NOWHERE' as never]))
      .thenRefuses('LINE_NOT_FOUND', 'There is no line NOWHERE in this ledger; register it first, or check its code.');
  });
});

describe('a return', () => {
  it('keeps the figures of its moment, its definition and those who approved it', () => {
    const { story } = given(...verified, target()).when(submit());
    expect(story.entries.at(-1)!.facts).toMatchObject({
      definition: 'ni179',
      by: '2009/10',
      size: '7',
      figures: { achieved: '200000.00', 'achieved.verified': '200000.00', target: '37443000.00' },
      approvedBy: { leader: 'off-301', chiefExecutive: 'off-302', chiefFinanceOfficer: 'off-204' },
    });
  });

  it('is amended by another one, never edited: what was published stays', () => {
    const { story } = given(...verified, submit(), achieve('25000.00', null)).when(amendReturn(6));
    const published = [6, 8].map((seq) => {
      const { facts } = story.entries[seq]!;
      return 'figures' in facts ? facts.figures['achieved'] : null;
    });
    expect(published).toEqual(['200000.00', '225000.00']);
    expect(story.projection.register.returns(story.projection.table.now()).map(({ amendedBy }) => amendedBy)).toEqual([
      8,
      null,
    ]);
  });

  it('is approved by three people', () => {
    const twice = { leader: 'off-301', chiefExecutive: 'off-204', chiefFinanceOfficer: 'off-204' } as never;
    for (const asked of [submit(), amendReturn(6)]) {
      given(...verified, submit())
        .when({ ...asked, approvedBy: twice })
        .thenRefuses(
          'SELF_APPROVAL',
          'Leader, chief executive and chief finance officer each approve a return; name three officers, not one twice.',
        );
    }
  });

  it('refuses an unknown definition, what is no return, a second amendment of one, and no reason', () => {
    given(...verified)
      .when(submit('unheard-of'))
      .thenRefuses('DEFINITION_UNKNOWN', 'There is no definition "unheard-of" to make a return under.');
    given(...verified)
      .when({ ...submit(), by: asAt('2009-07-12') })
      .thenRefuses(
        'DATE_PERIOD',
        'The effective date 2009-07-12 is before 2009-07-13, the latest day the figures of the return know of.',
      );
    given(...verified, submit())
      .when(amendReturn(99))
      .thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 99 in this ledger.');
    given(...verified, submit())
      .when(amendReturn(4))
      .thenRefuses('NOT_A_RETURN', 'Entry 4 (SavingAchieved) is not a return.');
    given(...verified, submit(), amendReturn(6))
      .when(amendReturn(6))
      .thenRefuses('ALREADY_AMENDED', 'The return in entry 6 was amended by entry 7; amend that one.');
    given(...verified, submit())
      .when(amendReturn(6, by))
      .thenRefuses('REASON_REQUIRED', 'Say why: amending a return needs a reason.');
    given(...verified, submit(), amendReturn(6))
      .when(amendReturn(7))
      .thenPosts();
  });
});

describe("an auditor's query", () => {
  it('is a finding until it is answered', () => {
    expect(countOf(given(...verified).when(query(4)).story, 'audit-query-open')).toBe(1);
    expect(countOf(given(...verified, query(4)).when(answer(6)).story, 'audit-query-open')).toBe(0);
  });

  it('is the auditor’s to ask and a finance officer’s to answer, once', () => {
    given(...verified)
      .when({ ...query(4), by })
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'This (RaiseAuditQuery) is for the auditor; you are signed in as finance officer.',
      );
    given(...verified, query(4))
      .when({ ...answer(6), by: auditor })
      .thenRefuses('ROLE_NOT_ALLOWED');
    given(...verified, query(4), answer(6))
      .when(answer(6))
      .thenRefuses('ALREADY_ANSWERED', 'The query in entry 6 was answered by entry 7.');
  });

  it('refuses entries that are not there or are no query', () => {
    given(...verified)
      .when(query(99))
      .thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 99 in this ledger.');
    given(...verified)
      .when(answer(99))
      .thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 99 in this ledger.');
    given(...verified)
      .when(answer(4))
      .thenRefuses('NOT_A_QUERY', "Entry 4 (SavingAchieved) is not an auditor's query.");
  });
});

describe('a printed total that does not add up', () => {
  it('stays a finding, 1,667 for 1,677, until someone decides; both numbers stay', () => {
    expect(countOf(given(opened, target(), printed()).story, 'printed-total-differs')).toBe(1);
    const { story } = given(opened, target(), printed()).when(settle(2));
    expect(countOf(story, 'printed-total-differs')).toBe(0);
    expect(story.entries[2]!.facts).toMatchObject({ amount: '1667000.00' });
  });

  it('may be that of a line, if the ledger has it', () => {
    const ofLine = { ...printed(), scope: { of: 'line' as const, line: IT } };
    given(opened, line()).when(ofLine).thenPosts();
    given(opened)
      .when(ofLine)
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line IT-PROCUREMENT in this ledger; register it first, or check its code.',
      );
  });

  it('is decided once, and only where there is one', () => {
    given(opened, target(), printed(), settle(2))
      .when(settle(2))
      .thenRefuses('ALREADY_RESOLVED', 'The discrepancy of entry 2 was resolved by entry 3.');
    given(opened, target())
      .when(settle(1))
      .thenRefuses('NOT_AN_ASSERTION', 'Entry 1 (TargetSet) is not a printed total.');
    given(opened, target()).when(settle(9)).thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 9 in this ledger.');
  });
});

describe('closing the books', () => {
  const closed = [opened, line(), baseline(), on('2010-05-10', close('2010-03', 'year'))];
  const late = { ...achieve(), by: asAt('2010-03-15') };

  it('refuses a posting in a closed month and names the first open one', () => {
    given(...closed)
      .when(late)
      .thenRefuses(
        'PERIOD_LOCKED',
        'The books of 2010-03 are closed; post it in 2010-04, the first open month after it, with its own effective date.',
      );
  });

  it('names the January after a closed December, for programs as well', () => {
    const closedYear = [opened, line(), baseline(), on('2010-01-10', close('2009-12'))];
    const lateIn = { ...achieve(), by: asAt('2009-12-15') };
    given(...closedYear)
      .when(lateIn)
      .thenRefuses(
        'PERIOD_LOCKED',
        'The books of 2009-12 are closed; post it in 2010-01, the first open month after it, with its own effective date.',
      );
    expect(given(...closedYear).story.ask(lateIn)).toMatchObject({ detail: { open: '2010-01' } });
  });

  it('closes each quarter of a financial year, and the year with March', () => {
    for (const through of ['2009-06', '2009-09', '2009-12', '2010-03'])
      given(opened)
        .when(on('2010-05-10', close(through, 'quarter')))
        .thenPosts();
    given(opened)
      .when(on('2010-05-10', close('2010-03', 'year')))
      .thenPosts();
    given(opened, on('2010-05-10', close('2010-02')))
      .when(close('2010-02'))
      .thenRefuses('PERIOD_CLOSED', 'The books are closed through 2010-02 already.');
  });

  it('refuses an import into a closed month as well, entry by entry', () => {
    given(...closed, importOf())
      .when({ ...late, by: { ...late.by, batch: inBatch.batch } })
      .thenRefuses('PERIOD_LOCKED');
  });

  it('takes a late fact in the first open month, with its own effective year', () => {
    const { story, thenPosts } = given(...closed).when({ ...late, by: { ...late.by, period: '2010-04' as never } });
    thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
    expect(story.entries.at(-1)).toMatchObject({ period: '2010-04', effective: '2010-03-15' });
  });

  it('refuses a posting period before the effective date or still to come', () => {
    given(opened, line(), baseline())
      .when(on('2010-05-10', { ...late, by: { ...late.by, period: '2010-02' as never } }))
      .thenRefuses(
        'DATE_PERIOD',
        'The posting period 2010-02 is not between the month of the effective date 2010-03-15 and this month.',
      );
    given(opened, line(), baseline())
      .when(on('2010-05-10', { ...late, by: { ...late.by, period: '2010-06' as never } }))
      .thenRefuses('DATE_PERIOD');
  });

  it('closes months that are over, quarters and years at their end, and none twice', () => {
    given(opened)
      .when(close('2009-07'))
      .thenRefuses('PERIOD_NOT_OVER', '2009-07 is not over yet; close it when it is.');
    given(opened)
      .when(on('2010-05-10', { ...close('2009-07'), by: asAt('2009-07-31') }))
      .thenRefuses('PERIOD_NOT_OVER');
    given(opened)
      .when(on('2010-05-10', close('2010-02', 'quarter')))
      .thenRefuses('PERIOD_FORMAT', 'No quarter of the financial year ends with 2010-02.');
    given(opened)
      .when(on('2010-05-10', close('2009-12', 'year')))
      .thenRefuses('PERIOD_FORMAT');
    given(opened)
      .when(on('2010-05-10', close('2009-12', 'quarter')))
      .thenPosts();
    given(...closed)
      .when(close('2010-02'))
      .thenRefuses('PERIOD_CLOSED', 'The books are closed through 2010-03 already.');
    given(...closed)
      .when(close('2010-04'))
      .thenPosts();
  });

  describe('and opening them again', () => {
    const asked = [...closed, reopen('2010-03')];

    it('takes a reason and a second officer: until then the month stays closed', () => {
      given(...closed)
        .when(reopen('2010-03', by))
        .thenRefuses('REASON_REQUIRED', 'Say why: re-opening a period needs a reason.');
      given(...asked)
        .when(late)
        .thenRefuses('PERIOD_LOCKED');
      given(...asked)
        .when(verify(4, by))
        .thenRefuses('SELF_APPROVAL');
      given(...asked, verify(4))
        .when(late)
        .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
      given(...asked, verify(4, chief))
        .when(late)
        .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
    });

    it('opens that month alone, and names the month after a closed one that is open', () => {
      given(...asked, verify(4))
        .when({ ...late, by: asAt('2010-02-15') })
        .thenRefuses(
          'PERIOD_LOCKED',
          'The books of 2010-02 are closed; post it in 2010-03, the first open month after it, with its own effective date.',
        );
      given(...closed, reopen('2010-01'), verify(4))
        .when({ ...late, by: asAt('2010-02-15') })
        .thenRefuses(
          'PERIOD_LOCKED',
          'The books of 2010-02 are closed; post it in 2010-04, the first open month after it, with its own effective date.',
        );
    });

    it('is asked for once at a time, and whoever posts meanwhile is told what waits', () => {
      given(...asked)
        .when(late)
        .thenRefuses(
          'PERIOD_LOCKED',
          'The books of 2010-03 are closed; post it in 2010-04, the first open month after it, with its own effective date. ' +
            'Entry 4 asks to re-open it and waits for a second officer to verify it.',
        );
      given(...asked)
        .when(reopen('2010-03'))
        .thenRefuses(
          'REOPENING_ASKED',
          'The re-opening of 2010-03 was asked for by entry 4 already, which waits for a second officer to verify it.',
        );
      expect(given(...asked).story.ask(reopen('2010-03'))).toMatchObject({ detail: { reopening: '4' } });
      given(...asked)
        .when(reopen('2010-02'))
        .thenPosts();
      given(...asked, reject(4))
        .when(reopen('2010-03'))
        .thenPosts();
      given(...asked, close('2010-04'))
        .when(reopen('2010-03'))
        .thenPosts();
      given(...asked, verify(4), close('2010-03'))
        .when(reopen('2010-03'))
        .thenPosts();
    });

    it('closes again with the next close', () => {
      given(...asked, verify(4), close('2010-03'))
        .when(late)
        .thenRefuses('PERIOD_LOCKED');
    });

    it('is closed once more only while a month by then is open again', () => {
      given(...asked, verify(4), close('2010-03'))
        .when(close('2010-03'))
        .thenRefuses('PERIOD_CLOSED', 'The books are closed through 2010-03 already.');
      given(...asked, verify(4))
        .when(close('2010-02'))
        .thenRefuses('PERIOD_CLOSED', 'The books are closed through 2010-03 already.');
    });

    it('leaves the later months closed when an earlier one is closed again', () => {
      given(...closed, reopen('2010-02'), verify(4), close('2010-02'))
        .when(late)
        .thenRefuses('PERIOD_LOCKED');
    });

    it('closes again when its verification is reversed', () => {
      given(...asked, verify(4), reverse(5))
        .when(late)
        .thenRefuses('PERIOD_LOCKED');
      given(...asked, verify(4), reverse(5), verify(4))
        .when(late)
        .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
    });

    it('refuses a month that is open, and stays a finding until it is verified', () => {
      given(...closed)
        .when(reopen('2010-04'))
        .thenRefuses('PERIOD_OPEN', '2010-04 is open; nothing has to be re-opened.');
      expect(countOf(given(...asked).story, 'reopening-not-verified')).toBe(1);
      expect(countOf(given(...asked).when(verify(4)).story, 'reopening-not-verified')).toBe(0);
    });
  });
});

describe('reversing a batch', () => {
  const imported = [
    opened,
    importOf(),
    { ...line(), by: inBatch },
    { ...plan(), by: inBatch },
    { ...contribution({ '2010/11': '300000.00' }), by: inBatch },
  ];

  it('takes back everything it posted; its lines stay, without amounts, and can be planned anew', () => {
    const { thenPosts } = given(...imported).when(reverseBatch());
    thenPosts(
      'plan 2009/10 cashable -200000.00',
      'plan 2010/11 cashable -100000.00',
      'plan 2011/12 cashable -200000.00',
      'budget contribution 2010/11 cashable -300000.00',
    );
    given(...imported, reverseBatch())
      .when(plan({ '2009/10': '1.00' }))
      .thenPosts('plan 2009/10 cashable 1.00');
  });

  it('leaves what was reversed by itself before', () => {
    given(...imported, reverse(4))
      .when(reverseBatch())
      .thenPosts(
        'plan 2009/10 cashable -200000.00',
        'plan 2010/11 cashable -100000.00',
        'plan 2011/12 cashable -200000.00',
      );
  });

  it('waits while a later entry builds on it', () => {
    given(...imported, reprofile({ '2009/10': '300000.00' }))
      .when(reverseBatch())
      .thenRefuses(
        'BUILT_UPON',
        'Entry 3 cannot be reversed yet: entry 5 changed the plan after it; reverse that first.',
      );
    given(...imported, verify(3))
      .when(reverseBatch())
      .thenRefuses('BUILT_UPON', 'Entry 3 cannot be reversed yet: entry 5 checked it; reverse that first.');
  });

  it('claims nothing: whose saving comes back with it does not verify her own by way of it', () => {
    const saved = [opened, line(), baseline(), { ...achieve('200000.00', null), by: bySecond }, importOf()];
    const gone = on('2010-06-10', { ...lapse('25000.00'), by: { ...because('Invented'), batch: inBatch.batch } });
    given(...saved, gone, reverseBatch())
      .when(verify(6))
      .thenPosts();
  });

  it('happens once, with a reason, and not with a stage in it', () => {
    given(...imported, reverseBatch())
      .when(reverseBatch())
      .thenRefuses('ALREADY_REVERSED', 'Everything in batch TRACKER-1 has been reversed already, by entry 5.');
    given(opened, importOf(), { ...line(), by: inBatch })
      .when(reverseBatch())
      .thenRefuses('ALREADY_REVERSED', 'Nothing of batch TRACKER-1 is left that could be reversed.');
    given(...imported)
      .when(reverseBatch(by))
      .thenRefuses('REASON_REQUIRED', 'Say why: reversing a batch needs a reason.');
    given(...imported)
      .when(reverseBatch(because('x'), 'NOWHERE' as never))
      .thenRefuses('BATCH_NOT_FOUND', 'There is no import batch NOWHERE in this ledger.');
    given(...imported, { ...stage('in design'), by: inBatch })
      .when(reverseBatch())
      .thenRefuses(
        'NOT_REVERSIBLE',
        'Entry 5 of the batch (StageAdvanced) says something about others; reverse that one by itself first.',
      );
  });

  it('belongs to an import, which is recorded once', () => {
    given(...imported)
      .when(importOf())
      .thenRefuses('BATCH_EXISTS', 'The batch TRACKER-1 was imported by entry 1.');
    given(opened).when(importOf(by)).thenRefuses('FIELD_REQUIRED', 'An import needs the code of its batch.');
  });
});

describe('who may do what', () => {
  const told = [opened, target(), line(), owner(), baseline(), achieve()];
  const may = (role: Role, command: { readonly verb: Verb }): boolean => {
    const { story } = given(...told);
    const officer = `off-${String(400 + roles.indexOf(role))}` as never;
    const outcome = story.ask({ ...command, by: { ...because('Invented'), officer, role } } as never);
    return !('code' in outcome && outcome.code === 'ROLE_NOT_ALLOWED');
  };

  it.each([
    ['finance officer', [achieve(), close('2009-06'), submit()], [certify(), query()]],
    ['auditor', [query()], [achieve(), certify(), close('2009-06'), submit()]],
    ['chief finance officer', [certify()], [achieve(), query(), reverse(5), submit(), reopen('2009-06')]],
    ['deputy chief finance officer', [certify()], [achieve(), query(), reverse(5), close('2009-06')]],
    ['administrator', [], [achieve(), certify(), query(), close('2009-06'), submit()]],
  ] as const)('%s', (role, allowed, refused) => {
    for (const command of allowed) expect([command.verb, may(role, command)]).toEqual([command.verb, true]);
    for (const command of refused) expect([command.verb, may(role, command)]).toEqual([command.verb, false]);
  });

  it('the chief finance officer confirms targets and re-openings, and verifies nothing else', () => {
    given(...told)
      .when(verify(1, chief))
      .thenPosts();
    given(...told, revise('38000000.00'))
      .when(verify(6, deputy))
      .thenPosts();
    given(...told)
      .when(verify(5, chief))
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'The chief finance officer confirms targets and re-openings; entry 5 (SavingAchieved) is for a finance officer to verify.',
      );
  });
});
