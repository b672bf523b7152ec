import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import type { EntryKind } from '../../domain/entries';
import { refuse, refuseFields, type Problem, type Refusal, type RefusalCode } from '../../domain/refusals';
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
  const request = plainToInstance(requests[known], fields);
  const errors = validateSync(request, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const problems = errors.flatMap((error) => problemsOf(error, ''));
  const [first, ...rest] = problems.length > 0 ? problems : leftOut(fields, request, '');
  return first === undefined ? request : refuseFields([first, ...rest]);
}

/**
 * The fields that class-transformer passed over without a word, because a class has something of that name already, such
 * as `constructor` or `toString`.
 */
function leftOut(given: object, taken: object, path: string): readonly Problem[] {
  return Object.entries(given).flatMap(([name, value]: [string, unknown]): readonly Problem[] => {
    const pointer = `${path}/${name}`;
    if (!Object.hasOwn(taken, name)) return [unknownField(pointer)];
    const kept: unknown = Reflect.get(taken, name);
    return isObject(value) && isObject(kept) ? leftOut(value, kept, pointer) : [];
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function problemsOf(error: ValidationError, path: string): readonly Problem[] {
  const pointer = `${path}/${error.property}`;
  const [own] = Object.entries(error.constraints ?? {});
  // Where a part is wrong as a whole, nobody is told what is wrong inside it.
  return own === undefined
    ? (error.children ?? []).flatMap((child) => problemsOf(child, pointer))
    : [problemOf(own[0], own[1], pointer)];
}

function problemOf(constraint: string, text: string, pointer: string): Problem {
  if (constraint === 'whitelistValidation') return unknownField(pointer);
  const [code, ...words] = text.split(' ');
  return { pointer, code: code as RefusalCode, message: `${pointer.slice(1)}: ${words.join(' ')}` };
}

const unknownField = (pointer: string): Problem => ({
  pointer,
  code: 'UNKNOWN_FIELD',
  message: `There is no field "${pointer.slice(1)}" here; leave it out.`,
});
