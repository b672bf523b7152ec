/** What a server answered, as the ledger itself would have said it: the same refusals, the same codes. */
import { Refusal, refusalCodes, type RefusalCode } from '../domain/refusals';
import { Trouble } from './trouble';

/** An answer as the generated client gives it. */
export interface Answered {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** A problem of RFC 9457, as far as this program looks at it. */
interface Told {
  readonly code?: string;
  readonly detail?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly errors?: Refusal['problems'];
}

/** The answer, or the refusal it is. Throws Trouble where a server says no for a reason of its own. */
export function answerOf({ data, error, response }: Answered): unknown {
  if (response.ok && data !== undefined) return data;
  const { code, detail, context, errors }: Told = typeof error === 'object' && error !== null ? error : {};
  if (code !== undefined && code in refusalCodes) {
    return new Refusal(code as RefusalCode, detail ?? code, context, errors);
  }
  throw new Trouble(
    code ?? 'SERVER_ANSWER',
    detail ??
      `The server answered with status ${String(response.status)}, and not as a ledger does; check the address.`,
    exitCodeOf(response.status),
  );
}

function exitCodeOf(status: number): number {
  if (status === 401 || status === 403) return 4;
  return status >= 500 || status === 429 || status < 400 ? 5 : 2;
}
