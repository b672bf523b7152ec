/**
 * What an officer may ask of the ledger, in parsed domain values. Who, when and why arrive with the command: the decider
 * has no clock, no chance and no memory of its own.
 */
import type { Instant, IsoDate, Month } from './dates';
import type { Entry, Facts, ReturnFacts, Role, Source } from './entries';
import type { FinancialYear } from './financial-year';
import type { BatchId, LineId, OfficerId } from './identifiers';
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
  /** An amount that is out of proportion, sent once more; null where there is none. */
  readonly confirmed: Pounds | null;
}

/** A verb whose fact is exactly what was asked is given by that fact; the others say what they are asked with. */
interface LedgerVerbs {
  OpenLedger: Omit<Facts['LedgerOpened'], 'currency'>;
  RotateKey: Facts['KeyRotated'];
  SetTarget: Facts['TargetSet'];
  ReviseTarget: Facts['TargetRevised'];
  AdoptDefinition: Facts['DefinitionAdopted'];
  AssertTotal: Facts['TotalAsserted'];
  ImportBatch: Facts['BatchImported'];
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
  ClosePeriod: Facts['PeriodClosed'];
  ReopenPeriod: { readonly reopened: Month };
}

interface LineVerbs {
  RegisterLine: Facts['LineRegistered'];
  AmendLine: Facts['LineAmended'];
  AssignOwner: Facts['OwnerAssigned'];
  SetBaseline: Facts['BaselineSet'];
  PlanSaving: Facts['SavingPlanned'];
  ReprofileSaving: Facts['SavingReprofiled'];
  SetBudgetContribution: Facts['BudgetContributionSet'];
  SubmitForecast: Facts['ForecastSubmitted'];
  RateRisk: Facts['RiskRated'];
  SubstituteSaving: Facts['SavingSubstituted'];
  WithdrawSaving: Facts['SavingWithdrawn'];
  AdvanceStage: Omit<Facts['StageAdvanced'], 'from'>;
  AchieveSaving: Facts['SavingAchieved'];
  NetCost: Facts['CostNetted'];
  CarryForwardSaving: Facts['SavingCarriedForward'];
  ReclassifySaving: Facts['SavingReclassified'];
  RecogniseFullYearEffect: Facts['FullYearEffectRecognised'];
  CheckQuality: Facts['QualityChecked'];
  AttachEvidence: Omit<Facts['EvidenceAttached'], 'about'> & { readonly about: number | null };
  DeclareOverlap: Facts['OverlapDeclared'];
  EliminateOverlap: Facts['OverlapEliminated'];
  ConfirmSustainment: Facts['SustainmentConfirmed'];
  LapseGain: Facts['GainLapsed'];
  CreatePot: Facts['PotCreated'];
  AllocatePot: Facts['PotAllocated'];
  ReturnAllocation: Facts['PotAllocationReturned'];
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
  /** Who holds the office of chief finance officer, by the register of officers: whose lines a deputy certifies. */
  readonly chiefFinanceOfficers: readonly OfficerId[];
}
