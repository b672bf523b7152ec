/**
 * The rules of the ledger as one pure table: what an officer asks, in the light of what was recorded, gives entries to
 * record or a refusal. No clock, no chance, no reading or writing.
 */
import type { Circumstances, Command, CommandOf, LedgerVerb, LineCommand, LineVerb, Verb } from './commands';
import { dayOf, type Instant } from './dates';
import { rejectEntry, verifyEntry } from './decide/assurance';
import { carryForwardSaving } from './decide/carry-forward';
import { assertTotal, reverseEntry } from './decide/corrections';
import { achieveSaving, netCost, reclassifySaving } from './decide/delivery';
import { importBatch } from './decide/imports';
import { advanceStage, planSaving, reprofileSaving, setBudgetContribution } from './decide/plan';
import { allocatePot, createPot } from './decide/pot';
import { adoptDefinition, assignOwner, openLedger, registerLine, setBaseline, setTarget } from './decide/set-up';
import type { Decision } from './drafts';
import type { Role } from './entries';
import { startOf } from './financial-year';
import { refuse, type Refusal } from './refusals';
import type { LedgerState } from './state';

type Decide<V extends Verb> = (command: CommandOf<V>, state: LedgerState, circumstances: Circumstances) => Decision;

const decisions: { readonly [V in Verb]: Decide<V> } = {
  OpenLedger: openLedger,
  SetTarget: setTarget,
  AdoptDefinition: adoptDefinition,
  RegisterLine: registerLine,
  AssignOwner: assignOwner,
  SetBaseline: setBaseline,
  PlanSaving: planSaving,
  ReprofileSaving: reprofileSaving,
  SetBudgetContribution: setBudgetContribution,
  AdvanceStage: advanceStage,
  AchieveSaving: achieveSaving,
  NetCost: netCost,
  ReclassifySaving: reclassifySaving,
  CarryForwardSaving: carryForwardSaving,
  CreatePot: createPot,
  AllocatePot: allocatePot,
  VerifyEntry: verifyEntry,
  RejectEntry: rejectEntry,
  ReverseEntry: reverseEntry,
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
    checkEffective(command, state, circumstances.recordedAt);
  if (problem !== null) return problem;
  // The table is complete by its type; only that verb and command belong together is lost on the compiler here.
  return (decisions[command.verb] as Decide<LedgerVerb | LineVerb>)(command, state, circumstances);
}

/** Finance officers record. Nobody else does, so that those who check and those who certify never move money. */
function authorise(role: Role, verb: Verb): Refusal | null {
  if (role === 'finance officer') return null;
  return refuse('ROLE_NOT_ALLOWED', `Only a finance officer may do this (${verb}); you are signed in as ${role}.`);
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
  return refuse(
    'LINE_VERSION_STALE',
    `Line ${command.line} has changed since you saw it: its latest entry is ${String(current)}, you saw ${String(lineVersion)}. Look at what was recorded since and send the command again.`,
    { current: String(current), seen: String(lineVersion) },
  );
}

const hasLine = (command: Command): command is LineCommand => 'line' in command;

/** An entry can only belong to a batch whose import is recorded (BATCH_NOT_FOUND). */
function checkBatch({ verb, by: { batch } }: Command, state: LedgerState): Refusal | null {
  if (batch === null || verb === 'ImportBatch' || state.batches.has(batch)) return null;
  return refuse('BATCH_NOT_FOUND', `There is no import batch ${batch} in this ledger; record the import first.`);
}

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
