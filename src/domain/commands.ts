/**
 * What an officer may ask of the ledger, in parsed domain values. Who, when and why arrive with the command: the decider
 * has no clock, no chance and no memory of its own.
 */
import type { Instant, IsoDate, Month } from './dates';
import type {
  AssertedFigure,
  Class,
  Definition,
  Entry,
  ImportedFile,
  Level,
  Rating,
  ReturnFacts,
  Role,
  Ruling,
  Scope,
  Source,
  Span,
  Stage,
  Status,
  TotalBy,
  Tranche,
  Verdict,
} from './entries';
import type { FinancialYear } from './financial-year';
import type { BatchId, LedgerId, LineId, OfficerId } from './identifiers';
import type { Pounds } from './money';

/** Who records, when it holds, why, and where it was read. */
export interface Recording {
  readonly officer: OfficerId;
  readonly role: Role;
  /** Null: the day it is recorded. */
  readonly effective: IsoDate | null;
  /** Null: the month of the effective date. */
  readonly period: Month | null;
  readonly reason: string | null;
  readonly source: Source | null;
  readonly batch: BatchId | null;
  /** The seq of the last entry of the line that the officer has seen; null where she does not mind. */
  readonly lineVersion: number | null;
}

interface LedgerVerbs {
  OpenLedger: { readonly ledger: LedgerId; readonly council: string; readonly baseYear: FinancialYear };
  SetTarget: { readonly scope: 'council' | 'partnership'; readonly amount: Pounds; readonly deadline: FinancialYear };
  ReviseTarget: {
    readonly scope: 'council' | 'partnership';
    readonly amount: Pounds;
    readonly deadline: FinancialYear;
  };
  AdoptDefinition: { readonly definition: Definition };
  AssertTotal: {
    readonly label: string;
    readonly scope: Scope;
    readonly figure: AssertedFigure;
    readonly year: FinancialYear;
    readonly amount: Pounds;
    readonly printed: string;
  };
  ImportBatch: {
    readonly title: string;
    readonly files: readonly ImportedFile[];
    readonly mapping: string;
    readonly controlTotal: Pounds;
  };
  VerifyEntry: { readonly entry: number; readonly leaf: string };
  RejectEntry: { readonly entry: number; readonly leaf: string };
  ReverseEntry: { readonly entry: number };
  ReverseBatch: { readonly reversed: BatchId };
  ResolveDiscrepancy: { readonly entry: number; readonly decision: string };
  CertifyPosition: { readonly year: FinancialYear; readonly lines: readonly LineId[] };
  SubmitReturn: ReturnAsked;
  AmendReturn: ReturnAsked & { readonly entry: number };
  RaiseAuditQuery: { readonly about: number | null; readonly figure: string | null; readonly question: string };
  AnswerAuditQuery: { readonly entry: number; readonly answer: string };
  ClosePeriod: { readonly through: Month; readonly of: 'month' | 'quarter' | 'year' };
  ReopenPeriod: { readonly reopened: Month };
}

