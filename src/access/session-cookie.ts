import { fastifyCookie } from '@fastify/cookie';

/**
 * The cookie a browser is known by. Over https its name begins with `__Host-`, so that no other host can set it and it
 * never travels unprotected. On plain-HTTP loopback it cannot have that name: browsers refuse a Secure cookie there, some
 * of them even for localhost, and without Secure they refuse the prefix. Nothing leaves the machine there.
 */
export class SessionCookie {
  private readonly name: string;

  public constructor(private readonly secure: boolean) {
    this.name = secure ? '__Host-ledger' : 'ledger';
  }

  /** What the browser sent; null where it sent none, or none that could be ours. */
  public read(header: string | undefined): string | null {
    const value = header === undefined ? undefined : fastifyCookie.parse(header)[this.name];
    return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
  }

  /** The header that gives the browser its cookie, for as long as it is open. */
  public give(value: string): string {
    return fastifyCookie.serialize(this.name, value, this.options);
  }

  /** The header that takes it away again. */
  public takeAway(): string {
    return fastifyCookie.serialize(this.name, '', { ...this.options, maxAge: 0 });
  }

  private get options(): { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure };
  }
}
