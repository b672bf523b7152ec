/**
 * Every fact the ledger can hold. An entry is a past fact in plain data: text, yes or no, nothing, lists and named
 * values, never a number, because these very bytes are hashed. Names are permanent and changes only ever add, so that
 * old entries can be read for ever. Each entry carries the postings it makes; whoever reads it only adds them up.
 */
import type { Instant, IsoDate, Month } from './dates';
import type { FinancialYear } from './financial-year';
import type { BatchId, EntryId, IdempotencyKey, LedgerId, LineId, OfficerId, SeqText } from './identifiers';
import type { Pounds } from './money';

// ---- Words ----------------------------------------------------------------------------------------------------------

export const classes = ['cashable', 'non-cashable'] as const;
/** Cashable savings release money that can be spent otherwise; non-cashable ones do not. */
export type Class = (typeof classes)[number];

export const statuses = ['claimed', 'verified', 'certified'] as const;
/** How far an achieved amount has been checked: by its recorder, by a second officer, by the chief finance officer. */
export type Status = (typeof statuses)[number];

export const roles = [
  'finance officer',
  'auditor',
  'chief finance officer',
  'deputy chief finance officer',
  'administrator',
] as const;
/** What an officer may do follows from her role alone; she has one at a time. */
export type Role = (typeof roles)[number];

export const stages = ['unidentified', 'identified', 'in design', 'approved', 'delivering', 'complete'] as const;
/** How far a line has come. What is `unidentified` is planned without anyone knowing yet where it is to come from. */
export type Stage = (typeof stages)[number];

export const measures = [
  'target',
  'partnership target',
  'plan',
  'forecast',
  'achieved',
  'cost',
  'one-off cost',
  'excluded cost',
  'part-year shortfall',
  'one-off cover',
  'budget contribution',
] as const;
/**
 * What a posting measures. None overwrites another. Costs are posted as minus amounts, and so is the part-year shortfall:
 * what of a yearly rise was not felt yet in the year it began within.
 */
export type Measure = (typeof measures)[number];

/** The year whose two-year clock a posting belongs to; `opening` was carried forward; `unphased` has no year at all. */
export type Tranche = FinancialYear | 'opening' | 'unphased';

export const rulings = ['volume', 'income'] as const;
/** Why it is in question whether a line is an efficiency at all: less is done, or more is earned. */
export type Ruling = (typeof rulings)[number];

export const ratings = ['green', 'amber', 'red'] as const;
/** How likely a line is to deliver, by a stated test. Always shown as a word, never as a colour alone. */
export type Rating = (typeof ratings)[number];

export const verdicts = ['efficiency', 'not an efficiency'] as const;
/** What a quality check found: the same or better service for less, or less service. */
export type Verdict = (typeof verdicts)[number];

// ---- Postings -------------------------------------------------------------------------------------------------------

/** One signed amount in one cell of the ledger. Every figure anywhere is a sum of these. */
export interface Posting {
  readonly line: LineId | null;
  readonly measure: Measure;
  readonly tranche: Tranche;
  /** The year it takes effect from, nearly always the tranche's own; `opening` counts from the first year on. */
  readonly from: FinancialYear | 'opening';
  readonly class: Class | null;
  readonly status: Status | null;
  readonly identified: boolean;
  readonly amount: Pounds;
  /** The cell of the source document that this very amount came from, where one is known. */
  readonly cell: string | null;
}

// ---- Parts of facts -------------------------------------------------------------------------------------------------

/** Where a fact was read: a document, its sheet or page, a row, and a cell or range of cells. */
export interface Source {
  readonly document: string;
  readonly sheet: string | null;
  readonly row: string | null;
  readonly cell: string | null;
}

/**
 * A year column: the yearly amount saved in that year against the base year, not an instalment. `level` is null where
 * the document states none; `printed` then tells a blank (`""`) from a dash (`"-"`).
 */
export interface Level {
  readonly year: FinancialYear;
  readonly level: Pounds | null;
  readonly printed: string | null;
  readonly cell: string | null;
}

