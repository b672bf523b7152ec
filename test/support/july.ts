/** The words of the stories: IT Procurement and its neighbours of the July 2009 plan, as commands. */
import type { CommandOf, Recording } from '../../src/domain/commands';
import type { IsoDate } from '../../src/domain/dates';
import type { Class, Level, Stage, Status, TotalBy, Tranche } from '../../src/domain/entries';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { LineId, OfficerId } from '../../src/domain/identifiers';
import type { Pounds } from '../../src/domain/money';
import { because, by, bySecond, LEDGER, type Story } from './story';

export const IT = 'IT-PROCUREMENT' as LineId;
export const POT = 'TRANSFORMATION' as LineId;
export const ADULT = 'ADULT-SOCIAL-CARE' as LineId;
export const ONE_COUNCIL = 'ONE-COUNCIL' as LineId;
export const CARRIED = 'GERSHON-CASHABLE' as LineId;

const year = (text: string): FinancialYear => text as FinancialYear;
export const money = (text: string): Pounds => text as Pounds;

export const levels = (stated: Readonly<Record<string, string | null>>): readonly Level[] =>
  Object.entries(stated).map(([of, level]) => ({
    year: year(of),
    level: level === null ? null : money(level),
    printed: level === null ? '-' : null,
    cell: null,
  }));

const totalBy = (of: string, amount: string): TotalBy => ({
  year: year(of),
  amount: money(amount),
  printed: null,
  cell: null,
});

export const opened: CommandOf<'OpenLedger'> = {
  verb: 'OpenLedger',
  by,
  ledger: LEDGER,
  council: 'Leicester City Council',
  baseYear: year('2008/09'),
};

export const target = (
  amount = '37443000.00',
  scope: 'council' | 'partnership' = 'council',
): CommandOf<'SetTarget'> => ({
  verb: 'SetTarget',
  by,
  scope,
  amount: money(amount),
  deadline: year('2010/11'),
});

export const line = (id: LineId = IT, stage: Stage = 'identified', title: string = id): CommandOf<'RegisterLine'> => ({
  verb: 'RegisterLine',
  by,
  line: id,
  title,
  section: 'Activity in 2009/10',
  group: null,
  tags: [],
  stage,
  ruling: null,
});

export const owner = (id: LineId = IT, officer = 'off-103'): CommandOf<'AssignOwner'> => ({
  verb: 'AssignOwner',
  by,
  line: id,
  owner: officer as OfficerId,
});

export const baseline = (id: LineId = IT, amount = '5000000.00'): CommandOf<'SetBaseline'> => ({
  verb: 'SetBaseline',
  by,
  line: id,
  year: year('2008/09'),
  amount: money(amount),
  dataSource: 'general ledger 2008/09 (invented)',
});

export const plan = (
  stated: Readonly<Record<string, string | null>> = {
    '2009/10': '200000.00',
    '2010/11': '300000.00',
    '2011/12': '500000.00',
  },
  id: LineId = IT,
  total: readonly [string, string] | null = null,
  of: Class = 'cashable',
): CommandOf<'PlanSaving'> => ({
  verb: 'PlanSaving',
  by,
  line: id,
  class: of,
  classAssumed: false,
  levels: levels(stated),
  totalBy: total === null ? null : totalBy(...total),
});

export const reprofile = (
  stated: Readonly<Record<string, string | null>>,
  id: LineId = IT,
  recording: Recording = because('Supplier delay (invented)'),
): CommandOf<'ReprofileSaving'> => ({
  verb: 'ReprofileSaving',
  by: recording,
  line: id,
  class: 'cashable',
  levels: levels(stated),
  unphased: null,
});

export const contribution = (
  stated: Readonly<Record<string, string | null>>,
  id: LineId = IT,
): CommandOf<'SetBudgetContribution'> => ({
  verb: 'SetBudgetContribution',
  by,
  line: id,
  class: 'cashable',
  levels: levels(stated),
});

export const stage = (to: Stage, id: LineId = IT): CommandOf<'AdvanceStage'> => ({
  verb: 'AdvanceStage',
  by,
  line: id,
  to,
  gateway: null,
});

