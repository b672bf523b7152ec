import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';

import { onLoopback, type AccessSettings } from '../../src/access/access-settings';
import { AccessTokens } from '../../src/access/access-tokens';
import type { KnownRoutes } from '../../src/access/known-routes';
import { Sessions, csrfTokenOf } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer } from '../../src/main';

/** The people of the sample. */
export const officers = {
  finance: 'off-201',
  secondFinance: 'off-202',
  auditor: 'off-203',
  chief: 'off-204',
} as const;

type Row = Readonly<Record<string, string>>;

/** The fields of any answer, as far as tests look at them; each answer has some of these. */
export interface Told {
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly size: number;
  readonly receipts: readonly [{ readonly seq: number; readonly leaf: string }];
  readonly replayed: boolean;
  readonly amount: string;
  readonly count: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly entries: readonly { readonly seq: number; readonly source: Row }[];
  readonly next: string | null;
  readonly lines: readonly Row[];
  readonly totals: readonly { readonly agrees: boolean }[];
  readonly version: number;
  readonly achieved: { readonly claimed: string; readonly verified: string };
  readonly years: readonly {
    readonly year: string;
    readonly level: string;
    readonly achieved: { readonly claimed: string };
  }[];
}

export type Answer = Omit<LightMyRequestResponse, 'json'> & { readonly json: () => Told };

export interface TestServer {
  readonly app: NestFastifyApplication;
  readonly routes: KnownRoutes;
  readonly token: (officer: keyof typeof officers) => string;
  /** A cookie of a browser in which an officer is signed in, `name=value`. */
  readonly cookie: (officer: keyof typeof officers) => string;
  /** What a form must carry in its field `csrf` when it comes with a cookie. */
  readonly csrf: (cookie: string) => string;
  /** Asks as a finance officer who is signed in, unless told otherwise; null is nobody. */
  readonly get: (url: string, as?: keyof typeof officers | null) => Promise<Answer>;
  /** Sends a form as an officer who is signed in, with the token of its page. */
  readonly send: (url: string, fields: Row, as?: keyof typeof officers) => Promise<Answer>;
  /** Records as a finance officer unless told otherwise; every call has a key of its own unless one is given. */
  readonly post: (body: unknown, options?: PostOptions) => Promise<Answer>;
  /** How many entries there are. */
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface PostOptions {
  readonly url?: string;
  readonly as?: keyof typeof officers | null;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole server with the sample ledger in memory; it listens nowhere until it is told to. */
export async function startServer(settings: Partial<AccessSettings> = {}): Promise<TestServer> {
  const { app, routes } = await createServer(':memory:', { ...onLoopback, ...settings });
  await app.getHttpAdapter().getInstance().ready();
  const token = (officer: keyof typeof officers): string => app.get(AccessTokens).issue(officers[officer] as OfficerId);
  let keys = 0;
  const signedIn = new Map<string, string>();
  const cookie = (officer: keyof typeof officers): string => {
    const known = signedIn.get(officer) ?? `ledger=${app.get(Sessions).begin(officers[officer] as OfficerId)}`;
    signedIn.set(officer, known);
    return known;
  };
  const csrf = (of: string): string => csrfTokenOf(of.slice(of.indexOf('=') + 1));
  const get: TestServer['get'] = (url, as = 'finance') =>
    app.inject({ method: 'GET', url, headers: as === null ? {} : { cookie: cookie(as) } });
  const send: TestServer['send'] = (url, fields, as = 'finance') =>
    app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams({ csrf: csrf(cookie(as)), ...fields }).toString(),
      headers: { cookie: cookie(as), 'content-type': 'application/x-www-form-urlencoded' },
    });
  const post: TestServer['post'] = (body, { url = '/api/v1/entries', as = 'finance', key, headers = {} } = {}) => {
    keys += 1;
    const sent: InjectOptions = {
      method: 'POST',
      url,
      payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(as === null ? {} : { authorization: `Bearer ${token(as)}` }),
        ...(key === null ? {} : { 'idempotency-key': key ?? `key-${String(keys)}` }),
        ...headers,
      },
    };
    return app.inject(sent);
  };
  const size = async (): Promise<number> => (await get('/api/v1/entries?limit=1')).json().size;
  return { app, routes, token, cookie, csrf, get, send, post, size, close: () => app.close() };
}

/** IT Procurement with what an achieved saving needs. */
export const baseline = {
  kind: 'BaselineSet',
  line: 'IT-PROCUREMENT',
  year: '2008/09',
  amount: '5000000.00',
  dataSource: 'A made-up example',
};

export const achieved = {
  kind: 'SavingAchieved',
  line: 'IT-PROCUREMENT',
  year: '2009/10',
  class: 'cashable',
  gross: '200000.00',
};
