import type { Command } from '../../src/domain/commands';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  CARRIED,
  carryForward,
  contribution,
  cost,
  IT,
  line,
  money,
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
  target,
  verify,
} from '../support/july';
import {
  adopt,
  amend,
  answer,
  certify,
  close,
  confirm,
  declareOverlap,
  eliminate,
  evidence,
  forecast,
  fullYear,
  giveBack,
  importOf,
  inBatch,
  lapse,
  printed,
  quality,
  query,
  rate,
  reopen,
  reverseBatch,
  revise,
  rotate,
  settle,
  substitute,
  withdraw,
} from '../support/later';
import { because, bySecond, given, on, type Told } from '../support/story';

const planned: readonly Told[] = [opened, line(), baseline(), plan()];
const saved: readonly Told[] = [...planned, achieve('200000.00', null)];
const potted: readonly Told[] = [opened, line(POT, 'unidentified'), line(ADULT), potPlan, pot([ADULT])];
const shared: readonly Told[] = [...planned, line(ADULT), plan({ '2009/10': '200000.00' }, ADULT)];
const imported: readonly Told[] = [opened, line(), importOf()];
const inMay = on('2010-05-10', line(ADULT));

describe('an entry keeps', () => {
  it.each<[kind: string, before: readonly Told[], command: Command]>([
    ['TargetSet', [opened], target()],
    ['TargetRevised', [opened, target()], revise('38000000.00')],
    ['LineRegistered', [opened], { ...line(), group: 'Procurement (invented)', tags: ['quick-win'], ruling: 'volume' }],
    ['LineAmended', [opened, line()], amend('IT Procurement (invented)')],
    ['OwnerAssigned', [opened, line()], owner()],
    ['BaselineSet', [opened, line()], baseline()],
    ['SavingPlanned', [opened, line()], plan({ '2009/10': '200000.00' }, IT, ['2010/11', '250000.00'])],
    ['SavingReprofiled', planned, reprofile({ '2009/10': '150000.00' })],
    ['BudgetContributionSet', planned, contribution({ '2009/10': '100000.00' })],
    ['ForecastSubmitted', planned, forecast({ '2009/10': '150000.00' })],
    ['RiskRated', planned, rate('amber', '50')],
    ['SavingSubstituted', [...planned, withdraw()], substitute({ oneOff: 'General reserve' })],
    ['SavingWithdrawn', planned, withdraw()],
    ['SavingAchieved', planned, achieve()],
    ['SavingAchieved', planned, { ...achieve(), method: 'Invoices (invented)', inYear: money('50000.00') }],
    ['CostNetted', saved, cost('1000.00')],
    ['SavingCarriedForward', [opened, line(CARRIED)], carryForward()],
    ['SavingReclassified', saved, reclassify()],
    ['FullYearEffectRecognised', [...saved, inMay], fullYear('50000.00')],
    ['QualityChecked', saved, quality()],
    ['EvidenceAttached', saved, evidence()],
    ['OverlapDeclared', shared, declareOverlap(ADULT, IT)],
    ['OverlapEliminated', [...shared, declareOverlap(ADULT, IT)], eliminate(ADULT, IT, '50.00')],
    ['SustainmentConfirmed', [...saved, inMay], confirm('2010/11')],
    ['GainLapsed', saved, lapse('1.00')],
    ['PotCreated', potted.slice(0, 4), pot([ADULT])],
    ['PotAllocated', potted, allocate({ '2010/11': '1000.00' }, '500.00')],
    ['PotAllocationReturned', [...potted, allocate({ '2010/11': '1000.00' }, '500.00')], giveBack({}, '200.00')],
    ['PeriodClosed', [opened, on('2009-08-03', target())], close('2009-07')],
    ['TotalAsserted', [opened], printed()],
    ['DefinitionAdopted', [opened], adopt('cashable-only')],
    ['BatchImported', [opened], importOf()],
    ['KeyRotated', [opened], rotate('ledger+1', 'ledger+2')],
  ])('all that was asked, and of which line: %s', (kind, before, command) => {
    const { story } = given(...before);
    story.tell(command);
    const { verb, by, line: of = null, ...asked } = { line: undefined, ...command };
    expect(story.entries.at(-1)).toMatchObject({ kind, line: of, officer: by.officer });
    expect([verb, story.entries.at(-1)!.facts]).toEqual([verb, asked]);
  });

  const leaf = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
  const reversed = { entry: '4', leaf, kind: 'SavingAchieved', about: null, stage: null, carried: null };

  it.each<[kind: string, before: readonly Told[], command: Told, of: string | null, facts: object]>([
    ['LedgerOpened', [], opened, null, { council: 'Leicester City Council', baseYear: '2008/09', currency: 'GBP' }],
    ['StageAdvanced', [...planned, owner()], stage('in design'), IT, { from: 'identified', to: 'in design' }],
    ['EvidenceAttached', saved, evidence(4), IT, { about: '4', kind: 'budget report' }],
    ['EntryVerified', saved, verify(4), IT, { entry: '4', leaf }],
    ['EntryRejected', saved, reject(4), IT, { entry: '4', leaf }],
    ['EntryReversed', saved, reverse(4), IT, reversed],
    [
      'EntryReversed',
      [...planned, owner(), stage('in design')],
      reverse(5),
      IT,
      { kind: 'StageAdvanced', stage: 'identified' },
    ],
    [
      'EntryReversed',
      [opened, line(CARRIED), carryForward()],
      reverse(2),
      CARRIED,
      { kind: 'SavingCarriedForward', carried: '2005/06 to 2007/08, cashable' },
    ],
    [
      'EntryReversed',
      [...saved, verify(4)],
      reverse(5, { ...because('By mistake (invented)'), officer: bySecond.officer }),
      IT,
      { kind: 'EntryVerified', about: '4' },
    ],
    [
      'EntryReversed',
      [...saved, reject(4)],
      reverse(5, { ...because('By mistake (invented)'), officer: bySecond.officer }),
      IT,
      { kind: 'EntryRejected', about: '4' },
    ],
    ['PositionCertified', [...saved, verify(4)], certify(), null, { by: '2009/10', lines: [IT] }],
    ['AuditQueryRaised', saved, query(4), null, { about: '4', figure: null }],
    ['AuditQueryRaised', saved, query(), null, { about: null, figure: null }],
    ['AuditQueryAnswered', [opened, query()], answer(1), null, { query: '1', answer: answer(1).answer }],
    ['PeriodReopened', [opened, on('2009-08-03', close('2009-07'))], reopen('2009-07'), null, { period: '2009-07' }],
    ['DiscrepancyResolved', [opened, printed()], settle(1), null, { assertion: '1', decision: settle(1).decision }],
    ['BatchReversed', [...imported, { ...plan(), by: inBatch }], reverseBatch(), null, { entries: ['3'] }],
  ])('what it is about, as the ledger knows it: %s', (kind, before, command, of, facts) => {
    const { story } = given(...before);
    story.tell(typeof command === 'function' ? command(story) : command);
    expect(story.entries.at(-1)).toMatchObject({ kind, line: of, facts });
  });
});

describe('a line that is not in the ledger', () => {
  const missing = 'There is no line IT-PROCUREMENT in this ledger; register it first, or check its code.';

  it.each<Command>([
    amend('IT Procurement (invented)'),
    owner(),
    baseline(),
    plan(),
    reprofile({ '2009/10': '150000.00' }),
    contribution({ '2009/10': '100000.00' }),
    forecast({ '2009/10': '150000.00' }),
    rate('amber'),
    substitute({ oneOff: 'General reserve' }),
    withdraw(),
    stage('in design'),
    achieve(),
    cost('1.00'),
    { ...carryForward(), line: IT },
    reclassify(),
    fullYear('1.00'),
    quality(),
    evidence(),
    declareOverlap(IT, ADULT),
    eliminate(IT, ADULT),
    confirm('2010/11'),
    lapse('1.00'),
    pot([ADULT], IT),
    allocate({ '2009/10': '1.00' }, null, IT),
    giveBack({ '2009/10': '1.00' }, null, IT),
  ])('takes no entry: $verb', (command) => {
    given(opened).when(command).thenRefuses('LINE_NOT_FOUND', missing);
  });
});
