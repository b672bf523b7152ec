import { timingSafeEqual } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AccessLog } from './access-log';
import type { AccessSettings } from './access-settings';
import type { AccessTokens } from './access-tokens';
import type { Authority } from './authority';
import { MINUTE } from './clock';
import { DoorRefusal, problemOf } from './door-problem';
import { actions, routes, type Action, type Rule } from './matrix';
import { RateLimit } from './rate-limit';
import type { SessionCookie } from './session-cookie';
import { csrfTokenOf, type Sessions } from './sessions';
import { rememberVisit, visitOf, type Visit } from './visit';

/** Methods that change nothing, and so need no token of a form. */
const reading = ['GET', 'HEAD', 'OPTIONS'];

/** Stands before every route: who is it, may she, does the form come from here. Only then does a controller hear of it. */
export class DoorGuard {
  private readonly limit: RateLimit;

  public constructor(
    private readonly sessions: Sessions,
    private readonly tokens: AccessTokens,
    private readonly authority: Authority,
    private readonly log: AccessLog,
    private readonly cookie: SessionCookie,
    { mostRequests, clock }: AccessSettings,
  ) {
    this.limit = new RateLimit(mostRequests, MINUTE, clock);
  }

  /** Takes its place before every route that is there and every one to come. */
  public standBefore(server: FastifyInstance): void {
    server.addHook('onRequest', (request, _reply, done) => {
      done(
        whatThrew(() => {
          this.letIn(request);
        }),
      );
    });
    server.addHook('preHandler', (request, _reply, done) => {
      done(
        whatThrew(() => {
          checkForm(request, visitOf(request));
        }),
      );
    });
    server.addHook('onResponse', (request, reply, done) => {
      this.keepExport(request, reply);
      done();
    });
  }

  private letIn(request: FastifyRequest): void {
    const visit = this.visit(request);
    rememberVisit(request, visit);
    this.limit.count(visit.officer?.id ?? request.ip);
    const action = actionAt(request);
    if (action === null) return;
    try {
      if (visit.scopes === null && visit.officer === null && request.headers.authorization !== undefined)
        throw unknownToken();
      this.authority.allow(visit, action);
    } catch (error) {
      this.keepRefusal(visit, request, error);
      throw error;
    }
  }

  private visit({ headers }: FastifyRequest): Visit {
    if (headers.authorization !== undefined) return this.visitByToken(headers.authorization);
    const cookie = this.cookie.read(headers.cookie);
    const session = cookie === null ? null : this.sessions.find(cookie);
    return {
      officer: session?.officer ?? null,
      token: null,
      scopes: null,
      signedInAt: session?.signedInAt ?? 0,
      cookie,
      csrf: cookie === null ? null : csrfTokenOf(cookie),
    };
  }

  private visitByToken(authorization: string): Visit {
    const secret = /^Bearer ([\w~+/.-]+=*)$/i.exec(authorization)?.[1];
    const bearer = secret === undefined ? null : this.tokens.bearer(secret);
    const { token = null, officer = null, scopes = null, signedInAt = 0 } = bearer ?? {};
    return { officer, token, scopes, signedInAt, cookie: null, csrf: null };
  }

  /** Whoever is not known is not kept: anyone could fill the log. */
  private keepRefusal({ officer }: Visit, request: FastifyRequest, error: unknown): void {
    const { code, status } = problemOf(error);
    if (officer !== null && status === 403) this.log.add('REFUSED', officer.id, `${code} ${placeOf(request)}`);
  }

  private keepExport(request: FastifyRequest, reply: FastifyReply): void {
    const { statusCode } = reply;
    const action = routes[placeOf(request)];
    const rule: Rule | null = action === undefined ? null : actions[action];
    const officer = visitOf(request)?.officer ?? null;
    if (statusCode === 200 && (rule?.exports === true || isFile(reply)))
      this.log.add('EXPORTED', officer?.id ?? null, placeOf(request));
  }
}

/** Whether an answer is saved rather than looked at, as the sheet of a page is. */
const isFile = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-disposition')).startsWith('attachment');

/** A route as the matrix has it: `GET /lines/:id`. */
const placeOf = ({ method, routeOptions: { url } }: FastifyRequest): string =>
  `${method === 'HEAD' ? 'GET' : method} ${url ?? ''}`;

/** What a request wants by the matrix; null where there is nothing at its address. Throws ROUTE_NOT_GUARDED. */
function actionAt(request: FastifyRequest): Action | null {
  if (request.is404) return null;
  const action = routes[placeOf(request)];
  if (action !== undefined) return action;
  throw new DoorRefusal('ROUTE_NOT_GUARDED', 'Nobody has said who may come in here, so nobody may.');
}

const unknownToken = (): DoorRefusal =>
  new DoorRefusal('UNAUTHENTICATED', 'This token is not known, or it has ended; use a new one.', {
    'www-authenticate': 'Bearer realm="ledger", error="invalid_token"',
  });

/**
 * A request that changes something and comes with a cookie must come from a page of ours: by what the browser says of
 * its origin, and by the token that only our pages know.
 */
function checkForm(request: FastifyRequest, visit: Visit | null): void {
  const byToken = visit !== null && visit.scopes !== null;
  if (reading.includes(request.method) || request.is404 || byToken) return;
  const expected = visit?.csrf ?? null;
  if (comesFromUs(request) && expected !== null && isSame(formTokenIn(request), expected)) return;
  throw new DoorRefusal(
    'CSRF',
    'This form did not come from a page of this ledger, or its page is too old. Open the page again.',
  );
}

/** By what browsers say of their own accord; programs without a browser say nothing of the kind. */
function comesFromUs({ headers }: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site = 'same-origin' } = headers;
  return site === 'same-origin' && (origin === undefined || hostOf(origin) === host);
}

function formTokenIn({ body, headers }: FastifyRequest): unknown {
  return typeof body === 'object' && body !== null && 'csrf' in body ? body.csrf : headers['x-csrf-token'];
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

const isSame = (given: unknown, expected: string): boolean =>
  typeof given === 'string' &&
  given.length === expected.length &&
  timingSafeEqual(Buffer.from(given), Buffer.from(expected));

function whatThrew(work: () => void): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
