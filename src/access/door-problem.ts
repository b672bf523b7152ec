/**
 * What a front door over HTTP says when it cannot do what was asked: one status, one stable code and one sentence,
 * whether a rule refused it, the request could not be read, or the store failed. REST and pages say the same.
 */
import { HttpException } from '@nestjs/common';

import { isRefusal, type Because, type Problem, type Refusal } from '../domain/refusals';

/** A refusal on its way out of a controller, because a framework hears of trouble only by what is thrown. */
export class Refused extends Error {
  public constructor(public readonly refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
  }
}

/** The answer, where it is one; throws the refusal otherwise. */
export function settled<Answer>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Refused(answer);
  return answer;
}

/** Codes that only a door over HTTP has need of, with their status. Codes are for ever: add, never rename. */
export const doorCodes = {
  REQUEST_FORMAT: 400,
  JSON_DUPLICATE_KEY: 400,
  JSON_FORBIDDEN_KEY: 400,
  JSON_SHAPE: 400,
  IF_MATCH_FORMAT: 400,
  UNAUTHENTICATED: 401,
  STEP_UP: 401,
  SIGN_IN_FAILED: 401,
  HOST_NOT_ALLOWED: 403,
  CSRF: 403,
  SCOPE_MISSING: 403,
  ROLE_TOO_NEW: 403,
  ROUTE_NOT_GUARDED: 403,
  SIGN_IN_REFUSED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  BODY_TOO_LARGE: 413,
  CONTENT_TYPE: 415,
  APPEND_TOO_LARGE: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_ERROR: 500,
  STORE_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 503,
  LEDGER_UNVERIFIED: 503,
  PROVIDER_UNAVAILABLE: 503,
  SEQ_NOT_REACHED: 503,
  STORAGE_FULL: 507,
} as const;

export type DoorCode = keyof typeof doorCodes;

export class DoorRefusal extends Error {
  public constructor(
    public readonly code: DoorCode,
    message: string,
    public readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'DoorRefusal';
  }
}

export interface DoorProblem {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
  /** Each field that is wrong, where there are several. */
  readonly problems: readonly Problem[];
  readonly context: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const statusOf: Readonly<Record<Because, number>> = {
  malformed: 400,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  input: 422,
  rule: 422,
};

/** What to say of anything that was thrown. What is not known is a fault of ours, and its text stays inside. */
export function problemOf(error: unknown): DoorProblem {
  if (error instanceof Refused) {
    const { code, message, because, problems, detail } = error.refusal;
    return { status: statusOf[because], code, sentence: message, problems, context: detail, headers: {} };
  }
  const refusal = error instanceof DoorRefusal ? error : (faultOf(error) ?? frameworkRefusal(error));
  const { code, message, headers } =
    refusal ??
    new DoorRefusal(
      'INTERNAL_ERROR',
      'Something went wrong in the ledger; nothing is known to have been recorded. Tell whoever runs it the request id.',
    );
  return { status: doorCodes[code], code, sentence: message, problems: [], context: {}, headers };
}

/** The doors do not know the store, so they know its faults by name. */
function faultOf(error: unknown): DoorRefusal | null {
  if (!(error instanceof Error)) return null;
  switch (error.name) {
    case 'StoreUnavailable':
      return 'full' in error && error.full === true
        ? new DoorRefusal('STORAGE_FULL', 'There is no room left to record anything; nothing was recorded.')
        : new DoorRefusal(
            'STORE_UNAVAILABLE',
            'The store cannot be reached now; nothing was recorded. Try again later.',
          );
    case 'NotDurable':
      return new DoorRefusal('STORE_UNAVAILABLE', 'The store cannot promise to keep what is recorded, so nothing is.');
    case 'AppendTooLarge':
      return new DoorRefusal(
        'APPEND_TOO_LARGE',
        'This makes more entries than the store takes at once; nothing was recorded. Do it in smaller parts: a tracker in several files, each with some of its rows.',
      );
    case 'OutcomeUnknown':
      return new DoorRefusal(
        'OUTCOME_UNKNOWN',
        'It is not known whether this was recorded. Send it again with the same Idempotency-Key: it is then recorded once.',
      );
    case 'DamagedLedger':
      return new DoorRefusal('LEDGER_UNVERIFIED', unverified(error));
    case 'SigningKeyMissing':
      return new DoorRefusal('LEDGER_UNVERIFIED', `The ledger can only be read: ${error.message}.`);
    case 'LedgerUnverified':
      return new DoorRefusal(
        'LEDGER_UNVERIFIED',
        `The ledger is not as it was signed: ${error.message}. It can be read, and nothing is recorded until people have looked at it.`,
      );
    default:
      return null;
  }
}

const unverified = (error: Error): string =>
  `The entry stored at seq ${'seq' in error ? String(error.seq) : 'unknown'} is not what was recorded there; nothing is shown or recorded until people have looked at it.`;

/** What the web framework itself refuses, before any of our code sees the request. It is known by its status. */
function frameworkRefusal(error: unknown): DoorRefusal | null {
  const status = statusSaidBy(error);
  if (status === null || status < 400 || status >= 500) return null;
  if (status === 404) return new DoorRefusal('NOT_FOUND', 'There is nothing at this address.');
  if (status === 413)
    return new DoorRefusal('BODY_TOO_LARGE', 'The body is larger than 64 KiB, the most that is taken.');
  if (status === 415) return new DoorRefusal('CONTENT_TYPE', 'Send the body as application/json.');
  return new DoorRefusal(
    'REQUEST_FORMAT',
    'The request cannot be read; check its address, its headers and its length.',
  );
}

function statusSaidBy(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const said = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof said === 'number' ? said : null;
}
