import type { Officer } from '../access/officer-register';
import type { Recorder } from '../commands/requests/base';
import type { Role } from '../domain/entries';
import type { OfficerId } from '../domain/identifiers';
import type { Cell } from './table';

const officer = (number: number, name: string, role: Role | null): Officer => ({
  id: `off-${String(number)}` as OfficerId,
  name,
  role,
});

/** Four people who do not exist, so that someone can use the sample. */
export const sampleOfficers: readonly Officer[] = [
  officer(201, 'Finance officer one (sample)', 'finance officer'),
  officer(202, 'Finance officer two (sample)', 'finance officer'),
  officer(203, 'Auditor (sample)', 'auditor'),
  officer(204, 'Chief finance officer (sample)', 'chief finance officer'),
];

/** Whoever the sample is recorded by: the first of the four. */
export const recorder: Recorder = { officer: 'off-201' as OfficerId, role: 'finance officer' };

/**
 * Gives every name the tables print an id of its own, in the order the names appear. Two names are never taken for one
 * person, however alike: that is for people to decide, and the ledger lists it as a finding.
 */
export class AccountableOfficers {
  private readonly ids = new Map<string, OfficerId>();

  /** The id of the officer a cell names, or null where it names nobody: `N/A` and `See separate table`. */
  public idIn({ text: name }: Cell): OfficerId | null {
    if (name === '' || name === 'N/A' || name.startsWith('See ')) return null;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const { id } = officer(101 + this.ids.size, name, null);
    this.ids.set(name, id);
    return id;
  }

  /** All who were named, for the register of officers. */
  public all(): readonly Officer[] {
    return [...this.ids].map(([name, id]) => ({ id, name, role: null }));
  }
}