/** The column "total by": what a line is said to save by a year, with or without year columns behind it. */
export interface TotalBy {
  readonly year: FinancialYear;
  readonly amount: Pounds;
  readonly printed: string | null;
  readonly cell: string | null;
}

/** A span of financial years, both ends included. */
export interface Span {
  readonly first: FinancialYear;
  readonly last: FinancialYear;
}

/** The part of the ledger a printed total claims to add up. */
export type Scope =
  | { readonly of: 'ledger' }
  | { readonly of: 'section' | 'group' | 'tag'; readonly name: string }
  | { readonly of: 'line'; readonly line: LineId };

/** The column a printed total stands in. */
export type AssertedFigure = 'plan' | 'level' | 'budgetContribution' | 'carriedForward';

export const oneOffs = ['beside', 'in its year', 'spread'] as const;
/** How one-off cost is treated: rule 4 and R9. */
export type OneOff = (typeof oneOffs)[number];

/** What counts towards the target. A definition is parameters, not code, so that a council can adopt its own. */
export interface Definition {
  readonly name: string;
  readonly title: string;
  /** The classes that count. */
  readonly classes: readonly Class[];
  /** The classes of the carry-forward that count. */
  readonly carryForward: readonly Class[];
  /** Whether what has no year counts: at its own deadline, or never. */
  readonly unphased: 'at the deadline' | 'never';
  /** Whether ongoing cost is taken off what was achieved. */
  readonly net: boolean;
  /** The first year whose gains count; null where all do. What was carried forward has its own rule. */
  readonly since: FinancialYear | null;
  /** The least status an achieved amount must have to count; null where claims do. */
  readonly status?: Status | null;
  /** Whether only tranches whose two-year clock has run out count. */
  readonly sustainedOnly?: boolean;
  /** How one-off cost is treated: beside what was achieved, taken off it in the year it is spent, or spread over years. */
  readonly oneOff?: OneOff;
  /** Where it is spread: over how many years, in equal parts to the penny, from the year it is spent on. */
  readonly oneOffYears?: string;
}

/** The definitions every ledger knows from the start. */
export const builtInDefinitions = ['published', 'phased', 'ni179'] as const;

/** A file an import read, by its digest, so that anyone who has the file can tell that it is the one. */
export interface ImportedFile {
  readonly name: string;
  readonly sha256: string;
  readonly rows: string;
}

/** Names another entry by its place and by its leaf hash, which binds to its exact bytes. */
export interface EntryReference {
  readonly entry: SeqText;
  readonly leaf: string;
}

/** A return: the figures as they were at a seq, under a definition, with those who approved it. Never edited. */
export interface ReturnFacts {
  readonly name: string;
  readonly definition: string;
  readonly by: FinancialYear;
  readonly asAt: IsoDate;
  /** How many entries the figures know. */
  readonly size: SeqText;
  readonly figures: Readonly<Record<string, Pounds>>;
  readonly approvedBy: {
    readonly leader: OfficerId;
    readonly chiefExecutive: OfficerId;
    readonly chiefFinanceOfficer: OfficerId;
  };
}

// ---- Facts, by kind of entry ----------------------------------------------------------------------------------------

/** What each kind of entry says. Amounts are in pounds and pence as text; names of kinds and fields are for ever. */
export interface Facts {
  // Set-up
  LedgerOpened: {
    readonly ledger: LedgerId;
    readonly council: string;
    /** Levels are measured against what was spent in this year. */
    readonly baseYear: FinancialYear;
    readonly currency: 'GBP';
  };
  /** From this entry on another key signs the checkpoints; both are C2SP verifier keys of this ledger's log. */
  KeyRotated: { readonly previous: string; readonly next: string };
  TargetSet: { readonly scope: 'council' | 'partnership'; readonly amount: Pounds; readonly deadline: FinancialYear };
  TargetRevised: {
    readonly scope: 'council' | 'partnership';
    readonly amount: Pounds;
    readonly deadline: FinancialYear;
  };
  DefinitionAdopted: { readonly definition: Definition };
  LineRegistered: {
    readonly title: string;
    readonly section: string;
    readonly group: string | null;
    readonly tags: readonly string[];
    readonly stage: Stage;
    readonly ruling: Ruling | null;
  };
  /** All four attributes as they are from now on. */
  LineAmended: {
    readonly title: string;
    readonly section: string;
    readonly group: string | null;
    readonly tags: readonly string[];
  };
  OwnerAssigned: { readonly owner: OfficerId };
  BaselineSet: { readonly year: FinancialYear; readonly amount: Pounds; readonly dataSource: string };

