import { randomUUID } from 'node:crypto';

import type { OfficerId } from '../domain/identifiers';
import type { AccessDatabase, Row } from './access-database';
import type { AccessLog } from './access-log';
import { HOUR, type Clock } from './clock';
import { officerIn, type SignedInOfficer } from './officer-register';
import { hashOf, newSecret } from './secret';

export const scopes = ['read', 'record', 'assure'] as const;
/** What a token may be used for, at most what its officer may do: to ask, to record, to verify or certify. */
export type Scope = (typeof scopes)[number];

/** What is known of a token; the token itself was told once. */
export interface TokenFacts {
  readonly id: string;
  readonly officer: OfficerId;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly madeAt: number;
  readonly endsAt: number;
}

export interface NewToken {
  readonly label?: string;
  readonly scopes?: readonly Scope[];
  /** Milliseconds. */
  readonly endsAfter?: number;
}

/** Whom a token lets in, for what, and since when: making it counts as the sign-in. */
export interface TokenBearer {
  /** The token, as lists call it. */
  readonly token: string;
  readonly officer: SignedInOfficer;
  readonly scopes: readonly Scope[];
  readonly signedInAt: number;
}

const DEFAULT_LIFE = 8 * HOUR;

/** Tokens by which programs come in as an officer: made at random, told once, kept as hashes, for a time and a purpose. */
export class AccessTokens {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Makes a token for an officer. It cannot be asked for again. */
  public issue(
    officer: OfficerId,
    { label = '', scopes: asked = scopes, endsAfter = DEFAULT_LIFE }: NewToken = {},
  ): string {
    const token = newSecret();
    const id = randomUUID();
    const now = this.clock();
    this.database.run('DELETE FROM tokens WHERE ends_at <= ?', now);
    this.database.run(
      'INSERT INTO tokens (hash, id, officer, label, scopes, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      hashOf(token),
      id,
      officer,
      label,
      asked.join(' '),
      now,
      now + endsAfter,
    );
    this.log.add('TOKEN_MADE', officer, id);
    return token;
  }

  /** Whom a token lets in; null where it has ended, was revoked or never was, or the officer has no role any more. */
  public bearer(token: string): TokenBearer | null {
    // One question and not two: it is asked before every request of a program.
    const [row] = this.database.all(
      `SELECT tokens.id, scopes, made_at, officers.id, name, role FROM tokens JOIN officers ON officers.id = officer
       WHERE hash = ? AND ends_at > ? AND role IS NOT NULL`,
      hashOf(token),
      this.clock(),
    );
    if (row === undefined) return null;
    const [id, of, madeAt, ...officer] = row as [string, string, number, ...Row];
    const signedIn = officerIn(officer) as SignedInOfficer;
    return { token: id, officer: signedIn, scopes: of.split(' ') as Scope[], signedInAt: madeAt };
  }

  /** The tokens that have not ended, oldest first. */
  public all(): readonly TokenFacts[] {
    return this.database
      .all(
        'SELECT id, officer, label, scopes, made_at, ends_at FROM tokens WHERE ends_at > ? ORDER BY made_at, rowid',
        this.clock(),
      )
      .map(([id, officer, label, of, madeAt, endsAt]) => ({
        id: id as string,
        officer: officer as OfficerId,
        label: label as string,
        scopes: (of as string).split(' ') as Scope[],
        madeAt: madeAt as number,
        endsAt: endsAt as number,
      }));
  }

  /** Ends a token; says whether there was one. */
  public revoke(id: string): boolean {
    const [row] = this.database.all('DELETE FROM tokens WHERE id = ? RETURNING officer', id);
    if (row === undefined) return false;
    this.log.add('TOKEN_REVOKED', row[0] as OfficerId, id);
    return true;
  }
}
