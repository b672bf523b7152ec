import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AccessLog } from '../access/access-log';
import { MINUTE } from '../access/clock';
import { RateLimit } from '../access/rate-limit';
import { newSecret } from '../access/secret';
import { SessionCookie } from '../access/session-cookie';
import { csrfTokenOf, Sessions } from '../access/sessions';
import type { Visit } from '../access/visit';
import type { OfficerId } from '../domain/identifiers';

/** Sign-ins tried from one address in five minutes: far more than people need, far fewer than guessing does. */
const MOST_ATTEMPTS = 30;

/** What every way of signing in ends with: a new session, its cookie, and a line in the access log. */
@Injectable()
export class SigningIn {
  private readonly attempts = new RateLimit(MOST_ATTEMPTS, 5 * MINUTE, Date.now);

  public constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly log: AccessLog,
  ) {}

  /** The token for a form of a browser that may not be signed in yet, which is given a cookie for it. */
  public formToken(visit: Visit, reply: FastifyReply): string {
    return visit.csrf ?? csrfTokenOf(this.cookieOf(visit, reply));
  }

  /** The cookie of a browser, given to it where it has none. */
  public cookieOf({ cookie }: Visit, reply: FastifyReply): string {
    if (cookie !== null) return cookie;
    const value = newSecret();
    void reply.header('set-cookie', this.cookie.give(value));
    return value;
  }

  /** Throws TOO_MANY_REQUESTS. */
  public countAttempt({ ip }: FastifyRequest): void {
    this.attempts.count(ip);
  }

  /** Whatever cookie the browser had before is worth nothing afterwards. */
  public begin(officer: OfficerId, how: string, { cookie }: Visit, reply: FastifyReply, signedInAt?: number): void {
    if (cookie !== null) this.sessions.end(cookie);
    void reply.header('set-cookie', this.cookie.give(this.sessions.begin(officer, signedInAt)));
    this.log.add('SIGNED_IN', officer, how);
  }

  public end({ cookie, officer }: Visit, reply: FastifyReply): void {
    if (cookie !== null) this.sessions.end(cookie);
    void reply.header('set-cookie', this.cookie.takeAway());
    if (officer !== null) this.log.add('SIGNED_OUT', officer.id, '');
  }
}
