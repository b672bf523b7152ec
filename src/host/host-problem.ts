import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** What the host itself says when it cannot pass a request on, with the status. Codes are for ever: add, never rename. */
export const hostCodes = {
  LEDGER_NOT_FOUND: 404,
  INTERNAL_ERROR: 500,
  LEDGERS_ALL_BUSY: 503,
  LEDGER_NOT_STARTED: 503,
  STORE_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 503,
} as const;

/** Why a request was not passed on, in a sentence for whoever sent it. */
export class HostRefusal extends Error {
  public constructor(
    public readonly code: keyof typeof hostCodes,
    message: string,
    /** In seconds; null where asking again does not help. */
    public readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'HostRefusal';
  }
}

export const ledgerNotFound = (): HostRefusal =>
  new HostRefusal('LEDGER_NOT_FOUND', 'There is no ledger at this address; check the name before the first point.');

/** Says it as the ledgers do: a problem (RFC 9457), and to whoever looks at it in a browser the same sentence as a page. */
export function sendRefusal(
  { code, message, retryAfter }: HostRefusal,
  accept: string,
  response: ServerResponse,
): void {
  const status = hostCodes[code];
  const page = accept.includes('text/html');
  response.writeHead(status, {
    'content-type': page ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(page ? pageOf(code, message) : JSON.stringify(problemOf(code, status, message)));
}

function problemOf(code: string, status: number, detail: string): object {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return {
    type: `/problems/${code.replaceAll('_', '-').toLowerCase()}`,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    status,
    detail,
    code,
    requestId: randomUUID(),
  };
}

/** Nothing that was sent stands in it. */
const pageOf = (code: string, message: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Efficiency savings ledger</title><h1>${message}</h1><p>${code}</p></html>\n`;
