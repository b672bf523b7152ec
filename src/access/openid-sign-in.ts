import { randomBytes } from 'node:crypto';

import * as client from 'openid-client';

import type { Role } from '../domain/entries';
import type { OfficerId } from '../domain/identifiers';
import type { AccessDatabase } from './access-database';
import type { AccessLog } from './access-log';
import type { OpenIdSettings } from './access-settings';
import { MINUTE, type Clock } from './clock';
import { DoorRefusal } from './door-problem';
import type { OfficerRegister, Subject } from './officer-register';
import { hashOf } from './secret';

/** How long somebody may take at the provider. */
const ENDS_AFTER = 10 * MINUTE;
/** The oldest proof that counts where a fresh one was asked for, in seconds. */
const OLDEST_PROOF = 300;

/** The app roles that an administrator of the directory gives, as their values stand in the claim `roles`. */
const appRoles: Readonly<Record<string, Role>> = {
  FinanceOfficer: 'finance officer',
  Auditor: 'auditor',
  ChiefFinanceOfficer: 'chief finance officer',
  DeputyChiefFinanceOfficer: 'deputy chief finance officer',
  Administrator: 'administrator',
};

export interface Beginning {
  /** The cookie of the browser that begins: nobody else can finish. */
  readonly cookie: string;
  /** Where the provider sends the browser back to. */
  readonly callback: string;
  /** Where she wanted to go. */
  readonly backTo: string;
  /** Whether she has to prove anew who she is, though the provider may know her. */
  readonly again: boolean;
}

export interface Finished {
  readonly officer: OfficerId;
  /** When she proved to the provider who she is; 0 where it does not say. */
  readonly signedInAt: number;
  readonly backTo: string;
}

interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly backTo: string;
  readonly again: boolean;
}

/**
 * Signing in at the council's own identity provider: OpenID Connect, authorization code with PKCE, state and nonce, for
 * one tenant. The provider says who somebody is (tenant and object id, never an e-mail address) and what she may do.
 */
export class OpenIdSignIn {
  private found: Promise<client.Configuration> | null = null;

  public constructor(
    private readonly settings: OpenIdSettings,
    private readonly database: AccessDatabase,
    private readonly register: OfficerRegister,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** The address at the provider to send the browser to. Throws PROVIDER_UNAVAILABLE. */
  public async begin({ cookie, callback, backTo, again }: Beginning): Promise<URL> {
    const config = await this.provider();
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    this.database.run('DELETE FROM sign_ins WHERE ends_at <= ?', this.clock());
    this.database.run(
      'INSERT OR REPLACE INTO sign_ins (hash, state, nonce, verifier, back_to, again, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      hashOf(cookie),
      state,
      nonce,
      verifier,
      backTo,
      again ? 1 : 0,
      this.clock() + ENDS_AFTER,
    );
    return client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(again ? { prompt: 'login', max_age: '0' } : {}),
    });
  }

  /**
   * Who came back from the provider with this address. Throws SIGN_IN_FAILED where anything about the answer is not as it
   * must be, SIGN_IN_REFUSED where the person has no place here, PROVIDER_UNAVAILABLE.
   */
  public async finish(cookie: string | null, address: URL): Promise<Finished> {
    const pending = cookie === null ? null : this.take(cookie);
    if (pending === null)
      throw this.failed('none begun', 'This sign-in was not begun here, or took too long. Begin again.');
    const claims = await this.claimsIn(await this.provider(), address, pending);
    const officer = this.officerIn(claims);
    const provedAt = typeof claims.auth_time === 'number' ? claims.auth_time * 1_000 : 0;
    return { officer, signedInAt: provedAt, backTo: pending.backTo };
  }

  /** Found out once it is needed, so that a provider that is down does not keep the server from starting. */
  private provider(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- named so as a warning; for a provider on this machine only, which the settings see to
    const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    this.found ??= client.discovery(issuer, clientId, clientSecret, undefined, { execute: insecure });
    return this.found.catch((cause: unknown) => {
      this.found = null;
      this.log.add('SIGN_IN_FAILED', null, `provider ${codeOf(cause)}`);
      throw new DoorRefusal('PROVIDER_UNAVAILABLE', 'The identity provider cannot be reached now. Try again later.');
    });
  }

  private take(cookie: string): Pending | null {
    const [row] = this.database.all(
      'DELETE FROM sign_ins WHERE hash = ? AND ends_at > ? RETURNING state, nonce, verifier, back_to, again',
      hashOf(cookie),
      this.clock(),
    );
    if (row === undefined) return null;
    const [state, nonce, verifier, backTo, again] = row as readonly [string, string, string, string, number];
    return { state, nonce, verifier, backTo, again: again === 1 };
  }

  private async claimsIn(config: client.Configuration, address: URL, pending: Pending): Promise<client.IDToken> {
    try {
      const answer = await client.authorizationCodeGrant(config, address, {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
        ...(pending.again ? { maxAge: OLDEST_PROOF } : {}),
      });
      const claims = answer.claims();
      // By the clock of this ledger as well as by that of the machine.
      if (claims !== undefined && claims.exp * 1_000 > this.clock()) return claims;
    } catch (cause) {
      throw this.failed(
        codeOf(cause),
        'The identity provider did not sign you in, or its answer was not for here. Begin again.',
      );
    }
    throw this.failed('token ended', 'What the identity provider said of you has ended. Begin again.');
  }

  /** The officer of a person at the provider, added to the register when she first comes. */
  private officerIn(claims: client.IDToken): OfficerId {
    const { tid, oid, name } = claims;
    if (tid !== this.settings.tenant || typeof oid !== 'string' || oid === '')
      throw this.refused('tenant', 'You are not in the directory that this ledger belongs to.');
    const role = this.roleIn(claims);
    const subject: Subject = { tenant: tid, subject: oid };
    const known = this.register.officerOf(subject);
    const id = known?.id ?? (`off-${randomBytes(16).toString('hex')}` as OfficerId);
    this.register.add([{ id, name: typeof name === 'string' && name !== '' ? name : id, role }]);
    if (known === null) this.register.bind(id, subject);
    if (known === null) this.log.add('OFFICER_ADDED', id, role);
    else if (known.role !== role) this.log.add('ROLE_CHANGED', id, `${known.role ?? 'none'} to ${role}`);
    return id;
  }

  /** Exactly one role: they never combine (S1). */
  private roleIn({ roles }: client.IDToken): Role {
    const given = Array.isArray(roles)
      ? roles.flatMap((value: unknown) => (typeof value === 'string' ? (appRoles[value] ?? []) : []))
      : [];
    const [role] = given;
    if (role === undefined)
      throw this.refused('no role', 'You have no role in this ledger; ask whoever gives out its roles.');
    if (given.length > 1) throw this.refused('roles', 'You have more than one role in this ledger; it must be one.');
    return role;
  }

  private failed(why: string, sentence: string): DoorRefusal {
    this.log.add('SIGN_IN_FAILED', null, why);
    return new DoorRefusal('SIGN_IN_FAILED', sentence);
  }

  private refused(why: string, sentence: string): DoorRefusal {
    this.log.add('SIGN_IN_FAILED', null, why);
    return new DoorRefusal('SIGN_IN_REFUSED', sentence);
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
