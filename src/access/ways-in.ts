import type { OfficerId } from '../domain/identifiers';
import type { AccessLog } from './access-log';
import type { AccessSettings } from './access-settings';
import type { LocalAccounts } from './local-accounts';
import type { SignedInOfficer } from './officer-register';
import type { OneTimeLinks } from './one-time-links';
import type { OpenIdSignIn } from './openid-sign-in';

/**
 * How people may show who they are. Where there is an identity provider, it is the way in, and passwords and links are
 * off, except for one officer named in the settings, for the day the provider cannot be reached; that is said aloud.
 */
export class WaysIn {
  public constructor(
    public readonly provider: OpenIdSignIn | null,
    private readonly accounts: LocalAccounts,
    private readonly links: OneTimeLinks,
    private readonly log: AccessLog,
    private readonly settings: AccessSettings,
  ) {}

  /** Whether there is anyone for whom a password or a link works. */
  public get hasLocal(): boolean {
    return this.provider === null || this.settings.breakGlass !== null;
  }

  /** Where the provider sends a browser back to, which asked for us by this host. */
  public callback(host: string): string {
    return new URL('/sign-in/callback', this.settings.publicUrl ?? `http://${host}`).href;
  }

  /** The officer with this id and password; null without a word why. */
  public async byPassword(id: string, password: string): Promise<SignedInOfficer | null> {
    // Asked in any case, so that the time it takes tells nothing.
    const officer = await this.accounts.signIn(id, password);
    return officer !== null && this.isLocal(officer.id) ? this.told(officer, 'password') : null;
  }

  /** Whom a link would sign in. */
  public ofLink(code: string): SignedInOfficer | null {
    const officer = this.links.officer(code);
    return officer !== null && this.isLocal(officer.id) ? officer : null;
  }

  /** The same, and the link is used up. */
  public byLink(code: string): SignedInOfficer | null {
    const officer = this.ofLink(code) === null ? null : this.links.use(code);
    return officer === null ? null : this.told(officer, 'link');
  }

  /** Whether an officer can sign in with a password here. */
  public isLocal(officer: OfficerId): boolean {
    return this.provider === null || officer === this.settings.breakGlass;
  }

  /** Whether an officer has yet to set the password she could sign in with here, as after her first link. */
  public lacksPassword(officer: OfficerId): boolean {
    return this.isLocal(officer) && !this.accounts.hasPassword(officer);
  }

  private told(officer: SignedInOfficer, how: string): SignedInOfficer {
    if (this.provider === null) return officer;
    this.log.add('BREAK_GLASS', officer.id, how);
    process.stderr.write(`BREAK GLASS: ${officer.id} signed in by ${how}, past the identity provider.\n`);
    return officer;
  }
}
