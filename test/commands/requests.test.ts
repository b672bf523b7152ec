import { recordableKinds, readRequest, requests, type RecordableKind } from '../../src/commands/requests/requests';
import type { Recorder } from '../../src/commands/requests/base';
import type { OfficerId } from '../../src/domain/identifiers';
import { isRefusal, type RefusalCode } from '../../src/domain/refusals';

type Body = Readonly<Record<string, unknown>>;

interface Row {
  /** A body with every field there is. */
  readonly body: Body;
  /** The command it becomes, without who, when and why. */
  readonly command: Body;
  /** The fields that must be there, and what is said when one is missing. */
  readonly required: Readonly<Record<string, RefusalCode>>;
  /** Values that are refused: where, the value, and the code. */
  readonly wrong: readonly (readonly [pointer: string, value: unknown, code: RefusalCode])[];
}

const recorder: Recorder = { officer: 'off-201' as OfficerId, role: 'finance officer' };
const LEAF = 'a'.repeat(64);

const level = { year: '2009/10', level: '200000.00', printed: '200', cell: 'D10' };
const levels = [level, { year: '2010/11', level: null, printed: '-', cell: 'E10' }];
const span = (first: string, last: string): Body => ({ first, last });

const wrongAmounts = (pointer: string): Row['wrong'] => [
  [pointer, 200000, 'AMOUNT_NOT_STRING'],
  [pointer, '1e3', 'AMOUNT_FORMAT'],
  [pointer, 'NaN', 'AMOUNT_FORMAT'],
  [pointer, '12.345', 'AMOUNT_PENCE'],
  [pointer, '(200)', 'AMOUNT_BRACKETS'],
  [pointer, '1,234.00', 'AMOUNT_SEPARATORS'],
  [pointer, '12345678901.00', 'AMOUNT_RANGE'],
  [pointer, '2\u{ff10}0.00', 'AMOUNT_CHARACTERS'],
  [pointer, '', 'AMOUNT_REQUIRED'],
  [pointer, ['1.00'], 'AMOUNT_NOT_STRING'],
  [pointer, { valueOf: '1.00' }, 'AMOUNT_NOT_STRING'],
];
const wrongYears = (pointer: string): Row['wrong'] => [
  [pointer, '2009/11', 'YEAR_FORMAT'],
  [pointer, '2009-10', 'YEAR_FORMAT'],
  [pointer, 2009, 'YEAR_FORMAT'],
];
const wrongLevels: Row['wrong'] = [
  ['/levels', 'none', 'FIELD_FORMAT'],
  ['/levels', { 0: level }, 'FIELD_FORMAT'],
  ['/levels', Array.from({ length: 101 }, () => level), 'FIELD_FORMAT'],
  ['/levels/1', 'none', 'FIELD_FORMAT'],
  ['/levels/1', null, 'FIELD_FORMAT'],
  ['/levels', [level, [level]], 'FIELD_FORMAT'],
  ['/levels', [[]], 'FIELD_FORMAT'],
  ['/levels/0/other', 'x', 'UNKNOWN_FIELD'],
  ['/levels/1/printed', 7, 'TEXT_REQUIRED'],
  ['/levels/1/cell', '', 'TEXT_REQUIRED'],
  ...wrongYears('/levels/1/year'),
  ...wrongAmounts('/levels/0/level'),
];
const wrongClass = (pointer: string): Row['wrong'] => [
  [pointer, 'cash', 'CLASS_UNKNOWN'],
  [pointer, ['cashable'], 'CLASS_UNKNOWN'],
];

const IT = 'IT-PROCUREMENT';
const approvedBy = { leader: 'off-301', chiefExecutive: 'off-302', chiefFinanceOfficer: 'off-204' };