interface LineVerbs {
  RegisterLine: {
    readonly title: string;
    readonly section: string;
    readonly group: string | null;
    readonly tags: readonly string[];
    readonly stage: Stage;
    readonly ruling: Ruling | null;
  };
  AmendLine: {
    readonly title: string;
    readonly section: string;
    readonly group: string | null;
    readonly tags: readonly string[];
  };
  AssignOwner: { readonly owner: OfficerId };
  SetBaseline: { readonly year: FinancialYear; readonly amount: Pounds; readonly dataSource: string };
  PlanSaving: {
    readonly class: Class;
    readonly classAssumed: boolean;
    readonly levels: readonly Level[];
    readonly totalBy: TotalBy | null;
  };
  ReprofileSaving: { readonly class: Class; readonly levels: readonly Level[]; readonly unphased: Pounds | null };
  SetBudgetContribution: { readonly class: Class; readonly levels: readonly Level[] };
  SubmitForecast: { readonly class: Class; readonly levels: readonly Level[] };
  RateRisk: { readonly rating: Rating; readonly test: string; readonly likelihood: string | null };
  SubstituteSaving: {
    readonly replacement: LineId | null;
    readonly oneOffSource: string | null;
    readonly year: FinancialYear;
    readonly amount: Pounds;
  };
  WithdrawSaving: { readonly class: Class; readonly decision: string };
  AdvanceStage: { readonly to: Stage; readonly gateway: string | null };
  AchieveSaving: {
    readonly year: FinancialYear;
    readonly class: Class;
    readonly gross: Pounds;
    readonly ongoingCost: Pounds | null;
    readonly method: string | null;
  };
  NetCost: {
    readonly year: FinancialYear;
    readonly class: Class;
    readonly cost: 'ongoing' | 'one-off';
    readonly amount: Pounds;
    readonly included: boolean;
  };
  CarryForwardSaving: {
    readonly class: Class;
    readonly amount: Pounds;
    readonly closed: Span;
    readonly into: Span;
    readonly closedTarget: Pounds;
    readonly closedCashableAchieved: Pounds;
  };
  ReclassifySaving: {
    readonly measure: 'plan' | 'achieved';
    readonly tranche: Tranche;
    readonly status: Status | null;
    readonly from: Class;
    readonly to: Class;
    readonly amount: Pounds;
  };
  RecogniseFullYearEffect: {
    readonly tranche: FinancialYear;
    readonly year: FinancialYear;
    readonly class: Class;
    readonly amount: Pounds;
  };
  CheckQuality: {
    readonly measure: string;
    readonly before: string;
    readonly after: string;
    readonly verdict: Verdict;
  };
  AttachEvidence: {
    readonly about: number | null;
    readonly sha256: string;
    readonly kind: string;
    readonly description: string;
  };
  DeclareOverlap: { readonly other: LineId; readonly amount: Pounds | null };
  EliminateOverlap: {
    readonly other: LineId;
    readonly class: Class;
    readonly tranche: FinancialYear;
    readonly amount: Pounds;
  };
  ConfirmSustainment: { readonly tranche: FinancialYear; readonly class: Class; readonly year: FinancialYear };
  LapseGain: {
    readonly tranche: FinancialYear;
    readonly class: Class;
    readonly status: Status;
    readonly from: FinancialYear;
    readonly amount: Pounds;
  };
  CreatePot: { readonly programmes: readonly LineId[]; readonly allocateBy: IsoDate };
  AllocatePot: {
    readonly pot: LineId;
    readonly class: Class;
    readonly levels: readonly Level[];
    readonly unphased: Pounds | null;
  };
  ReturnAllocation: {
    readonly pot: LineId;
    readonly class: Class;
    readonly levels: readonly Level[];
    readonly unphased: Pounds | null;
  };
}

/** What a return is asked with; its figures are those of the ledger at the moment of deciding. */
interface ReturnAsked {
  readonly name: string;
  readonly definition: string;
  readonly year: FinancialYear;
  readonly approvedBy: ReturnFacts['approvedBy'];
}

export type LedgerVerb = keyof LedgerVerbs;
export type LineVerb = keyof LineVerbs;
export type Verb = LedgerVerb | LineVerb;

export type LedgerCommand = {
  [V in LedgerVerb]: { readonly verb: V; readonly by: Recording } & LedgerVerbs[V];
}[LedgerVerb];

export type LineCommand = {
  [V in LineVerb]: { readonly verb: V; readonly by: Recording; readonly line: LineId } & LineVerbs[V];
}[LineVerb];

export type Command = LedgerCommand | LineCommand;
export type CommandOf<V extends Verb> = Extract<Command, { readonly verb: V }>;

/** Works out the figures of a position for a return: those under a definition by a year. Null: no such definition. */
export type FiguresNow = (
  definition: string,
  by: FinancialYear,
) => Pick<ReturnFacts, 'figures' | 'asAt' | 'size'> | null;

/** What the writer knows at the moment of deciding and hands to the decider. */
export interface Circumstances {
  readonly recordedAt: Instant;
  /** The entry that the command is about, with its leaf hash; null where it names none, or one that does not exist. */
  readonly about: { readonly entry: Entry; readonly leaf: string } | null;
  /** The entries of the batch that the command is about, in order. */
  readonly batch: readonly Entry[];
  /** The figures of the ledger as it stands, for a return; null where nobody can work them out. */
  readonly figures: FiguresNow | null;
}
