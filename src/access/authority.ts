import type { Recorder } from '../commands/requests/base';
import type { Role } from '../domain/entries';
import type { OfficerId } from '../domain/identifiers';
import { refuse } from '../domain/refusals';
import { MINUTE, type Clock } from './clock';
import { DoorRefusal, Refused } from './door-problem';
import { actions, kinds, type Action, type Rule } from './matrix';
import type { OfficerRegister, SignedInOfficer } from './officer-register';
import type { Visit } from './visit';

/** How long it counts that an officer proved who she is, where that is asked for (S8). */
const FRESH_FOR = 5 * MINUTE;

/** Says by the matrix whether somebody may do something. */
export class Authority {
  public constructor(
    private readonly register: OfficerRegister,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets a visit do something, and gives the officer; null where anyone may. Throws UNAUTHENTICATED, SCOPE_MISSING,
   * ROLE_NOT_ALLOWED, ROLE_TOO_NEW and STEP_UP as a door does.
   */
  public allow(visit: Visit, action: Action): SignedInOfficer | null {
    const rule: Rule = actions[action];
    if (rule.who === 'anyone') return visit.officer;
    const { officer } = visit;
    if (officer === null) throw notSignedIn();
    if (visit.scopes !== null) checkScope(visit.scopes, action, rule);
    this.allowRole(officer, action, rule);
    if (rule.fresh === true && this.clock() - visit.signedInAt > FRESH_FOR) throw stepUp(action);
    return officer;
  }

  /** The same for an officer whom the terminal names: whoever works on the data directory is known to its system. */
  public allowOfficer(officer: SignedInOfficer, action: Action): void {
    this.allowRole(officer, action, actions[action]);
  }

  /**
   * Who records an entry of this kind, if the officer may: what `Record` wants. A kind there is none of is left for the
   * request itself to refuse. Throws as `allow` does.
   */
  public recorder(visit: Visit, kind: unknown): Recorder {
    const officer = this.allow(visit, actionOf(kind));
    if (officer === null) throw notSignedIn();
    return { officer: officer.id, role: officer.role };
  }

  /** The same for an officer whom the terminal names. */
  public recorderFor(officer: SignedInOfficer, kind: unknown): Recorder {
    this.allowOfficer(officer, actionOf(kind));
    return { officer: officer.id, role: officer.role };
  }

  private allowRole({ id, role }: { readonly id: OfficerId; readonly role: Role }, action: Action, rule: Rule): void {
    if (rule.who !== 'anyone' && !rule.who.includes(role)) throw new Refused(roleNotAllowed(action, rule.who, role));
    if (rule.settled === true && this.register.hasNewRole(id)) throw roleTooNew(action);
  }
}

const actionOf = (kind: unknown): Action =>
  typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : 'send an entry';

const roleNotAllowed = (action: Action, who: readonly Role[], role: Role): Refused['refusal'] =>
  refuse('ROLE_NOT_ALLOWED', `To ${action} is for the ${who.join(' or the ')}; you are signed in as ${role}.`);

function checkScope(scopes: Visit['scopes'], action: Action, { scope }: Rule): void {
  if (scope === 'any') return;
  if (scope === null) throw new DoorRefusal('SCOPE_MISSING', `To ${action} is for people, not for programs.`);
  if (scopes?.includes(scope) === true) return;
  throw new DoorRefusal('SCOPE_MISSING', `To ${action}, a token with the scope "${scope}" is needed.`);
}

const notSignedIn = (): DoorRefusal =>
  new DoorRefusal(
    'UNAUTHENTICATED',
    'Sign in first; programs send the token of an officer: Authorization: Bearer <token>.',
    {
      'www-authenticate': 'Bearer realm="ledger"',
    },
  );

const stepUp = (action: Action): DoorRefusal =>
  new DoorRefusal(
    'STEP_UP',
    `To ${action} you must have signed in within the last 5 minutes. Sign in again; programs need a new token.`,
    { 'www-authenticate': 'Bearer realm="ledger", error="insufficient_user_authentication", max_age="300"' },
  );

const roleTooNew = (action: Action): DoorRefusal =>
  new DoorRefusal('ROLE_TOO_NEW', `Your role was changed within the last 24 hours; until then you cannot ${action}.`);