const rows: Readonly<Record<RecordableKind, Row>> = {
  LineAmended: {
    body: {
      line: IT,
      title: 'IT Procurement',
      section: 'Activity in 2009/10',
      group: 'Resources',
      tags: ['quick-win'],
    },
    command: {
      verb: 'AmendLine',
      line: IT,
      title: 'IT Procurement',
      section: 'Activity in 2009/10',
      group: 'Resources',
      tags: ['quick-win'],
    },
    required: { line: 'FIELD_REQUIRED', title: 'TEXT_REQUIRED', section: 'TEXT_REQUIRED' },
    wrong: [['/tags', ['Quick Win'], 'FIELD_FORMAT']],
  },
  ForecastSubmitted: {
    body: { line: IT, class: 'cashable', levels },
    command: { verb: 'SubmitForecast', line: IT, class: 'cashable', levels },
    required: { line: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', levels: 'FIELD_REQUIRED' },
    wrong: [...wrongClass('/class'), ...wrongLevels],
  },
  RiskRated: {
    body: { line: IT, rating: 'amber', test: 'two milestones late', likelihood: '80' },
    command: { verb: 'RateRisk', line: IT, rating: 'amber', test: 'two milestones late', likelihood: '80' },
    required: { line: 'FIELD_REQUIRED', rating: 'FIELD_REQUIRED', test: 'TEXT_REQUIRED' },
    wrong: [
      ['/rating', 'yellow', 'CHOICE_UNKNOWN'],
      ['/likelihood', '101', 'FIELD_FORMAT'],
      ['/likelihood', '8.5', 'FIELD_FORMAT'],
    ],
  },
  SavingSubstituted: {
    body: { line: IT, replacement: 'PRINTERS', oneOffSource: 'reserves', year: '2009/10', amount: '200000.00' },
    command: {
      verb: 'SubstituteSaving',
      line: IT,
      replacement: 'PRINTERS',
      oneOffSource: 'reserves',
      year: '2009/10',
      amount: '200000.00',
    },
    required: { line: 'FIELD_REQUIRED', year: 'FIELD_REQUIRED', amount: 'AMOUNT_REQUIRED' },
    wrong: [
      ['/replacement', 'printers', 'CODE_FORMAT'],
      ['/oneOffSource', '', 'TEXT_REQUIRED'],
    ],
  },
  SavingWithdrawn: {
    body: { line: IT, class: 'cashable', decision: 'Cabinet, 5 October 2009' },
    command: { verb: 'WithdrawSaving', line: IT, class: 'cashable', decision: 'Cabinet, 5 October 2009' },
    required: { line: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', decision: 'TEXT_REQUIRED' },
    wrong: wrongClass('/class'),
  },
  PotAllocationReturned: {
    body: { line: 'ADULT-SOCIAL-CARE', pot: 'TRANSFORMATION', class: 'cashable', levels, unphased: '1.00' },
    command: {
      verb: 'ReturnAllocation',
      line: 'ADULT-SOCIAL-CARE',
      pot: 'TRANSFORMATION',
      class: 'cashable',
      levels,
      unphased: '1.00',
    },
    required: { line: 'FIELD_REQUIRED', pot: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED' },
    wrong: [['/pot', 'pot', 'CODE_FORMAT'], ...wrongClass('/class'), ...wrongLevels, ...wrongAmounts('/unphased')],
  },
  FullYearEffectRecognised: {
    body: { line: IT, tranche: '2009/10', year: '2010/11', class: 'cashable', amount: '958000.00' },
    command: {
      verb: 'RecogniseFullYearEffect',
      line: IT,
      tranche: '2009/10',
      year: '2010/11',
      class: 'cashable',
      amount: '958000.00',
    },
    required: {
      line: 'FIELD_REQUIRED',
      tranche: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
    },
    wrong: [...wrongYears('/tranche'), ...wrongYears('/year'), ...wrongAmounts('/amount')],
  },
  QualityChecked: {
    body: { line: IT, measure: 'orders met in time', before: '92 %', after: '94 %', verdict: 'efficiency' },
    command: {
      verb: 'CheckQuality',
      line: IT,
      measure: 'orders met in time',
      before: '92 %',
      after: '94 %',
      verdict: 'efficiency',
    },
    required: {
      line: 'FIELD_REQUIRED',
      measure: 'TEXT_REQUIRED',
      before: 'TEXT_REQUIRED',
      after: 'TEXT_REQUIRED',
      verdict: 'FIELD_REQUIRED',
    },
    wrong: [['/verdict', 'good', 'CHOICE_UNKNOWN']],
  },
  EvidenceAttached: {
    body: { line: IT, about: '12', sha256: LEAF, kindOfEvidence: 'invoice', description: 'the new contract price' },
    command: {
      verb: 'AttachEvidence',
      line: IT,
      about: 12,
      sha256: LEAF,
      kind: 'invoice',
      description: 'the new contract price',
    },
    required: {
      line: 'FIELD_REQUIRED',
      sha256: 'FIELD_REQUIRED',
      kindOfEvidence: 'TEXT_REQUIRED',
      description: 'TEXT_REQUIRED',
    },
    wrong: [
      ['/about', 'twelve', 'PARAM_RANGE'],
      ['/sha256', 'abc', 'FIELD_FORMAT'],
    ],
  },
  OverlapDeclared: {
    body: { line: IT, other: 'PRINTERS', amount: '100000.00' },
    command: { verb: 'DeclareOverlap', line: IT, other: 'PRINTERS', amount: '100000.00' },
    required: { line: 'FIELD_REQUIRED', other: 'FIELD_REQUIRED' },
    wrong: [['/other', 'printers', 'CODE_FORMAT'], ...wrongAmounts('/amount')],
  },
  OverlapEliminated: {
    body: { line: IT, other: 'PRINTERS', class: 'cashable', tranche: '2009/10', amount: '100000.00' },
    command: {
      verb: 'EliminateOverlap',
      line: IT,
      other: 'PRINTERS',
      class: 'cashable',
      tranche: '2009/10',
      amount: '100000.00',
    },
    required: {
      line: 'FIELD_REQUIRED',
      other: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      tranche: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
    },
    wrong: [...wrongClass('/class'), ...wrongYears('/tranche')],
  },
  SustainmentConfirmed: {
    body: { line: IT, tranche: '2009/10', class: 'cashable', year: '2010/11' },
    command: { verb: 'ConfirmSustainment', line: IT, tranche: '2009/10', class: 'cashable', year: '2010/11' },
    required: { line: 'FIELD_REQUIRED', tranche: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', year: 'FIELD_REQUIRED' },
    wrong: [...wrongYears('/tranche'), ...wrongClass('/class')],
  },
  GainLapsed: {
    body: { line: IT, tranche: '2009/10', class: 'cashable', status: 'verified', from: '2010/11', amount: '25000.00' },
    command: {
      verb: 'LapseGain',
      line: IT,
      tranche: '2009/10',
      class: 'cashable',
      status: 'verified',
      from: '2010/11',
      amount: '25000.00',
    },
    required: {
      line: 'FIELD_REQUIRED',
      tranche: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      status: 'FIELD_REQUIRED',
      from: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
    },
    wrong: [['/status', 'gone', 'CHOICE_UNKNOWN'], ...wrongYears('/from'), ...wrongAmounts('/amount')],
  },
  TargetRevised: {
    body: { scope: 'council', amount: '38000000.00', deadline: '2010/11' },
    command: { verb: 'ReviseTarget', scope: 'council', amount: '38000000.00', deadline: '2010/11' },
    required: { scope: 'FIELD_REQUIRED', amount: 'AMOUNT_REQUIRED', deadline: 'FIELD_REQUIRED' },
    wrong: [['/scope', 'county', 'CHOICE_UNKNOWN'], ...wrongAmounts('/amount'), ...wrongYears('/deadline')],
  },
  PositionCertified: {
    body: { year: '2009/10', lines: [IT] },
    command: { verb: 'CertifyPosition', year: '2009/10', lines: [IT] },
    required: { year: 'FIELD_REQUIRED' },
    wrong: [['/lines', IT, 'FIELD_FORMAT'], ['/lines', ['it'], 'CODE_FORMAT'], ...wrongYears('/year')],
  },
  ReturnSubmitted: {
    body: { name: 'NI 179, July 2010', definition: 'ni179', year: '2009/10', approvedBy },
    command: { verb: 'SubmitReturn', name: 'NI 179, July 2010', definition: 'ni179', year: '2009/10', approvedBy },
    required: {
      name: 'TEXT_REQUIRED',
      definition: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      approvedBy: 'FIELD_REQUIRED',
    },
    wrong: [
      ['/definition', 'NI 179', 'FIELD_FORMAT'],
      ['/approvedBy', 'all', 'FIELD_FORMAT'],
      ['/approvedBy/leader', 'A. Person', 'OFFICER_FORMAT'],
      ['/approvedBy/chiefExecutive', undefined, 'FIELD_REQUIRED'],
      ['/approvedBy/other', 'off-1', 'UNKNOWN_FIELD'],
    ],
  },
  ReturnAmended: {
    body: { entry: '12', name: 'NI 179, July 2010', definition: 'ni179', year: '2009/10', approvedBy },
    command: {
      verb: 'AmendReturn',
      entry: 12,
      name: 'NI 179, July 2010',
      definition: 'ni179',
      year: '2009/10',
      approvedBy,
    },
    required: {
      entry: 'FIELD_REQUIRED',
      name: 'TEXT_REQUIRED',
      definition: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      approvedBy: 'FIELD_REQUIRED',
    },
    wrong: [['/entry', 'twelve', 'PARAM_RANGE']],
  },
  AuditQueryRaised: {
    body: { about: 12, figure: 'plan', question: 'Where does this come from?' },
    command: { verb: 'RaiseAuditQuery', about: 12, figure: 'plan', question: 'Where does this come from?' },
    required: { question: 'TEXT_REQUIRED' },
    wrong: [
      ['/about', -1, 'PARAM_RANGE'],
      ['/question', 'x'.repeat(2_001), 'TEXT_LENGTH'],
    ],
  },
  AuditQueryAnswered: {
    body: { entry: '12', answer: 'From the contract.' },
    command: { verb: 'AnswerAuditQuery', entry: 12, answer: 'From the contract.' },
    required: { entry: 'FIELD_REQUIRED', answer: 'TEXT_REQUIRED' },
    wrong: [['/entry', 'twelve', 'PARAM_RANGE']],
  },
  PeriodClosed: {
    body: { through: '2010-03', of: 'year' },
    command: { verb: 'ClosePeriod', through: '2010-03', of: 'year' },
    required: { through: 'FIELD_REQUIRED', of: 'FIELD_REQUIRED' },
    wrong: [
      ['/through', '2010-13', 'PERIOD_FORMAT'],
      ['/of', 'week', 'CHOICE_UNKNOWN'],
    ],
  },
  PeriodReopened: {
    body: { reopened: '2010-03' },
    command: { verb: 'ReopenPeriod', reopened: '2010-03' },
    required: { reopened: 'FIELD_REQUIRED' },
    wrong: [['/reopened', 'March', 'PERIOD_FORMAT']],
  },
  BatchReversed: {
    body: { reversed: 'JULY-2009' },
    command: { verb: 'ReverseBatch', reversed: 'JULY-2009' },
    required: { reversed: 'FIELD_REQUIRED' },
    wrong: [['/reversed', 'july', 'CODE_FORMAT']],
  },
  DiscrepancyResolved: {
    body: { entry: '12', decision: 'The rows are right.' },
    command: { verb: 'ResolveDiscrepancy', entry: 12, decision: 'The rows are right.' },
    required: { entry: 'FIELD_REQUIRED', decision: 'TEXT_REQUIRED' },
    wrong: [['/entry', 'twelve', 'PARAM_RANGE']],
  },

  TargetSet: {
    body: { scope: 'council', amount: '37443000.00', deadline: '2010/11' },
    command: { verb: 'SetTarget', scope: 'council', amount: '37443000.00', deadline: '2010/11' },
    required: { scope: 'FIELD_REQUIRED', amount: 'AMOUNT_REQUIRED', deadline: 'FIELD_REQUIRED' },
    wrong: [['/scope', 'county', 'CHOICE_UNKNOWN'], ...wrongAmounts('/amount'), ...wrongYears('/deadline')],
  },
  DefinitionAdopted: {
    body: {
      definition: {
        name: 'own-view',
        title: 'Our own view',
        classes: ['cashable'],
        carryForward: [],
        unphased: 'never',
        net: true,
        since: '2008/09',
      },
    },
    command: {
      verb: 'AdoptDefinition',
      definition: {
        name: 'own-view',
        title: 'Our own view',
        classes: ['cashable'],
        carryForward: [],
        unphased: 'never',
        net: true,
        since: '2008/09',
      },
    },
    required: { definition: 'FIELD_REQUIRED' },
    wrong: [
      ['/definition', 'own', 'FIELD_FORMAT'],
      ['/definition', [], 'FIELD_FORMAT'],
      ['/definition/name', 'Own View', 'FIELD_FORMAT'],
      ['/definition/title', '', 'TEXT_REQUIRED'],
      ['/definition/classes', 'cashable', 'FIELD_FORMAT'],
      ['/definition/classes', ['cash'], 'CLASS_UNKNOWN'],
      ['/definition/carryForward', [null], 'CLASS_UNKNOWN'],
      ['/definition/unphased', 'always', 'CHOICE_UNKNOWN'],
      ['/definition/net', 'true', 'FIELD_FORMAT'],
      ['/definition/other', 1, 'UNKNOWN_FIELD'],
      ...wrongYears('/definition/since'),
    ],
  },
  LineRegistered: {
    body: {
      line: 'IT-PROCUREMENT',
      title: 'IT Procurement',
      section: 'Activity in 2009/10',
      group: 'Resources',
      tags: ['quick-win'],
      stage: 'identified',
      ruling: 'income',
    },
    command: {
      verb: 'RegisterLine',
      line: 'IT-PROCUREMENT',
      title: 'IT Procurement',
      section: 'Activity in 2009/10',
      group: 'Resources',
      tags: ['quick-win'],
      stage: 'identified',
      ruling: 'income',
    },
    required: { line: 'FIELD_REQUIRED', title: 'TEXT_REQUIRED', section: 'TEXT_REQUIRED' },
    wrong: [
      ['/line', 'it procurement', 'CODE_FORMAT'],
      ['/title', 'a'.repeat(201), 'TEXT_LENGTH'],
      ['/title', 'IT\u200bProcurement', 'TEXT_INVISIBLE'],
      ['/title', 'IT\u0007', 'TEXT_CHARACTERS'],
      ['/title', 'half a \ud83d', 'TEXT_CHARACTERS'],
      ['/section', 5, 'TEXT_REQUIRED'],
      ['/tags', 'quick-win', 'FIELD_FORMAT'],
      ['/tags', ['Quick Win'], 'FIELD_FORMAT'],
      ['/tags', [['quick-win']], 'FIELD_FORMAT'],
      ['/stage', 'done', 'STAGE_UNKNOWN'],
      ['/ruling', 'none', 'CHOICE_UNKNOWN'],
      ['/lineVersion', '1.5', 'PARAM_RANGE'],
      ['/lineVersion', -1, 'PARAM_RANGE'],
    ],
  },
  OwnerAssigned: {
    body: { line: 'IT-PROCUREMENT', owner: 'off-103' },
    command: { verb: 'AssignOwner', line: 'IT-PROCUREMENT', owner: 'off-103' },
    required: { line: 'FIELD_REQUIRED', owner: 'FIELD_REQUIRED' },
    wrong: [['/owner', 'A. Person', 'OFFICER_FORMAT']],
  },
  BaselineSet: {
    body: { line: 'IT-PROCUREMENT', year: '2008/09', amount: '5000000.00', dataSource: 'general ledger' },
    command: {
      verb: 'SetBaseline',
      line: 'IT-PROCUREMENT',
      year: '2008/09',
      amount: '5000000.00',
      dataSource: 'general ledger',
    },
    required: {
      line: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
      dataSource: 'TEXT_REQUIRED',
    },
    wrong: [...wrongYears('/year'), ...wrongAmounts('/amount'), ['/dataSource', ' ', 'TEXT_REQUIRED']],
  },
  SavingPlanned: {
    body: {
      line: 'IT-PROCUREMENT',
      class: 'cashable',
      classAssumed: true,
      levels,
      totalBy: { year: '2010/11', amount: '300000.00', printed: '300', cell: 'G10' },
    },
    command: {
      verb: 'PlanSaving',
      line: 'IT-PROCUREMENT',
      class: 'cashable',
      classAssumed: true,
      levels,
      totalBy: { year: '2010/11', amount: '300000.00', printed: '300', cell: 'G10' },
    },
    required: { line: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', levels: 'FIELD_REQUIRED' },
    wrong: [
      ...wrongClass('/class'),
      ...wrongLevels,
      ['/classAssumed', 'yes', 'FIELD_FORMAT'],
      ['/totalBy', 'none', 'FIELD_FORMAT'],
      ['/totalBy/amount', undefined, 'AMOUNT_REQUIRED'],
      ['/totalBy/year', undefined, 'FIELD_REQUIRED'],
      ['/totalBy/other', 1, 'UNKNOWN_FIELD'],
    ],
  },
  SavingAchieved: {
    body: {
      line: 'IT-PROCUREMENT',
      year: '2009/10',
      class: 'cashable',
      gross: '260000.00',
      ongoingCost: '60000.00',
      method: 'contract comparison',
    },
    command: {
      verb: 'AchieveSaving',
      line: 'IT-PROCUREMENT',
      year: '2009/10',
      class: 'cashable',
      gross: '260000.00',
      ongoingCost: '60000.00',
      method: 'contract comparison',
    },
    required: {
      line: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      gross: 'AMOUNT_REQUIRED',
    },
    wrong: [
      ...wrongYears('/year'),
      ...wrongClass('/class'),
      ...wrongAmounts('/gross'),
      ...wrongAmounts('/ongoingCost'),
      ['/method', false, 'TEXT_REQUIRED'],
    ],
  },
  SavingCarriedForward: {
    body: {
      line: 'GERSHON-CASHABLE',
      class: 'cashable',
      amount: '7598000.00',
      closed: span('2005/06', '2007/08'),
      into: span('2008/09', '2010/11'),
      closedTarget: '20950000.00',
      closedCashableAchieved: '28548000.00',
    },
    command: {
      verb: 'CarryForwardSaving',
      line: 'GERSHON-CASHABLE',
      class: 'cashable',
      amount: '7598000.00',
      closed: span('2005/06', '2007/08'),
      into: span('2008/09', '2010/11'),
      closedTarget: '20950000.00',
      closedCashableAchieved: '28548000.00',
    },
    required: {
      line: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
      closed: 'FIELD_REQUIRED',
      into: 'FIELD_REQUIRED',
      closedTarget: 'AMOUNT_REQUIRED',
      closedCashableAchieved: 'AMOUNT_REQUIRED',
    },
    wrong: [
      ...wrongClass('/class'),
      ['/closed', '2005/06', 'FIELD_FORMAT'],
      ['/closed', [span('2005/06', '2007/08')], 'FIELD_FORMAT'],
      ['/closed/last', undefined, 'FIELD_REQUIRED'],
      ['/into/third', '2009/10', 'UNKNOWN_FIELD'],
      ...wrongYears('/into/first'),
      ...wrongAmounts('/closedTarget'),
    ],
  },
  SavingReclassified: {
    body: {
      line: 'IT-PROCUREMENT',
      measure: 'achieved',
      tranche: '2009/10',
      status: 'claimed',
      from: 'cashable',
      to: 'non-cashable',
      amount: '100000.00',
    },
    command: {
      verb: 'ReclassifySaving',
      line: 'IT-PROCUREMENT',
      measure: 'achieved',
      tranche: '2009/10',
      status: 'claimed',
      from: 'cashable',
      to: 'non-cashable',
      amount: '100000.00',
    },
    required: {
      line: 'FIELD_REQUIRED',
      measure: 'FIELD_REQUIRED',
      tranche: 'FIELD_REQUIRED',
      from: 'FIELD_REQUIRED',
      to: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
    },
    wrong: [
      ['/measure', 'cost', 'CHOICE_UNKNOWN'],
      ['/status', 'done', 'CHOICE_UNKNOWN'],
      ...wrongYears('/tranche'),
      ...wrongClass('/from'),
      ...wrongClass('/to'),
    ],
  },
  SavingReprofiled: {
    body: { line: 'IT-PROCUREMENT', class: 'cashable', levels, unphased: '0.00' },
    command: { verb: 'ReprofileSaving', line: 'IT-PROCUREMENT', class: 'cashable', levels, unphased: '0.00' },
    required: { line: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', levels: 'FIELD_REQUIRED' },
    wrong: [...wrongClass('/class'), ...wrongLevels, ...wrongAmounts('/unphased')],
  },
  BudgetContributionSet: {
    body: { line: 'IT-PROCUREMENT', class: 'cashable', levels },
    command: { verb: 'SetBudgetContribution', line: 'IT-PROCUREMENT', class: 'cashable', levels },
    required: { line: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED', levels: 'FIELD_REQUIRED' },
    wrong: [...wrongClass('/class'), ...wrongLevels],
  },
  StageAdvanced: {
    body: { line: 'IT-PROCUREMENT', to: 'approved', gateway: 'Gateway 2' },
    command: { verb: 'AdvanceStage', line: 'IT-PROCUREMENT', to: 'approved', gateway: 'Gateway 2' },
    required: { line: 'FIELD_REQUIRED', to: 'FIELD_REQUIRED' },
    wrong: [
      ['/to', 'finished', 'STAGE_UNKNOWN'],
      ['/gateway', '', 'TEXT_REQUIRED'],
    ],
  },
  PotCreated: {
    body: { line: 'TRANSFORMATION', programmes: ['ADULT-SOCIAL-CARE', 'ONE-COUNCIL'], allocateBy: '2009-11-30' },
    command: {
      verb: 'CreatePot',
      line: 'TRANSFORMATION',
      programmes: ['ADULT-SOCIAL-CARE', 'ONE-COUNCIL'],
      allocateBy: '2009-11-30',
    },
    required: { line: 'FIELD_REQUIRED', programmes: 'FIELD_REQUIRED', allocateBy: 'FIELD_REQUIRED' },
    wrong: [
      ['/programmes', 'ONE-COUNCIL', 'FIELD_FORMAT'],
      ['/programmes', ['one council'], 'CODE_FORMAT'],
      ['/programmes', Array.from({ length: 101 }, () => 'ONE-COUNCIL'), 'FIELD_FORMAT'],
      ['/allocateBy', '30/11/2009', 'DATE_FORMAT'],
      ['/allocateBy', '2009-11-31', 'DATE_FORMAT'],
    ],
  },
  PotAllocated: {
    body: { line: 'ADULT-SOCIAL-CARE', pot: 'TRANSFORMATION', class: 'cashable', levels, unphased: '1.00' },
    command: {
      verb: 'AllocatePot',
      line: 'ADULT-SOCIAL-CARE',
      pot: 'TRANSFORMATION',
      class: 'cashable',
      levels,
      unphased: '1.00',
    },
    required: { line: 'FIELD_REQUIRED', pot: 'FIELD_REQUIRED', class: 'FIELD_REQUIRED' },
    wrong: [['/pot', 'pot', 'CODE_FORMAT'], ...wrongClass('/class'), ...wrongLevels, ...wrongAmounts('/unphased')],
  },
  CostNetted: {
    body: {
      line: 'IT-PROCUREMENT',
      year: '2009/10',
      class: 'cashable',
      cost: 'one-off',
      amount: '30000.00',
      included: false,
    },
    command: {
      verb: 'NetCost',
      line: 'IT-PROCUREMENT',
      year: '2009/10',
      class: 'cashable',
      cost: 'one-off',
      amount: '30000.00',
      included: false,
    },
    required: {
      line: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      class: 'FIELD_REQUIRED',
      cost: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
      included: 'FIELD_REQUIRED',
    },
    wrong: [['/cost', 'yearly', 'CHOICE_UNKNOWN'], ['/included', 1, 'FIELD_FORMAT'], ...wrongAmounts('/amount')],
  },
  EntryVerified: {
    body: { entry: '12', leaf: LEAF },
    command: { verb: 'VerifyEntry', entry: 12, leaf: LEAF },
    required: { entry: 'FIELD_REQUIRED', leaf: 'FIELD_REQUIRED' },
    wrong: [
      ['/entry', '012', 'PARAM_RANGE'],
      ['/entry', 1.5, 'PARAM_RANGE'],
      ['/entry', -1, 'PARAM_RANGE'],
      ['/entry', 1e21, 'PARAM_RANGE'],
      ['/leaf', 'A'.repeat(64), 'FIELD_FORMAT'],
      ['/leaf', 'a'.repeat(63), 'FIELD_FORMAT'],
    ],
  },
  EntryRejected: {
    body: { entry: '12', leaf: LEAF },
    command: { verb: 'RejectEntry', entry: 12, leaf: LEAF },
    required: { entry: 'FIELD_REQUIRED', leaf: 'FIELD_REQUIRED' },
    wrong: [['/entry', true, 'PARAM_RANGE']],
  },
  EntryReversed: {
    body: { entry: '12' },
    command: { verb: 'ReverseEntry', entry: 12 },
    required: { entry: 'FIELD_REQUIRED' },
    wrong: [
      ['/entry', 'twelve', 'PARAM_RANGE'],
      ['/leaf', LEAF, 'UNKNOWN_FIELD'],
      ['/line', 'IT-PROCUREMENT', 'UNKNOWN_FIELD'],
    ],
  },
  TotalAsserted: {
    body: {
      label: 'Total',
      scope: { of: 'section', name: 'Activity in 2009/10' },
      figure: 'plan',
      year: '2010/11',
      amount: '37443000.00',
      printed: '37,443',
    },
    command: {
      verb: 'AssertTotal',
      label: 'Total',
      scope: { of: 'section', name: 'Activity in 2009/10' },
      figure: 'plan',
      year: '2010/11',
      amount: '37443000.00',
      printed: '37,443',
    },
    required: {
      label: 'TEXT_REQUIRED',
      scope: 'FIELD_REQUIRED',
      figure: 'FIELD_REQUIRED',
      year: 'FIELD_REQUIRED',
      amount: 'AMOUNT_REQUIRED',
      printed: 'TEXT_REQUIRED',
    },
    wrong: [
      ['/scope', 'ledger', 'FIELD_FORMAT'],
      ['/scope/of', 'town', 'CHOICE_UNKNOWN'],
      ['/scope/line', 'x', 'CODE_FORMAT'],
      ['/scope/other', 'x', 'UNKNOWN_FIELD'],
      ['/figure', 'profit', 'FIGURE_UNKNOWN'],
      ...wrongYears('/year'),
      ...wrongAmounts('/amount'),
    ],
  },
  BatchImported: {
    body: {
      title: 'The plan of July 2009',
      files: [{ name: 'appendix-two.csv', sha256: LEAF, rows: '40' }],
      mapping: 'thousands of pounds',
      controlTotal: '1.00',
    },
    command: {
      verb: 'ImportBatch',
      title: 'The plan of July 2009',
      files: [{ name: 'appendix-two.csv', sha256: LEAF, rows: '40' }],
      mapping: 'thousands of pounds',
      controlTotal: '1.00',
    },
    required: {
      title: 'TEXT_REQUIRED',
      files: 'FIELD_REQUIRED',
      mapping: 'TEXT_REQUIRED',
      controlTotal: 'AMOUNT_REQUIRED',
    },
    wrong: [
      ['/files', 'appendix-two.csv', 'FIELD_FORMAT'],
      ['/files/0', 'appendix-two.csv', 'FIELD_FORMAT'],
      ['/files/0/sha256', 'abc', 'FIELD_FORMAT'],
      ['/files/0/rows', '-1', 'PARAM_RANGE'],
      ['/files/0/other', 1, 'UNKNOWN_FIELD'],
      ['/mapping', 'a'.repeat(2_001), 'TEXT_LENGTH'],
      ...wrongAmounts('/controlTotal'),
    ],
  },
};

/** A body with one place in it set to a value, or taken out where the value is undefined. */
function withAt(body: Body, pointer: string, value: unknown): Body {
  const copy = structuredClone(body) as Record<string, unknown>;
  const names = pointer.slice(1).split('/');
  const last = names.pop()!;
  let part = copy;
  for (const name of names) part = part[name] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(part, last);
  else part[last] = value;
  return copy;
}

/** What is said about a body: its problems in short, or that there are none. */
function problemsIn(body: unknown): readonly string[] {
  const request = readRequest(body);
  if (!isRefusal(request)) return [];
  if (request.problems.length === 0) return [request.code];
  expect(request.detail).toEqual({ field: request.problems[0]!.pointer });
  return request.problems.map(({ code, pointer }) => `${code} ${pointer}`);
}

function commandOf(body: unknown): unknown {
  const request = readRequest(body);
  if (isRefusal(request)) throw new Error(`${request.code} ${request.message}`);
  return request.toCommand(recorder);
}

const by = {
  ...recorder,
  effective: null,
  period: null,
  reason: null,
  source: null,
  batch: null,
  lineVersion: null,
  confirmed: null,
};

const kinds = Object.entries(rows) as [RecordableKind, Row][];
const bodyOf = (kind: RecordableKind): Body => ({ kind, ...rows[kind].body });

test('Every kind of request has a row here', () => {
  expect(Object.keys(rows).sort()).toEqual([...recordableKinds].sort());
  expect(Object.keys(requests).sort()).toEqual([...recordableKinds].sort());
});

describe.each(kinds)('A request for %s', (kind, { command, required, wrong }) => {
  test('becomes its command', () => {
    expect(commandOf(bodyOf(kind))).toEqual({ by, ...command });
  });

  test('becomes the same command when it comes from JSON', () => {
    expect(commandOf(JSON.parse(JSON.stringify(bodyOf(kind))))).toEqual({ by, ...command });
  });

  test.each(Object.entries(required))('is asked for %s when that is missing: %s', (field, code) => {
    expect(problemsIn(withAt(bodyOf(kind), `/${field}`, undefined))).toEqual([`${code} /${field}`]);
    expect(problemsIn(withAt(bodyOf(kind), `/${field}`, null))).toEqual([`${code} /${field}`]);
  });

  test('can do without every other field', () => {
    const others = Object.keys(rows[kind].body).filter((field) => !(field in required));
    const least = others.reduce((body, field) => withAt(body, `/${field}`, undefined), bodyOf(kind));
    const nulls = others.reduce((body, field) => withAt(body, `/${field}`, null), bodyOf(kind));

    expect(problemsIn(least)).toEqual([]);
    expect(commandOf(nulls)).toEqual(commandOf(least));
  });

  test.each(
    wrong.map(
      ([pointer, value, code]) => [pointer, (JSON.stringify(value) || 'nothing').slice(0, 60), code, value] as const,
    ),
  )('is refused with %s as %s: %s', (pointer, _shown, code, value) => {
    expect(problemsIn(withAt(bodyOf(kind), pointer, value))).toEqual([`${code} ${pointer}`]);
  });

  test('is refused with a field it does not have', () => {
    expect(problemsIn({ ...bodyOf(kind), colour: 'red' })).toEqual(['UNKNOWN_FIELD /colour']);
    expect(problemsIn({ ...bodyOf(kind), officer: 'off-999' })).toEqual(['UNKNOWN_FIELD /officer']);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toCommand', 'by', 'toString', 'hasOwnProperty'])(
    'is refused with a field called %s',
    (name) => {
      const body: unknown = JSON.parse(`{"${name}":{"reason":"hidden"},${JSON.stringify(bodyOf(kind)).slice(1)}`);
      expect(problemsIn(body)).toEqual([`UNKNOWN_FIELD /${name}`]);
    },
  );
});

describe('What any request may say besides', () => {
  const line = bodyOf('OwnerAssigned');

  test('goes with the command', () => {
    const source = { document: 'Cabinet report', sheet: 'Appendix Two', row: '12', cell: 'D12' };
    const said = { effective: '2009-07-13', period: '2009-07', reason: 'Moved', batch: 'JULY-2009', source };

    expect(commandOf({ ...line, ...said, lineVersion: '7' })).toMatchObject({
      by: { ...recorder, ...said, lineVersion: 7 },
    });
    expect(commandOf({ ...line, lineVersion: 7 })).toMatchObject({ by: { lineVersion: 7 } });
    expect(commandOf({ ...line, source: { document: 'Cabinet report' } })).toMatchObject({
      by: { source: { document: 'Cabinet report', sheet: null, row: null, cell: null } },
    });
  });

  test('is kept trimmed and in composed form', () => {
    expect(commandOf({ ...line, reason: '  Cafe\u0301 closed \n' })).toMatchObject({
      by: { reason: 'Caf\u00e9 closed' },
    });
  });

  test.each([
    ['/effective', '13 July 2009', 'DATE_FORMAT'],
    ['/effective', '2009-02-29', 'DATE_FORMAT'],
    ['/effective', 20090713, 'DATE_FORMAT'],
    ['/period', '2009-13', 'PERIOD_FORMAT'],
    ['/reason', '', 'TEXT_REQUIRED'],
    ['/reason', ['Moved'], 'TEXT_REQUIRED'],
    ['/batch', 'july', 'CODE_FORMAT'],
    ['/source', 'Cabinet report', 'FIELD_FORMAT'],
    ['/source', [], 'FIELD_FORMAT'],
    ['/lineVersion', 'latest', 'PARAM_RANGE'],
  ])('is refused at %s as %j: %s', (pointer, value, code) => {
    expect(problemsIn(withAt(line, pointer, value))).toEqual([`${code} ${pointer}`]);
  });

  test.each([
    [{}, 'TEXT_REQUIRED /source/document'],
    [{ document: 'Cabinet report', page: '3' }, 'UNKNOWN_FIELD /source/page'],
    [{ document: 'Cabinet report', cell: 'a'.repeat(41) }, 'TEXT_LENGTH /source/cell'],
    [JSON.parse('{"document":"x","__proto__":{"sheet":"hidden"}}'), 'UNKNOWN_FIELD /source/__proto__'],
  ])('is refused in the source %j: %s', (source: unknown, problem) => {
    expect(problemsIn({ ...line, source })).toEqual([problem]);
  });

  test('of a request with several mistakes is all listed, the first one first', () => {
    const body = { ...line, line: 'x y', owner: 'A. Person', effective: 'today', colour: 'red' };

    expect([...problemsIn(body)].sort()).toEqual([
      'CODE_FORMAT /line',
      'DATE_FORMAT /effective',
      'OFFICER_FORMAT /owner',
      'UNKNOWN_FIELD /colour',
    ]);
  });
});

describe('A body', () => {
  test.each([null, undefined, 'TargetSet', 7, [], [{ kind: 'TargetSet' }]])('that is %j is refused', (body) => {
    expect(problemsIn(body)).toEqual(['BODY_FORMAT']);
  });

  test.each([
    undefined,
    null,
    '',
    'Unknown',
    'LedgerOpened',
    'toString',
    '__proto__',
    'constructor',
    ['TargetSet'],
    { kind: 'TargetSet' },
  ])('of the kind %j is refused', (kind) => {
    expect(problemsIn({ ...rows.TargetSet.body, kind })).toEqual(['KIND_UNKNOWN']);
  });

  test('does not change what comes after it', () => {
    readRequest(
      JSON.parse('{"kind":"TargetSet","__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}'),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
