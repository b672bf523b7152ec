/** More words of the stories: what happens to a saving, a period and a return after the plan was made. */
import type { CommandOf, Recording } from '../../src/domain/commands';
import type { Month } from '../../src/domain/dates';
import type { Class, Rating, Status, Verdict } from '../../src/domain/entries';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { BatchId, LineId, OfficerId } from '../../src/domain/identifiers';
import { ADULT, IT, levels, money, POT } from './july';
import { because, by } from './story';

const year = (text: string): FinancialYear => text as FinancialYear;

export const revise = (
  amount: string,
  deadline = '2010/11',
  recording: Recording = because('Budget 2009 (invented)'),
): CommandOf<'ReviseTarget'> => ({
  verb: 'ReviseTarget',
  by: recording,
  scope: 'council',
  amount: money(amount),
  deadline: year(deadline),
});

export const amend = (title: string, id: LineId = IT): CommandOf<'AmendLine'> => ({
  verb: 'AmendLine',
  by,
  line: id,
  title,
  section: 'Activity in 2009/10',
  group: 'Procurement (invented)',
  tags: ['quick-win'],
});

export const forecast = (
  stated: Readonly<Record<string, string | null>>,
  id: LineId = IT,
): CommandOf<'SubmitForecast'> => ({
  verb: 'SubmitForecast',
  by,
  line: id,
  class: 'cashable',
  levels: levels(stated),
});

export const rate = (rating: Rating, likelihood: string | null = null, id: LineId = IT): CommandOf<'RateRisk'> => ({
  verb: 'RateRisk',
  by,
  line: id,
  rating,
  test: 'Contract signed: green; out to tender: amber; neither: red (invented)',
  likelihood,
});

export const substitute = (
  cover: { readonly replacement?: LineId; readonly oneOff?: string },
  options: {
    readonly id?: LineId;
    readonly amount?: string;
    readonly of?: string;
    readonly recording?: Recording;
  } = {},
): CommandOf<'SubstituteSaving'> => ({
  verb: 'SubstituteSaving',
  by: options.recording ?? because('The saving fails (invented)'),
  line: options.id ?? IT,
  replacement: cover.replacement ?? null,
  oneOffSource: cover.oneOff ?? null,
  year: year(options.of ?? '2010/11'),
  amount: money(options.amount ?? '200000.00'),
});

export const withdraw = (
  id: LineId = IT,
  recording: Recording = because('Cannot be delivered (invented)'),
  of: Class = 'cashable',
): CommandOf<'WithdrawSaving'> => ({
  verb: 'WithdrawSaving',
  by: recording,
  line: id,
  class: of,
  decision: 'Cabinet minute 12 (invented)',
});

export const giveBack = (
  stated: Readonly<Record<string, string>>,
  unphased: string | null = null,
  programme: LineId = ADULT,
  recording: Recording = because('Programme stopped (invented)'),
): CommandOf<'ReturnAllocation'> => ({
  verb: 'ReturnAllocation',
  by: recording,
  line: programme,
  pot: POT,
  class: 'cashable',
  levels: levels(stated),
  unphased: unphased === null ? null : money(unphased),
});

export const fullYear = (
  amount: string,
  options: { readonly tranche?: string; readonly of?: string; readonly id?: LineId } = {},
): CommandOf<'RecogniseFullYearEffect'> => ({
  verb: 'RecogniseFullYearEffect',
  by,
  line: options.id ?? IT,
  tranche: year(options.tranche ?? '2009/10'),
  year: year(options.of ?? '2010/11'),
  class: 'cashable',
  amount: money(amount),
});

export const quality = (verdict: Verdict = 'efficiency', id: LineId = IT): CommandOf<'CheckQuality'> => ({
  verb: 'CheckQuality',
  by,
  line: id,
  measure: 'Meals served a week (invented)',
  before: '1,200',
  after: verdict === 'efficiency' ? '1,200' : '900',
  verdict,
});

export const evidence = (about: number | null = null, id: LineId = IT): CommandOf<'AttachEvidence'> => ({
  verb: 'AttachEvidence',
  by,
  line: id,
  about,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  kind: 'budget report',
  description: 'Budget monitoring, month 6 (invented)',
});

export const declareOverlap = (id: LineId, other: LineId, amount = '100000.00'): CommandOf<'DeclareOverlap'> => ({
  verb: 'DeclareOverlap',
  by,
  line: id,
  other,
  amount: money(amount),
});

export const eliminate = (
  id: LineId,
  other: LineId,
  amount = '100000.00',
  recording: Recording = because('The same agency staff (invented)'),
): CommandOf<'EliminateOverlap'> => ({
  verb: 'EliminateOverlap',
  by: recording,
  line: id,
  other,
  class: 'cashable',
  tranche: year('2009/10'),
  amount: money(amount),
});

