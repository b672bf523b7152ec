import { randomBytes } from 'node:crypto';

import type { OfficerId } from '../domain/identifiers';
import { sha256 } from '../tamper-evidence/leaf';
import { isRefusal } from '../domain/refusals';
import type { OfficerRegister } from './officer-register';
import { type SignedInOfficer } from './officer-register';

/**
 * Tokens by which the API knows an officer. Each is made at random, told once, kept only as a hash and only in memory:
 * it ends with the process.
 */
export class AccessTokens {
  private readonly officers = new Map<string, OfficerId>();

  public constructor(private readonly register: OfficerRegister) {}

  /** Makes a token for an officer. It cannot be asked for again. */
  public issue(officer: OfficerId): string {
    const token = randomBytes(32).toString('base64url');
    this.officers.set(sha256(token), officer);
    return token;
  }

  /** The officer a token was made for, as this process has her in its register; null for any other text. */
  public officer(token: string): SignedInOfficer | null {
    const id = this.officers.get(sha256(token));
    const officer = id === undefined ? null : this.register.signIn(id);
    return officer === null || isRefusal(officer) ? null : officer;
  }
}
