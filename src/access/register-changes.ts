import type { Role } from '../domain/entries';
import type { OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { AccessDatabase } from './access-database';
import type { AccessLog } from './access-log';
import type { Authority } from './authority';
import type { Clock } from './clock';
import type { OfficerRegister, SignedInOfficer } from './officer-register';
import type { OneTimeLinks } from './one-time-links';

export const grounds = ['request', 'retention', 'error'] as const;
/** Why a name is erased: the person asked, she left long enough ago, or it should never have been there. */
export type Ground = (typeof grounds)[number];

/** What may be done to the register, and to the way in of one officer. */
export type Change =
  | { readonly what: 'add'; readonly officer: OfficerId; readonly name: string; readonly role: Role | null }
  | { readonly what: 'role'; readonly officer: OfficerId; readonly role: Role }
  | { readonly what: 'disable'; readonly officer: OfficerId }
  | { readonly what: 'link'; readonly officer: OfficerId }
  | { readonly what: 'erase'; readonly officer: OfficerId; readonly ground: Ground };

export interface Proposal {
  readonly number: number;
  /** Null where whoever runs the ledger proposed it before there were administrators. */
  readonly by: OfficerId | null;
  readonly change: Change;
}

/** What became of a change: it waits for a second person under a number, or was made; a link has its path. */
export interface Outcome {
  readonly waitsAs: number | null;
  readonly link: string | null;
}

/** So many administrators there must be before they can watch each other. */
const ENOUGH = 2;

/**
 * Changes of the register by two people: one administrator proposes, another one confirms; an erasure is confirmed by the
 * chief finance officer. Until there are two administrators, whoever works on the data directory sets the register up
 * alone, and nobody else does; from then on there are never fewer again. All of it is in the access log.
 */
export class RegisterChanges {
  public constructor(
    private readonly database: AccessDatabase,
    private readonly register: OfficerRegister,
    private readonly links: OneTimeLinks,
    private readonly authority: Authority,
    private readonly log: AccessLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Proposes a change, or makes it where one person is enough. `by` is null for whoever works on the data directory; a lone
   * administrator is a person like any other, whose change waits for a second one.
   * Refuses: OFFICER_EXISTS, OFFICER_NOT_FOUND, NOTHING_CHANGES, LAST_ADMINISTRATORS, ROLE_NOT_ALLOWED.
   */
  public propose(change: Change, by: SignedInOfficer | null): Outcome | Refusal {
    if (by !== null) this.authority.allowOfficer(by, 'keep the register');
    else if (this.administrators() >= ENOUGH)
      return refuse('ROLE_NOT_ALLOWED', 'There are administrators now; name the one who asks with --as.');
    return this.database.together(() => {
      const problem = this.problemWith(change);
      if (problem !== null) return problem;
      if (by === null && change.what !== 'erase') return this.make(change, null);
      this.log.add('CHANGE_PROPOSED', by?.id ?? null, `${change.what} ${change.officer}`);
      const [row] = this.database.all(
        'INSERT INTO proposals (proposed_at, proposed_by, change) VALUES (?, ?, ?) RETURNING number',
        this.clock(),
        by?.id ?? null,
        JSON.stringify(change),
      );
      return { waitsAs: row?.[0] as number, link: null };
    });
  }

  /**
   * Makes a change that another officer proposed. Refuses: NOT_FOUND, SELF_APPROVAL, and what `propose` refuses; throws
   * ROLE_TOO_NEW for whoever was given another role within a day.
   */
  public confirm(number: number, by: SignedInOfficer): Outcome | Refusal {
    this.authority.allowOfficer(by, 'confirm a change');
    return this.database.together(() => {
      const proposal = this.proposals().find((one) => one.number === number);
      if (proposal === undefined) return refuse('NOT_FOUND', `No change waits under the number ${String(number)}.`);
      this.authority.allowOfficer(by, proposal.change.what === 'erase' ? 'confirm an erasure' : 'keep the register');
      if (proposal.by === by.id) return refuse('SELF_APPROVAL', 'Whoever proposed a change cannot confirm it.');
      const problem = this.problemWith(proposal.change);
      if (problem !== null) return problem;
      this.database.run('DELETE FROM proposals WHERE number = ?', number);
      return this.make(proposal.change, by.id);
    });
  }

  /** What waits for a second person. */
  public proposals(): readonly Proposal[] {
    return this.database
      .all('SELECT number, proposed_by, change FROM proposals ORDER BY number')
      .map(([number, by, change]) => ({
        number: number as number,
        by: by as OfficerId | null,
        change: JSON.parse(change as string) as Change,
      }));
  }

  private administrators(): number {
    return this.register.all().filter(({ role }) => role === 'administrator').length;
  }

  private problemWith(change: Change): Refusal | null {
    const known = this.register.officer(change.officer);
    if (change.what === 'add') {
      return known === null ? null : refuse('OFFICER_EXISTS', `There is an officer ${change.officer} in the register.`);
    }
    if (known === null) return refuse('OFFICER_NOT_FOUND', `There is no officer ${change.officer} in the register.`);
    if (change.what === 'link') {
      const officer = this.register.signIn(change.officer);
      return isRefusal(officer) ? officer : null;
    }
    const after = change.what === 'role' ? change.role : null;
    if (change.what !== 'erase' && after === known.role)
      return refuse('NOTHING_CHANGES', `Officer ${change.officer} has that role already.`);
    const isLast = known.role === 'administrator' && after !== 'administrator' && this.administrators() <= ENOUGH;
    return isLast
      ? refuse('LAST_ADMINISTRATORS', 'There must be two administrators; add another one before this one goes.')
      : null;
  }

  private make(change: Change, by: OfficerId | null): Outcome {
    const { officer } = change;
    let link: string | null = null;
    switch (change.what) {
      case 'add':
        this.register.add([{ id: officer, name: change.name, role: change.role }]);
        this.log.add('OFFICER_ADDED', by, `${officer} ${change.role ?? 'without a role'}`);
        break;
      case 'role':
        this.register.changeRole(officer, change.role);
        this.log.add('ROLE_CHANGED', by, `${officer} ${change.role}`);
        break;
      case 'disable':
        this.register.changeRole(officer, null);
        this.log.add('OFFICER_DISABLED', by, officer);
        break;
      case 'link':
        link = this.links.make(officer, by);
        break;
      case 'erase':
        this.register.erase(officer);
        this.log.add('NAME_ERASED', by, `${officer} ${change.ground}`);
        break;
    }
    return { waitsAs: null, link };
  }
}