  // Savings
  SavingPlanned: {
    readonly class: Class;
    /** True where the document does not give the class and cashable was taken. */
    readonly classAssumed: boolean;
    readonly levels: readonly Level[];
    readonly totalBy: TotalBy | null;
  };
  SavingAchieved: {
    readonly year: FinancialYear;
    readonly class: Class;
    readonly gross: Pounds;
    readonly ongoingCost: Pounds | null;
    readonly method: string | null;
    /** What of the net rise is felt in that very year, where the saving starts within it; left out where all of it is. */
    readonly inYear?: Pounds;
  };
  SavingCarriedForward: {
    readonly class: Class;
    readonly amount: Pounds;
    readonly closed: Span;
    readonly into: Span;
    readonly closedTarget: Pounds;
    readonly closedCashableAchieved: Pounds;
  };
  SavingReclassified: {
    readonly measure: 'plan' | 'achieved';
    readonly tranche: Tranche;
    readonly status: Status | null;
    readonly from: Class;
    readonly to: Class;
    readonly amount: Pounds;
  };

  // Plan
  SavingReprofiled: {
    readonly class: Class;
    readonly levels: readonly Level[];
    /** What is left without a year after it; null where that does not change. */
    readonly unphased: Pounds | null;
  };
  BudgetContributionSet: { readonly class: Class; readonly levels: readonly Level[] };
  /** What the officer expects now, by levels; neither the plan nor what was achieved moves. */
  ForecastSubmitted: { readonly class: Class; readonly levels: readonly Level[] };
  RiskRated: {
    readonly rating: Rating;
    /** The test that was applied, so that a rating is not a matter of taste. */
    readonly test: string;
    /** How likely it is to deliver, in whole per cent. */
    readonly likelihood: string | null;
  };
  /** What covers a saving that fails: another line, or money that is there once and counts as no saving. */
  SavingSubstituted: {
    readonly replacement: LineId | null;
    readonly oneOffSource: string | null;
    readonly year: FinancialYear;
    readonly amount: Pounds;
  };
  /** Nothing of the line's plan of this class is left. */
  SavingWithdrawn: { readonly class: Class; readonly decision: string };
  StageAdvanced: { readonly from: Stage; readonly to: Stage; readonly gateway: string | null };

  // Pot
  PotCreated: { readonly programmes: readonly LineId[]; readonly allocateBy: IsoDate };
  PotAllocated: {
    readonly pot: LineId;
    readonly class: Class;
    readonly levels: readonly Level[];
    readonly unphased: Pounds | null;
  };

  PotAllocationReturned: {
    readonly pot: LineId;
    readonly class: Class;
    readonly levels: readonly Level[];
    readonly unphased: Pounds | null;
  };

  // Delivery
  CostNetted: {
    readonly year: FinancialYear;
    readonly class: Class;
    readonly cost: 'ongoing' | 'one-off';
    readonly amount: Pounds;
    /** False for cost that would have arisen anyway: kept in sight, taken off nothing. */
    readonly included: boolean;
  };

  FullYearEffectRecognised: {
    /** The year the gain first accrued in: its clock goes on. */
    readonly tranche: FinancialYear;
    readonly year: FinancialYear;
    readonly class: Class;
    readonly amount: Pounds;
  };
  QualityChecked: {
    readonly measure: string;
    readonly before: string;
    readonly after: string;
    readonly verdict: Verdict;
  };
  EvidenceAttached: {
    readonly about: SeqText | null;
    readonly sha256: string;
    readonly kind: string;
    readonly description: string;
  };
  OverlapDeclared: { readonly other: LineId; readonly amount: Pounds | null };
  OverlapEliminated: {
    readonly other: LineId;
    readonly class: Class;
    readonly tranche: FinancialYear;
    readonly amount: Pounds;
  };

