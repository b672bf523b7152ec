/**
 * The rules of the ledger as one pure table: what an officer asks, in the light of what was recorded, gives entries to
 * record or a refusal. No clock, no chance, no reading or writing.
 */
import type { Circumstances, Command, CommandOf, LedgerVerb, LineCommand, LineVerb, Verb } from './commands';
import { latestCause } from './causes';
import { dayOf, monthOf, type Instant, type IsoDate } from './dates';
import { rejectEntry, verifyEntry } from './decide/assurance';
import { answerAuditQuery, raiseAuditQuery, resolveDiscrepancy } from './decide/audit';
import { reverseBatch } from './decide/batch';
import { carryForwardSaving } from './decide/carry-forward';
import { amendReturn, certifyPosition, submitReturn } from './decide/certification';
import { assertTotal, reverseEntry } from './decide/corrections';
import { achieveSaving, netCost, reclassifySaving } from './decide/delivery';
import { rateRisk, submitForecast } from './decide/forecast';
import { importBatch } from './decide/imports';
import { closePeriod, firstOpen, reopenPeriod, waitingReopening } from './decide/periods';
import { confirmSustainment, lapseGain, recogniseFullYearEffect } from './decide/persistence';
import {
  advanceStage,
  planSaving,
  reprofileSaving,
  setBudgetContribution,
  substituteSaving,
  withdrawSaving,
} from './decide/plan';
import { allocatePot, createPot, returnAllocation } from './decide/pot';
import { attachEvidence, checkQuality, declareOverlap, eliminateOverlap } from './decide/quality';
import {
  adoptDefinition,
  amendLine,
  assignOwner,
  openLedger,
  registerLine,
  reviseTarget,
  rotateKey,
  setBaseline,
  setTarget,
} from './decide/set-up';
import type { Decision, Draft } from './drafts';
import type { Role } from './entries';
import { startOf } from './financial-year';
import { isRefusal, refuse, type Refusal } from './refusals';
import { checkConfirmed } from './confirmation';
import { checkRange } from './range';
import { firstRefusal } from './rules';
import type { LedgerState } from './state';

type Decide<V extends Verb> = (command: CommandOf<V>, state: LedgerState, circumstances: Circumstances) => Decision;

const decisions: { readonly [V in Verb]: Decide<V> } = {
  OpenLedger: openLedger,
  RotateKey: rotateKey,
  SetTarget: setTarget,
  ReviseTarget: reviseTarget,
  AdoptDefinition: adoptDefinition,
  RegisterLine: registerLine,
  AmendLine: amendLine,
  AssignOwner: assignOwner,
  SetBaseline: setBaseline,
  PlanSaving: planSaving,
  ReprofileSaving: reprofileSaving,
  SetBudgetContribution: setBudgetContribution,
  SubmitForecast: submitForecast,
  RateRisk: rateRisk,
  SubstituteSaving: substituteSaving,
  WithdrawSaving: withdrawSaving,
  AdvanceStage: advanceStage,
  AchieveSaving: achieveSaving,
  NetCost: netCost,
  ReclassifySaving: reclassifySaving,
  CarryForwardSaving: carryForwardSaving,
  CreatePot: createPot,
  AllocatePot: allocatePot,
  ReturnAllocation: returnAllocation,
  RecogniseFullYearEffect: recogniseFullYearEffect,
  CheckQuality: checkQuality,
  AttachEvidence: attachEvidence,
  DeclareOverlap: declareOverlap,
  EliminateOverlap: eliminateOverlap,
  ConfirmSustainment: confirmSustainment,
  LapseGain: lapseGain,
  VerifyEntry: verifyEntry,
  RejectEntry: rejectEntry,
  CertifyPosition: certifyPosition,
  SubmitReturn: submitReturn,
  AmendReturn: amendReturn,
  RaiseAuditQuery: raiseAuditQuery,
  AnswerAuditQuery: answerAuditQuery,
  ClosePeriod: closePeriod,
  ReopenPeriod: reopenPeriod,
  ReverseEntry: reverseEntry,
  ReverseBatch: reverseBatch,
  ResolveDiscrepancy: resolveDiscrepancy,
  AssertTotal: assertTotal,
  ImportBatch: importBatch,
};

/**
 * Decides one command against the ledger as it stands. The checks come in a fixed order: may this role do it, is the
 * line still as the officer saw it, does the effective date make sense, and then the rules of the verb itself.
 */
export function decide(command: Command, state: LedgerState, circumstances: Circumstances): Decision {
  const problem =
    authorise(command.by.role, command.verb) ??
    checkOpened(command, state) ??
    checkVersion(command, state) ??
    checkBatch(command, state) ??
    checkEffective(command, state, circumstances.recordedAt) ??
    checkCause(command, circumstances) ??
    checkPeriod(command, state, circumstances.recordedAt);
  if (problem !== null) return problem;
  // The table is complete by its type; only that verb and command belong together is lost on the compiler here.
  const decision = (decisions[command.verb] as Decide<LedgerVerb | LineVerb>)(command, state, circumstances);
  if (isRefusal(decision)) return decision;
  return (
    checkConsequence(command, state, circumstances, decision) ??
    checkRange(state, decision) ??
    checkConfirmed(command, state) ??
    decision
  );
}

const certifiers: readonly Role[] = ['chief finance officer', 'deputy chief finance officer'];

