import 'reflect-metadata';

import type { EntryKind } from '../../domain/entries';
import { refuse, type Refusal } from '../../domain/refusals';
import {
  BatchImportedRequest,
  EntryRejectedRequest,
  EntryReversedRequest,
  EntryVerifiedRequest,
  TotalAssertedRequest,
} from './assurance';
import type { EntryRequest } from './base';
import {
  CostNettedRequest,
  SavingAchievedRequest,
  SavingCarriedForwardRequest,
  SavingReclassifiedRequest,
} from './delivery';
import {
  BudgetContributionSetRequest,
  PotAllocatedRequest,
  PotAllocationReturnedRequest,
  PotCreatedRequest,
  SavingPlannedRequest,
  SavingReprofiledRequest,
  StageAdvancedRequest,
} from './plan';
import { readShape } from './read-shape';
import {
  BaselineSetRequest,
  DefinitionAdoptedRequest,
  LineRegisteredRequest,
  OwnerAssignedRequest,
  TargetSetRequest,
} from './set-up';

import {
  AuditQueryAnsweredRequest,
  AuditQueryRaisedRequest,
  BatchReversedRequest,
  DiscrepancyResolvedRequest,
  PeriodClosedRequest,
  PeriodReopenedRequest,
  PositionCertifiedRequest,
  ReturnAmendedRequest,
  ReturnSubmittedRequest,
  TargetRevisedRequest,
} from './whole-ledger';
import {
  EvidenceAttachedRequest,
  ForecastSubmittedRequest,
  FullYearEffectRecognisedRequest,
  GainLapsedRequest,
  LineAmendedRequest,
  OverlapDeclaredRequest,
  OverlapEliminatedRequest,
  QualityCheckedRequest,
  RiskRatedRequest,
  SavingSubstitutedRequest,
  SavingWithdrawnRequest,
  SustainmentConfirmedRequest,
} from './whole-plan';

/** The kinds of entry that can be asked for. A ledger is opened by `init`, before there is anyone to ask. */
export type RecordableKind = Exclude<EntryKind, 'LedgerOpened' | 'KeyRotated'>;

/** The shape of the request for each kind of entry. */
export const requests: Readonly<Record<RecordableKind, new () => EntryRequest>> = {
  TargetSet: TargetSetRequest,
  DefinitionAdopted: DefinitionAdoptedRequest,
  LineRegistered: LineRegisteredRequest,
  OwnerAssigned: OwnerAssignedRequest,
  BaselineSet: BaselineSetRequest,
  SavingPlanned: SavingPlannedRequest,
  SavingAchieved: SavingAchievedRequest,
  SavingCarriedForward: SavingCarriedForwardRequest,
  SavingReclassified: SavingReclassifiedRequest,
  SavingReprofiled: SavingReprofiledRequest,
  BudgetContributionSet: BudgetContributionSetRequest,
  StageAdvanced: StageAdvancedRequest,
  PotCreated: PotCreatedRequest,
  PotAllocated: PotAllocatedRequest,
  CostNetted: CostNettedRequest,
  EntryVerified: EntryVerifiedRequest,
  EntryRejected: EntryRejectedRequest,
  EntryReversed: EntryReversedRequest,
  TotalAsserted: TotalAssertedRequest,
  BatchImported: BatchImportedRequest,
  LineAmended: LineAmendedRequest,
  ForecastSubmitted: ForecastSubmittedRequest,
  RiskRated: RiskRatedRequest,
  SavingSubstituted: SavingSubstitutedRequest,
  SavingWithdrawn: SavingWithdrawnRequest,
  PotAllocationReturned: PotAllocationReturnedRequest,
  FullYearEffectRecognised: FullYearEffectRecognisedRequest,
  QualityChecked: QualityCheckedRequest,
  EvidenceAttached: EvidenceAttachedRequest,
  OverlapDeclared: OverlapDeclaredRequest,
  OverlapEliminated: OverlapEliminatedRequest,
  SustainmentConfirmed: SustainmentConfirmedRequest,
  GainLapsed: GainLapsedRequest,
  TargetRevised: TargetRevisedRequest,
  PositionCertified: PositionCertifiedRequest,
  ReturnSubmitted: ReturnSubmittedRequest,
  ReturnAmended: ReturnAmendedRequest,
  AuditQueryRaised: AuditQueryRaisedRequest,
  AuditQueryAnswered: AuditQueryAnsweredRequest,
  PeriodClosed: PeriodClosedRequest,
  PeriodReopened: PeriodReopenedRequest,
  BatchReversed: BatchReversedRequest,
  DiscrepancyResolved: DiscrepancyResolvedRequest,
};

export const recordableKinds = Object.keys(requests) as readonly RecordableKind[];

/**
 * Reads a request: an object that names its kind and has that kind's fields and no others.
 * Refuses: BODY_FORMAT, KIND_UNKNOWN, UNKNOWN_FIELD, and what each field refuses; all wrong fields are listed.
 */
export function readRequest(body: unknown): EntryRequest | Refusal {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('BODY_FORMAT', 'Send the entry as a JSON object with its kind and fields.');
  }
  const { kind, ...fields } = body as Record<string, unknown>;
  const known = recordableKinds.find((candidate) => candidate === kind);
  if (known === undefined) {
    return refuse('KIND_UNKNOWN', `The kind of an entry to record is one of: ${recordableKinds.join(', ')}.`);
  }
  return readShape(requests[known], fields);
}