export const achieve = (
  gross = '260000.00',
  ongoingCost: string | null = '60000.00',
  of = '2009/10',
  id: LineId = IT,
): CommandOf<'AchieveSaving'> => ({
  verb: 'AchieveSaving',
  by,
  line: id,
  year: year(of),
  class: 'cashable',
  gross: money(gross),
  ongoingCost: ongoingCost === null ? null : money(ongoingCost),
  method: null,
});

export const cost = (
  amount: string,
  kind: 'ongoing' | 'one-off' = 'ongoing',
  included = true,
  recording: Recording = by,
): CommandOf<'NetCost'> => ({
  verb: 'NetCost',
  by: recording,
  line: IT,
  year: year('2009/10'),
  class: 'cashable',
  cost: kind,
  amount: money(amount),
  included,
});

export const carryForward = (
  amount = '7598000.00',
  of: Class = 'cashable',
  closed: { readonly target?: string; readonly achieved?: string; readonly last?: string } = {},
): CommandOf<'CarryForwardSaving'> => ({
  verb: 'CarryForwardSaving',
  by,
  line: CARRIED,
  class: of,
  amount: money(amount),
  closed: { first: year('2005/06'), last: year(closed.last ?? '2007/08') },
  into: { first: year('2008/09'), last: year('2010/11') },
  closedTarget: money(closed.target ?? '20950000.00'),
  closedCashableAchieved: money(closed.achieved ?? '28548000.00'),
});

export const reclassify = (
  amount = '100000.00',
  options: {
    readonly measure?: 'plan' | 'achieved';
    readonly tranche?: string;
    readonly status?: Status | null;
    readonly to?: Class;
    readonly recording?: Recording;
    readonly line?: LineId;
  } = {},
): CommandOf<'ReclassifySaving'> => ({
  verb: 'ReclassifySaving',
  by: options.recording ?? because('Half of it is officer time (invented)'),
  line: options.line ?? IT,
  measure: options.measure ?? 'achieved',
  tranche: (options.tranche ?? '2009/10') as Tranche,
  status: options.status === undefined ? 'claimed' : options.status,
  from: options.to === 'cashable' ? 'non-cashable' : 'cashable',
  to: options.to ?? 'non-cashable',
  amount: money(amount),
});

export const potPlan: CommandOf<'PlanSaving'> = plan(
  { '2009/10': '2500000.00', '2010/11': '4000000.00', '2011/12': '8000000.00' },
  POT,
  ['2010/11', '14368000.00'],
);

export const pot = (
  programmes: readonly LineId[] = [ADULT, ONE_COUNCIL],
  id: LineId = POT,
): CommandOf<'CreatePot'> => ({
  verb: 'CreatePot',
  by,
  line: id,
  programmes,
  allocateBy: '2009-11-30' as IsoDate,
});

export const allocate = (
  stated: Readonly<Record<string, string>>,
  unphased: string | null = null,
  programme: LineId = ADULT,
  from: LineId = POT,
): CommandOf<'AllocatePot'> => ({
  verb: 'AllocatePot',
  by,
  line: programme,
  pot: from,
  class: 'cashable',
  levels: levels(stated),
  unphased: unphased === null ? null : money(unphased),
});

export const verify =
  (entry: number, recording: Recording = bySecond, leaf?: string) =>
  (story: Story): CommandOf<'VerifyEntry'> => ({
    verb: 'VerifyEntry',
    by: recording,
    entry,
    leaf: leaf ?? (story.entries[entry] === undefined ? '' : story.leaf(entry)),
  });

export const reject =
  (entry: number, recording: Recording = { ...bySecond, reason: 'No evidence (invented)' }) =>
  (story: Story): CommandOf<'RejectEntry'> => ({ verb: 'RejectEntry', by: recording, entry, leaf: story.leaf(entry) });

export const reverse = (
  entry: number,
  recording: Recording = because('Recorded on the wrong line (invented)'),
): CommandOf<'ReverseEntry'> => ({
  verb: 'ReverseEntry',
  by: recording,
  entry,
});