  // Persistence
  SustainmentConfirmed: { readonly tranche: FinancialYear; readonly class: Class; readonly year: FinancialYear };
  GainLapsed: {
    readonly tranche: FinancialYear;
    readonly class: Class;
    readonly status: Status;
    /** The first year in which it no longer holds. */
    readonly from: FinancialYear;
    readonly amount: Pounds;
  };

  // Assurance
  EntryVerified: EntryReference;
  EntryRejected: EntryReference;
  PositionCertified: {
    readonly by: FinancialYear;
    readonly lines: readonly LineId[];
    /** Where a deputy certified: who held the office then, and so whose lines these are. */
    readonly chiefFinanceOfficers?: readonly OfficerId[];
  };
  ReturnSubmitted: ReturnFacts;
  ReturnAmended: ReturnFacts & { readonly amends: SeqText };
  AuditQueryRaised: { readonly about: SeqText | null; readonly figure: string | null; readonly question: string };
  AuditQueryAnswered: { readonly query: SeqText; readonly answer: string };

  // Periods
  PeriodClosed: { readonly through: Month; readonly of: 'month' | 'quarter' | 'year' };
  /** Takes effect when a second officer has verified it. */
  PeriodReopened: { readonly period: Month };

  // Corrections
  EntryReversed: EntryReference & {
    readonly kind: EntryKind;
    /** The entry that the reversed entry itself was about, where it verified or rejected one. */
    readonly about: SeqText | null;
    /** The stage the line goes back to, where the reversed entry advanced it. */
    readonly stage: Stage | null;
    /** The closed period and class that may be carried forward anew, where the reversed entry carried it. */
    readonly carried: string | null;
  };
  TotalAsserted: {
    readonly label: string;
    readonly scope: Scope;
    readonly figure: AssertedFigure;
    readonly year: FinancialYear;
    readonly amount: Pounds;
    readonly printed: string;
  };

  /** Every entry of the batch that still stood, taken back at once. */
  BatchReversed: { readonly entries: readonly SeqText[] };
  DiscrepancyResolved: { readonly assertion: SeqText; readonly decision: string };

  // Imports
  BatchImported: {
    readonly title: string;
    readonly files: readonly ImportedFile[];
    /** How the files were read: unit, signs, what blank and dash mean. */
    readonly mapping: string;
    /** The sum of all amounts read, as a check that nothing was missed. */
    readonly controlTotal: Pounds;
  };
}

/** The names of the events. */
export type EntryKind = keyof Facts;

// ---- The entry ------------------------------------------------------------------------------------------------------

/** What every entry carries. `seq` and `part` are text in the hashed bytes and numbers in memory. */
interface EntryHead {
  readonly v: '1';
  /** The entry's place in the ledger, dense from 0. */
  readonly seq: number;
  readonly id: EntryId;
  /** The entry's place among those its command made, from 0. */
  readonly part: number;
  readonly line: LineId | null;
  /** When the fact holds from. */
  readonly effective: IsoDate;
  /** The month whose books it is posted in: what a period close looks at. */
  readonly period: Month;
  /** When the server recorded it; never earlier than the entry before. */
  readonly recordedAt: Instant;
  /** `held` where the server's clock stood behind the last recorded time, which was then used. */
  readonly clock: 'server' | 'held';
  readonly officer: OfficerId;
  readonly role: Role;
  readonly reason: string | null;
  readonly source: Source | null;
  readonly batch: BatchId | null;
  readonly key: IdempotencyKey;
  /** SHA-256 of the request as it was sent, so that a key cannot be used again for another one. */
  readonly requestHash: string;
  readonly postings: readonly Posting[];
}

/** An entry of one kind. */
export type EntryOf<Kind extends EntryKind> = EntryHead & { readonly kind: Kind; readonly facts: Facts[Kind] };

/** An entry of any kind: `switch (entry.kind)` tells which facts it holds. */
export type Entry = { [Kind in EntryKind]: EntryOf<Kind> }[EntryKind];
