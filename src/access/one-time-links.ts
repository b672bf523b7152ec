import type { OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import type { AccessDatabase } from './access-database';
import type { AccessLog } from './access-log';
import { HOUR, type Clock } from './clock';
import type { OfficerRegister, SignedInOfficer } from './officer-register';
import { hashOf, newSecret } from './secret';

const ENDS_AFTER = HOUR;

/** Links that sign an officer in once, within an hour. They stand in for a first password, which nobody then has to know. */
export class OneTimeLinks {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly register: OfficerRegister,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** The path of a new link, with its code, which cannot be asked for again. An older link of the officer ends. `by` asked. */
  public make(officer: OfficerId, by: OfficerId | null = null): string {
    const code = newSecret();
    this.database.run('DELETE FROM links WHERE officer = ? OR ends_at <= ?', officer, this.clock());
    this.database.run(
      'INSERT INTO links (hash, officer, ends_at) VALUES (?, ?, ?)',
      hashOf(code),
      officer,
      this.clock() + ENDS_AFTER,
    );
    this.log.add('LINK_MADE', by, officer);
    return `/sign-in/link?code=${code}`;
  }

  /** Whom a link would sign in; null where it was used, has ended or never was. */
  public officer(code: string): SignedInOfficer | null {
    const [row] = this.database.all(
      'SELECT officer FROM links WHERE hash = ? AND ends_at > ?',
      hashOf(code),
      this.clock(),
    );
    return this.known(row?.[0]);
  }

  /** The same, and the link is used up: of two who come at once, one gets in. */
  public use(code: string): SignedInOfficer | null {
    const [row] = this.database.all(
      'DELETE FROM links WHERE hash = ? AND ends_at > ? RETURNING officer',
      hashOf(code),
      this.clock(),
    );
    return this.known(row?.[0]);
  }

  private known(id: unknown): SignedInOfficer | null {
    const officer = typeof id === 'string' ? this.register.signIn(id) : null;
    return officer === null || isRefusal(officer) ? null : officer;
  }
}
