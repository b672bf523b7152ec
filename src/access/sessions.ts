import type { OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import type { AccessDatabase } from './access-database';
import { HOUR, MINUTE, type Clock } from './clock';
import type { OfficerRegister, SignedInOfficer } from './officer-register';
import { hashOf, newSecret } from './secret';

const IDLE = 30 * MINUTE;
const LONGEST = 8 * HOUR;
/** How exactly it is kept when a session was last used, so that not every page has to be written down. */
const SEEN_EVERY = MINUTE;

export interface Session {
  readonly officer: SignedInOfficer;
  /** When the officer last proved who she is, in milliseconds since 1970. */
  readonly signedInAt: number;
}

/** Who is signed in in which browser. Kept on this side, so that it can be ended on this side; of the id only a hash. */
export class Sessions {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly register: OfficerRegister,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a session and gives its id: always a new one, so that nobody can plant one before. `signedInAt` is when the
   * officer proved who she is, where that was not just now.
   */
  public begin(officer: OfficerId, signedInAt = this.clock()): string {
    const id = newSecret();
    const now = this.clock();
    this.database.run('DELETE FROM sessions WHERE seen_at <= ? OR began_at <= ?', now - IDLE, now - LONGEST);
    this.database.run(
      'INSERT INTO sessions (hash, officer, began_at, signed_in_at, seen_at) VALUES (?, ?, ?, ?, ?)',
      hashOf(id),
      officer,
      now,
      signedInAt,
      now,
    );
    return id;
  }

  /** The session of an id; null where there is none, it was idle for 30 minutes or is 8 hours old, or the role is gone. */
  public find(id: string): Session | null {
    const [row] = this.database.all(
      'SELECT officer, began_at, signed_in_at, seen_at FROM sessions WHERE hash = ?',
      hashOf(id),
    );
    if (row === undefined) return null;
    const [officerId, beganAt, signedInAt, seenAt] = row as readonly [string, number, number, number];
    const now = this.clock();
    if (now - seenAt >= IDLE || now - beganAt >= LONGEST) return this.none(id);
    const officer = this.register.signIn(officerId);
    if (isRefusal(officer)) return this.none(id);
    if (now - seenAt >= SEEN_EVERY)
      this.database.run('UPDATE sessions SET seen_at = ? WHERE hash = ?', now, hashOf(id));
    return { officer, signedInAt };
  }

  public end(id: string): void {
    this.database.run('DELETE FROM sessions WHERE hash = ?', hashOf(id));
  }

  private none(id: string): null {
    this.end(id);
    return null;
  }
}

/**
 * The token a form carries to show that it came from a page of ours: bound to the cookie, and of no use without it. A
 * browser that is not signed in has a cookie as well, so that signing in is guarded in the same way.
 */
export const csrfTokenOf = (cookie: string): string => hashOf(`csrf ${cookie}`);
