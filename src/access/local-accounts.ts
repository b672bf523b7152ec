import type { OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import type { AccessDatabase } from './access-database';
import type { AccessLog } from './access-log';
import { MINUTE, type Clock } from './clock';
import type { OfficerRegister, SignedInOfficer } from './officer-register';
import { isPassword, passwordHash } from './passwords';

/** So many wrong passwords in a row close an account for a while, whoever typed them. */
const MOST_FAILURES = 5;
const LOCKED_FOR = 15 * MINUTE;

/** Officers who sign in with a password of this ledger's own, for where there is no identity provider. */
export class LocalAccounts {
  private decoy: Promise<string> | null = null;

  public constructor(
    private readonly database: AccessDatabase,
    private readonly register: OfficerRegister,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Gives an officer a password, or another one, and opens the account again. */
  public async setPassword(officer: OfficerId, password: string): Promise<void> {
    const hash = await passwordHash(password);
    this.database.run('INSERT OR REPLACE INTO accounts (officer, password) VALUES (?, ?)', officer, hash);
    this.log.add('PASSWORD_SET', officer, '');
  }

  public hasPassword(officer: OfficerId): boolean {
    return this.database.all('SELECT 1 FROM accounts WHERE officer = ?', officer).length > 0;
  }

  /**
   * The officer with this id and password; null without a word why, and after the same time, whether there is no such
   * officer, the password is wrong or the account is locked.
   */
  public async signIn(id: string, password: string): Promise<SignedInOfficer | null> {
    const officer = this.register.signIn(id);
    const known = isRefusal(officer) ? null : officer;
    const [hash, lockedUntil] = this.accountOf(known);
    const isRight = await isPassword(password, hash ?? (await (this.decoy ??= passwordHash('nobody has this one'))));
    if (known === null) return null;
    if (lockedUntil > this.clock()) return this.failed(known.id, 'locked');
    if (!isRight || hash === null) return this.countFailure(known.id);
    this.database.run('UPDATE accounts SET failures = 0, locked_until = 0 WHERE officer = ?', known.id);
    return known;
  }

  private accountOf(officer: SignedInOfficer | null): readonly [hash: string | null, lockedUntil: number] {
    const [row] = this.database.all('SELECT password, locked_until FROM accounts WHERE officer = ?', officer?.id ?? '');
    return row === undefined ? [null, 0] : [row[0] as string, row[1] as number];
  }

  private countFailure(id: OfficerId): null {
    const [row] = this.database.all(
      'UPDATE accounts SET failures = failures + 1 WHERE officer = ? RETURNING failures',
      id,
    );
    if (typeof row?.[0] === 'number' && row[0] >= MOST_FAILURES) {
      this.database.run(
        'UPDATE accounts SET failures = 0, locked_until = ? WHERE officer = ?',
        this.clock() + LOCKED_FOR,
        id,
      );
      this.log.add('LOCKED_OUT', id, '');
    }
    return this.failed(id, 'password');
  }

  private failed(id: OfficerId, why: string): null {
    this.log.add('SIGN_IN_FAILED', id, why);
    return null;
  }
}
