import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { roles, type Role } from '../domain/entries';
import { readOfficerId, type OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';

/** An officer: the id that entries hold, the name it stands for, and what the officer may do here, if anything. */
export interface Officer {
  readonly id: OfficerId;
  readonly name: string;
  /** Null for officers who are accountable for lines but do not use the ledger. */
  readonly role: Role | null;
}

/** An officer who may sign in. */
export type SignedInOfficer = Officer & { readonly role: Role };

/**
 * Gives officers' ids their names and roles. Names are personal data, so they stand here and never in an entry: a name
 * can be taken out of this file without changing any total or any hash.
 */
export class OfficerRegister {
  private readonly officers = new Map<OfficerId, Officer>();

  /** Reads the register of a data directory; without one it is kept in memory only. Throws where the file is damaged. */
  public constructor(private readonly directory: string | null) {
    for (const officer of this.read()) this.officers.set(officer.id, officer);
  }

  public all(): readonly Officer[] {
    return [...this.officers.values()];
  }

  /** The names that are known, by id. */
  public names(): ReadonlyMap<OfficerId, string> {
    return new Map(this.all().map(({ id, name }) => [id, name]));
  }

  /** The ids of those who have a role now. */
  public inOffice(role: Role): readonly OfficerId[] {
    return this.all().flatMap((officer) => (officer.role === role ? [officer.id] : []));
  }

  /** An officer who may use the ledger. Refuses: OFFICER_FORMAT, OFFICER_NOT_FOUND, ROLE_NOT_ALLOWED. */
  public signIn(id: string): SignedInOfficer | Refusal {
    const known = readOfficerId(id);
    if (isRefusal(known)) return known;
    const officer = this.officers.get(known);
    if (officer === undefined) return refuse('OFFICER_NOT_FOUND', `There is no officer ${known} in the register.`);
    const { role } = officer;
    if (role === null)
      return refuse('ROLE_NOT_ALLOWED', `Officer ${known} is accountable for lines but has no role in this ledger.`);
    return { ...officer, role };
  }

  /** Adds officers, or replaces those with the same id. The file is replaced as a whole, readable by its owner only. */
  public add(officers: readonly Officer[]): void {
    for (const officer of officers) this.officers.set(officer.id, officer);
    if (this.directory === null) return;
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const file = fileIn(this.directory);
    writeFileSync(`${file}.new`, `${JSON.stringify({ officers: this.all() }, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  private read(): readonly Officer[] {
    if (this.directory === null || !existsSync(fileIn(this.directory))) return [];
    const officers = parse(fileIn(this.directory));
    const damaged = officers.find(
      ({ id, name, role }) => isRefusal(readOfficerId(id)) || typeof name !== 'string' || !isRole(role),
    );
    if (damaged !== undefined) throw new Error(`the register of officers has an entry it cannot read: ${damaged.id}`);
    return officers;
  }
}

function parse(file: string): readonly Officer[] {
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as { readonly officers?: unknown };
    if (Array.isArray(read.officers)) return read.officers as readonly Officer[];
  } catch (cause) {
    throw new Error(`the register of officers, ${file}, cannot be read`, { cause });
  }
  throw new Error(`the register of officers, ${file}, holds no list of officers`);
}

const fileIn = (directory: string): string => join(directory, 'officers.json');

const isRole = (role: unknown): boolean => role === null || roles.some((known) => known === role);
