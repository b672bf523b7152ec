import { roles, type Role } from '../domain/entries';
import { readOfficerId, type OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { AccessDatabase, Row } from './access-database';
import { DAY, type Clock } from './clock';

/** An officer: the id that entries hold, the name it stands for, and what the officer may do here, if anything. */
export interface Officer {
  readonly id: OfficerId;
  /** The id again where the name was erased. */
  readonly name: string;
  /** Null for officers who do not use the ledger: accountable for lines only, or disabled. */
  readonly role: Role | null;
}

/** An officer who may sign in. */
export type SignedInOfficer = Officer & { readonly role: Role };

/** Who somebody is at the council's identity provider: the directory, and the person in it. Never an e-mail address. */
export interface Subject {
  readonly tenant: string;
  readonly subject: string;
}

/** Whoever was given another role waits this long before she may verify, certify or confirm (trust rule S4). */
const ROLE_SETTLES_AFTER = DAY;

/**
 * Gives officers' ids their names and roles. Names are personal data, so they stand here and never in an entry: a name
 * can be erased without changing any total or any hash. Asked anew for each request, so that a change holds at once.
 */
export class OfficerRegister {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly clock: Clock,
  ) {}

  public all(): readonly Officer[] {
    return this.database.all('SELECT id, name, role FROM officers ORDER BY rowid').map(officerIn);
  }

  /** The names that are known, by id. */
  public names(): ReadonlyMap<OfficerId, string> {
    const rows = this.database.all('SELECT id, name FROM officers WHERE name IS NOT NULL');
    return new Map(rows.map(([id, name]) => [id as OfficerId, name as string]));
  }

  /** The officer of an id; null where the register has none. */
  public officer(id: OfficerId): Officer | null {
    const [row] = this.database.all('SELECT id, name, role FROM officers WHERE id = ?', id);
    return row === undefined ? null : officerIn(row);
  }

  /** The ids of those who have a role now. */
  public inOffice(role: Role): readonly OfficerId[] {
    return this.database
      .all('SELECT id FROM officers WHERE role = ? ORDER BY rowid', role)
      .map(([id]) => id as OfficerId);
  }

  /** An officer who may use the ledger. Refuses: OFFICER_FORMAT, OFFICER_NOT_FOUND, ROLE_NOT_ALLOWED. */
  public signIn(id: string): SignedInOfficer | Refusal {
    const known = readOfficerId(id);
    if (isRefusal(known)) return known;
    const officer = this.officer(known);
    if (officer === null) return refuse('OFFICER_NOT_FOUND', `There is no officer ${known} in the register.`);
    const { role } = officer;
    if (role === null)
      return refuse('ROLE_NOT_ALLOWED', `Officer ${known} is accountable for lines but has no role in this ledger.`);
    return { ...officer, role };
  }

  /** The officer of somebody at the identity provider; null where she never came before. */
  public officerOf({ tenant, subject }: Subject): Officer | null {
    const [row] = this.database.all(
      'SELECT id, name, role FROM officers WHERE tenant = ? AND subject = ?',
      tenant,
      subject,
    );
    return row === undefined ? null : officerIn(row);
  }

  /** Says who an officer is at the identity provider. */
  public bind(id: OfficerId, { tenant, subject }: Subject): void {
    this.database.run('UPDATE officers SET tenant = ?, subject = ? WHERE id = ?', tenant, subject, id);
  }

  /** Adds officers, or gives those with the same id their new name and role. */
  public add(officers: readonly Officer[]): void {
    for (const { id, name, role } of officers) {
      const sql = 'INSERT INTO officers (id, name, role) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING';
      if (this.database.run(sql, id, name, role) === 0) {
        this.database.run('UPDATE officers SET name = ? WHERE id = ?', name, id);
        this.changeRole(id, role);
      }
    }
  }

  /** Gives an officer another role, or none; says whether that changed anything. Who had been let in has to come anew. */
  public changeRole(id: OfficerId, role: Role | null): boolean {
    return this.database.run(
      'UPDATE officers SET role = ?, role_changed_at = ? WHERE id = ? AND role IS NOT ?',
      role,
      this.clock(),
      id,
      role,
    ) > 0
      ? this.endAccess(id)
      : false;
  }

  /** Takes the name of an officer out for ever, and what binds the id to a person; the id stays, and every total. */
  public erase(id: OfficerId): void {
    this.database.run('UPDATE officers SET name = NULL, tenant = NULL, subject = NULL WHERE id = ?', id);
    this.changeRole(id, null);
    this.database.run('DELETE FROM accounts WHERE officer = ?', id);
  }

  /** Whether an officer's role was changed so lately that she may not yet verify or certify. */
  public hasNewRole(id: OfficerId): boolean {
    const [changedAt] = this.database.all('SELECT role_changed_at FROM officers WHERE id = ?', id)[0] ?? [];
    return typeof changedAt === 'number' && this.clock() - changedAt < ROLE_SETTLES_AFTER;
  }

  private endAccess(id: OfficerId): true {
    for (const table of ['sessions', 'tokens', 'links'])
      this.database.run(`DELETE FROM ${table} WHERE officer = ?`, id);
    return true;
  }
}

/** The officer in a row of id, name and role. Throws where the role is not one this program knows. */
export function officerIn([id, name, role]: Row): Officer {
  const known = roles.find((candidate) => candidate === role);
  if (role !== null && known === undefined)
    throw new Error(`the register of officers has a role it does not know, of ${String(id)}`);
  return { id: id as OfficerId, name: (name ?? id) as string, role: known ?? null };
}
