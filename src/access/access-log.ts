import type { OfficerId } from '../domain/identifiers';
import type { AccessDatabase } from './access-database';
import type { Clock } from './clock';

/** What is kept of the goings-on at the doors. Names are for ever: add, never rename. */
export const accessEvents = [
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'LOCKED_OUT',
  'BREAK_GLASS',
  'SIGNED_OUT',
  'REFUSED',
  'EXPORTED',
  'LINK_MADE',
  'PASSWORD_SET',
  'TOKEN_MADE',
  'TOKEN_REVOKED',
  'CHANGE_PROPOSED',
  'OFFICER_ADDED',
  'ROLE_CHANGED',
  'OFFICER_DISABLED',
  'NAME_ERASED',
] as const;
export type AccessEvent = (typeof accessEvents)[number];

export interface LoggedAccess {
  readonly number: number;
  /** UTC, such as `2026-11-22T09:00:00.000Z`. */
  readonly at: string;
  readonly what: AccessEvent;
  /** Who did it, or tried to; null where nobody is known. */
  readonly officer: OfficerId | null;
  /** The route, the refusal's code, or whom it was done to; never a name, an address or anything that was typed. */
  readonly detail: string;
}

/** Who came in, who was turned away, what was taken out and whose role changed. Only added to. */
export class AccessLog {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly clock: Clock,
  ) {}

  public add(what: AccessEvent, officer: OfficerId | null, detail: string): void {
    this.database.run(
      'INSERT INTO access_log SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM access_log',
      this.clock(),
      what,
      officer,
      detail,
    );
  }

  /** The latest of it first: at most `limit`, from before the number `before` on. */
  public latest(limit: number, before: number | null = null): readonly LoggedAccess[] {
    return this.database
      .all(
        'SELECT number, at, what, officer, detail FROM access_log WHERE number < ? ORDER BY number DESC LIMIT ?',
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      .map(([number, at, what, officer, detail]) => ({
        number: number as number,
        at: new Date(at as number).toISOString(),
        what: what as AccessEvent,
        officer: officer as OfficerId | null,
        detail: detail as string,
      }));
  }
}