export const confirm = (of: string, tranche = '2009/10', id: LineId = IT): CommandOf<'ConfirmSustainment'> => ({
  verb: 'ConfirmSustainment',
  by,
  line: id,
  tranche: year(tranche),
  class: 'cashable',
  year: year(of),
});

export const lapse = (
  amount: string,
  options: {
    readonly from?: string;
    readonly status?: Status;
    readonly id?: LineId;
    readonly recording?: Recording;
    readonly tranche?: string;
  } = {},
): CommandOf<'LapseGain'> => ({
  verb: 'LapseGain',
  by: options.recording ?? because('The plan itself falls'),
  line: options.id ?? IT,
  tranche: year(options.tranche ?? '2009/10'),
  class: 'cashable',
  status: options.status ?? 'claimed',
  from: year(options.from ?? '2010/11'),
  amount: money(amount),
});

export const chief: Recording = { ...by, officer: 'off-204' as OfficerId, role: 'chief finance officer' };
export const deputy: Recording = { ...by, officer: 'off-205' as OfficerId, role: 'deputy chief finance officer' };
export const auditor: Recording = { ...by, officer: 'off-203' as OfficerId, role: 'auditor' };

export const certify = (
  of = '2009/10',
  lines: readonly LineId[] = [],
  recording: Recording = chief,
): CommandOf<'CertifyPosition'> => ({ verb: 'CertifyPosition', by: recording, year: year(of), lines });

const approvedBy = {
  leader: 'off-301' as OfficerId,
  chiefExecutive: 'off-302' as OfficerId,
  chiefFinanceOfficer: 'off-204' as OfficerId,
};

export const submit = (definition = 'ni179', of = '2009/10'): CommandOf<'SubmitReturn'> => ({
  verb: 'SubmitReturn',
  by,
  name: `NI 179, ${of}, actual`,
  definition,
  year: year(of),
  approvedBy,
});

export const amendReturn = (entry: number, recording: Recording = because('25 lapsed')): CommandOf<'AmendReturn'> => ({
  ...submit(),
  verb: 'AmendReturn',
  by: recording,
  entry,
});

export const query = (about: number | null = null): CommandOf<'RaiseAuditQuery'> => ({
  verb: 'RaiseAuditQuery',
  by: auditor,
  about,
  figure: null,
  question: 'What is the baseline of this saving? (invented)',
});

export const answer = (entry: number): CommandOf<'AnswerAuditQuery'> => ({
  verb: 'AnswerAuditQuery',
  by,
  entry,
  answer: 'The general ledger of 2008/09 (invented)',
});

export const close = (through: string, of: 'month' | 'quarter' | 'year' = 'month'): CommandOf<'ClosePeriod'> => ({
  verb: 'ClosePeriod',
  by,
  through: through as Month,
  of,
});

export const reopen = (
  reopened: string,
  recording: Recording = because('An invoice came late (invented)'),
): CommandOf<'ReopenPeriod'> => ({ verb: 'ReopenPeriod', by: recording, reopened: reopened as Month });

export const adopt = (name: string): CommandOf<'AdoptDefinition'> => ({
  verb: 'AdoptDefinition',
  by,
  definition: {
    name,
    title: 'Cashable savings only (invented)',
    classes: ['cashable'],
    carryForward: [],
    unphased: 'never',
    net: false,
    since: null,
  },
});

const BATCH = 'TRACKER-1' as BatchId;
export const inBatch: Recording = { ...by, batch: BATCH };

export const importOf = (recording: Recording = inBatch): CommandOf<'ImportBatch'> => ({
  verb: 'ImportBatch',
  by: recording,
  title: 'Tracker of September 2009 (invented)',
  files: [],
  mapping: 'Pounds',
  controlTotal: money('0.00'),
});

export const reverseBatch = (
  recording: Recording = because('The wrong tracker (invented)'),
  reversed: BatchId = BATCH,
): CommandOf<'ReverseBatch'> => ({ verb: 'ReverseBatch', by: recording, reversed });

export const printed = (amount = '1667000.00'): CommandOf<'AssertTotal'> => ({
  verb: 'AssertTotal',
  by,
  label: 'Full year savings from activity in 2008/09',
  scope: { of: 'ledger' },
  figure: 'plan',
  year: year('2010/11'),
  amount: money(amount),
  printed: '1,667',
});

export const settle = (entry: number): CommandOf<'ResolveDiscrepancy'> => ({
  verb: 'ResolveDiscrepancy',
  by,
  entry,
  decision: 'The rows are right: 1,677 (invented)',
});

export const rotate = (previous: string, next: string): CommandOf<'RotateKey'> => ({
  verb: 'RotateKey',
  by: because('The key is a year old (invented)'),
  previous,
  next,
});
