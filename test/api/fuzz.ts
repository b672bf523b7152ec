import fc from 'fast-check';

import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import { hostileRequests, type HostileRequest } from '../support/hostile';
import { achieved, baseline, startServer, type TestServer } from '../support/server';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

const { paths } = JSON.parse(readFileSync('src/api/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [] }]) => {
    const names = parameters.filter((each) => each.in === 'query').map(({ name }) => name);
    return [method.toUpperCase(), path, names] as const;
  }),
);

const bodies = [
  baseline,
  achieved,
  {
    kind: 'SavingReprofiled',
    line: 'IT-PROCUREMENT',
    class: 'cashable',
    levels: [{ year: '2009/10', level: '150000.00' }],
    reason: 'Made up',
  },
  { kind: 'EntryVerified', entry: '12', leaf: 'a'.repeat(64) },
  { kind: 'TargetRevised', amount: '37000000.00', reason: 'Made up' },
  { kind: 'PeriodClosed', through: '2009-04', of: 'month' },
];

type Route = (typeof routes)[number];

/** A server, and hostile requests to it that are never told to wait. */
export class Fuzzed {
  private sent = 0;

  private constructor(
    private readonly server: TestServer,
    private readonly token: string,
    private entries: number,
  ) {}

  public static async start(): Promise<Fuzzed> {
    // Whoever sends so many would soon be told to wait, and nothing behind the door would be tried.
    const server = await startServer({ mostRequests: Number.MAX_SAFE_INTEGER });
    return new Fuzzed(server, server.token('finance'), await server.size());
  }

  public close(): Promise<void> {
    return this.server.close();
  }

  /** Sends a route so many: throws where there was a fault, or an entry without an answer that says so. */
  public async fuzz([method, path, names]: Route, requests: number): Promise<void> {
    await fc.assert(
      fc.asyncProperty(hostileRequests(names, bodies), async (request) => {
        const before = this.entries;
        const status = await this.send(method, path, request);
        this.entries = await this.server.size();
        const recorded = this.entries - before;
        // Asked without a socket, the process never comes to rest and lets nothing go: after 60,000 it held 5 GB.
        await setImmediate();
        expect(status).toBeLessThan(500);
        expect(status).not.toBe(429);
        expect(recorded > 0).toBe(status === 201);
      }),
      { numRuns: requests },
    );
  }

  private async send(method: string, path: string, request: HostileRequest): Promise<number> {
    const named = [...request.inPath];
    const address = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(named.pop() ?? '')));
    const query = new URLSearchParams(
      request.query.map(([name, value]): [string, string] => [name, wellFormed(value)]),
    ).toString();
    const answer = await this.server.app.inject({
      method: method as 'GET' | 'POST',
      url: `${address}?${query}`,
      headers: {
        ...(method === 'POST'
          ? { 'content-type': 'application/json', 'idempotency-key': `fuzz-${String((this.sent += 1))}` }
          : {}),
        authorization: `Bearer ${this.token}`,
        ...request.headers,
      },
      ...(method === 'POST' ? { payload: request.body } : {}),
    });
    return answer.statusCode;
  }
}

/** The route of the description at a path. */
export function routeAt(path: string): Route {
  const route = routes.find(([, each]) => each === path);
  if (route === undefined) throw new Error(`there is no route ${path}`);
  return route;
}

/** Sends each route of the description so many hostile requests: no fault, and no entry unless it was said so. */
export function fuzzEachRoute(requestsEach: number): void {
  describe(`${String(requestsEach)} hostile requests to each route`, () => {
    let fuzzed: Fuzzed;

    beforeAll(async () => {
      fuzzed = await Fuzzed.start();
    });

    afterAll(() => fuzzed.close());

    test.each(routes.filter(([, path]) => path !== '/api/v1/changes'))('%s %s', (...route) =>
      fuzzed.fuzz(route, requestsEach),
    );
  });
}

/** Half a character cannot stand in an address at all. */
const wellFormed = (text: string): string => text.toWellFormed();
