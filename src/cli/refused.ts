import type { CommanderError } from 'commander';

import { DoorRefusal, problemOf, Refused as RefusedAtDoor } from '../access/door-problem';
import { isRefusal, refuse, type Because, type Problem, type Refusal, type RefusalCode } from '../domain/refusals';
import { SampleRefused } from '../samples/july-2009';
import { Trouble } from './trouble';

/** Carries a refusal out of a verb to the one place that reports it. */
export class Refused extends Error {
  public constructor(public readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Goes on with what was answered; a refusal ends the verb. */
export function accepted<Answer>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Refused(answer);
  return answer;
}

/** What commander found wrong, and in which verb. */
export class WrongUsage extends Error {
  public constructor(
    public readonly found: CommanderError,
    public readonly verb: string,
  ) {
    super(found.message);
  }
}

const exitCodes: Readonly<Record<Because, number>> = {
  rule: 1,
  malformed: 2,
  input: 2,
  missing: 2,
  conflict: 3,
  stale: 3,
  forbidden: 4,
};

/** What a process ends with that could not find out: whether it was recorded may then be unknown. */
export const UNAVAILABLE = 5;

/** What is told on stderr, and what the process ends with. */
export interface Report {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Turns whatever ended a verb into a report: a refusal, wrong usage, or a fault. */
export function reportOf(error: unknown): Report {
  if (error instanceof Refused || error instanceof SampleRefused || error instanceof RefusedAtDoor)
    return refusalReport(error.refusal);
  if (error instanceof DoorRefusal)
    return { exitCode: exitCodes.forbidden, code: error.code, message: error.message, detail: {}, problems: [] };
  if (error instanceof Trouble) {
    const { exitCode, code, message } = error;
    return { exitCode, code, message, detail: {}, problems: [] };
  }
  if (error instanceof WrongUsage) return refusalReport(usageRefusal(error));
  const { code, sentence } = problemOf(error);
  if (code === 'APPEND_TOO_LARGE')
    return { exitCode: exitCodes.rule, code, message: sentence, detail: {}, problems: [] };
  if (code === 'LEDGER_UNVERIFIED') return { exitCode: UNAVAILABLE, code, message: sentence, detail: {}, problems: [] };
  const message = error instanceof Error ? error.message || error.name : String(error);
  return { exitCode: UNAVAILABLE, code: 'FAULT', message, detail: {}, problems: [] };
}

function refusalReport({ code, message, detail, problems, because }: Refusal): Report {
  return { exitCode: code === 'LEDGER_NOT_OPENED' ? UNAVAILABLE : exitCodes[because], code, message, detail, problems };
}

const usageCodes: Readonly<Record<string, RefusalCode>> = {
  'commander.unknownOption': 'UNKNOWN_FIELD',
  'commander.unknownCommand': 'CHOICE_UNKNOWN',
  'commander.excessArguments': 'CHOICE_UNKNOWN',
  'commander.invalidArgument': 'CHOICE_UNKNOWN',
};

/** The same mistake has the same code at every door; what is left is an option or argument that is missing. */
function usageRefusal({ found: { code, message }, verb }: WrongUsage): Refusal {
  const sentence = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  if (code === 'commander.unknownCommand' && verb === 'record') {
    return refuse('KIND_UNKNOWN', `${sentence.replace('command', 'kind')}; record help lists the kinds.`);
  }
  return refuse(usageCodes[code] ?? 'FIELD_REQUIRED', `${sentence}; see --help.`);
}