/**
 * Who may do what. Finance officers record; the chief finance officer and deputies certify, and confirm targets and
 * re-openings; auditors ask. So those who check and those who certify never move money.
 */
const mayAlso: Readonly<Partial<Record<Verb, readonly Role[]>>> = {
  CertifyPosition: certifiers,
  VerifyEntry: ['finance officer', ...certifiers],
  RaiseAuditQuery: ['auditor'],
  RotateKey: ['administrator', 'finance officer'],
};

function authorise(role: Role, verb: Verb): Refusal | null {
  const may = mayAlso[verb] ?? ['finance officer'];
  if (may.includes(role)) return null;
  return refuse('ROLE_NOT_ALLOWED', `This (${verb}) is for the ${may.join(' or the ')}; you are signed in as ${role}.`);
}

function checkOpened(command: Command, state: LedgerState): Refusal | null {
  if (state.opened !== null || command.verb === 'OpenLedger') return null;
  return refuse('LEDGER_NOT_OPENED', 'This ledger has not been opened yet; run init first.');
}

/** Refuses LINE_VERSION_STALE where the officer saw the line before its latest entry. */
function checkVersion(command: Command, state: LedgerState): Refusal | null {
  const { lineVersion } = command.by;
  if (lineVersion === null || !hasLine(command)) return null;
  const current = state.lines.get(command.line)?.version;
  if (current === undefined || current === lineVersion) return null;
  const numbers = { current: String(current), seen: String(lineVersion) };
  if (lineVersion > current) {
    return refuse(
      'LINE_VERSION_STALE',
      `Line ${command.line} has no version ${String(lineVersion)}; its latest entry is ${String(current)}. Look at the line again and send the command with the version you are shown.`,
      numbers,
    );
  }
  return refuse(
    'LINE_VERSION_STALE',
    `Line ${command.line} has changed since you saw it: its latest entry is ${String(current)}, you saw ${String(lineVersion)}. Look at what was recorded since and send the command again.`,
    numbers,
  );
}

const hasLine = (command: Command): command is LineCommand => 'line' in command;

/** An entry can only belong to a batch whose import is recorded (BATCH_NOT_FOUND). */
function checkBatch({ verb, by: { batch } }: Command, state: LedgerState): Refusal | null {
  if (batch === null || verb === 'ImportBatch' || state.batches.has(batch)) return null;
  return refuse('BATCH_NOT_FOUND', `There is no import batch ${batch} in this ledger; record the import first.`);
}

const effectiveOf = ({ by }: Command, { recordedAt }: Circumstances): IsoDate => by.effective ?? dayOf(recordedAt);

/** What is done about an entry, or about those of a batch, cannot hold from before they did (DATE_PERIOD). */
function checkCause(command: Command, circumstances: Circumstances): Refusal | null {
  const { about, batch } = circumstances;
  const causes = [...(about === null ? [] : [about.entry]), ...batch];
  return firstRefusal(...causes.map((cause) => notBefore(effectiveOf(command, circumstances), cause.effective)));
}

/** What changes a line, a plan, a tranche or a target cannot hold from before that which it changes (DATE_PERIOD). */
function checkConsequence(
  command: Command,
  state: LedgerState,
  circumstances: Circumstances,
  drafts: readonly Draft[],
): Refusal | null {
  const effective = effectiveOf(command, circumstances);
  return firstRefusal(...drafts.map((draft) => notBefore(effective, latestCause(state, draft))));
}

const notBefore = (effective: IsoDate, cause: IsoDate | null): Refusal | null =>
  cause === null || effective >= cause
    ? null
    : refuse(
        'DATE_PERIOD',
        `The effective date ${effective} is before ${cause}, from when that holds which it is about.`,
      );

/** A fact cannot hold from a day still to come, nor from before the base year (DATE_PERIOD). */
function checkEffective(command: Command, state: LedgerState, now: Instant): Refusal | null {
  const { effective } = command.by;
  if (effective === null) return null;
  if (effective > dayOf(now)) {
    return refuse('DATE_PERIOD', `The effective date ${effective} is still to come; record the fact when it holds.`);
  }
  if (state.opened === null || effective >= `${String(startOf(state.baseYear))}-04-01`) return null;
  return refuse('DATE_PERIOD', `The effective date ${effective} is before the base year ${state.baseYear}.`);
}

/**
 * Rule 15: only the posting period is checked. A closed one is refused (PERIOD_LOCKED); a late fact is posted in the first
 * open one with its own effective date. A period before the effective date's, or still to come, makes no sense (DATE_PERIOD).
 */
function checkPeriod({ by }: Command, state: LedgerState, now: Instant): Refusal | null {
  const effective = by.effective ?? dayOf(now);
  const period = by.period ?? monthOf(effective);
  if (period < monthOf(effective) || period > monthOf(dayOf(now))) {
    return refuse(
      'DATE_PERIOD',
      `The posting period ${period} is not between the month of the effective date ${effective} and this month.`,
    );
  }
  if (!state.isClosed(period)) return null;
  const open = firstOpen(state, period);
  const waiting = waitingReopening(state, period);
  const asked =
    waiting === null ? '' : ` Entry ${String(waiting)} asks to re-open it and waits for a second officer to verify it.`;
  return refuse(
    'PERIOD_LOCKED',
    `The books of ${period} are closed; post it in ${open}, the first open month after it, with its own effective date.${asked}`,
    { open, ...(waiting === null ? {} : { reopening: String(waiting) }) },
  );
}
