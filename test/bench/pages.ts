/** How long pages take, over HTTP without a network, beside a request that asks the ledger nothing. */
import { OfficerRegister } from '../../src/access/officer-register';
import { Sessions } from '../../src/access/sessions';
import { onLoopback } from '../../src/access/access-settings';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer } from '../../src/main';
import { percentile, spreadOf, type Spread } from './measure';

export interface PageTime {
  readonly page: string;
  /** Milliseconds. */
  readonly p50: number;
  /** Over the bare request of the same round. */
  readonly ratio: Spread;
  readonly bytes: number;
}

const BARE = '/health/live';
const ROUNDS = 15;
const WARM_UP = 2;
const OFFICER = 'off-999' as OfficerId;

const addresses = {
  overview: '/',
  lines: '/lines',
  'one line': '/lines/LINE-7',
  journal: '/entries',
  'one entry': '/entries/40',
  trace: '/trace/plan',
} as const;

/** The pages of a ledger that is there, each asked in every round, after the bare request of that round. */
export async function pages(directory: string): Promise<readonly PageTime[]> {
  const { app } = await createServer(directory, { ...onLoopback, mostRequests: 1_000_000 });
  const server = app.getHttpAdapter().getInstance();
  await server.ready();
  app.get(OfficerRegister).add([{ id: OFFICER, name: 'Auditor (invented)', role: 'auditor' }]);
  const cookie = `ledger=${app.get(Sessions).begin(OFFICER)}`;
  const ask = async (url: string): Promise<{ readonly milliseconds: number; readonly bytes: number }> => {
    const start = performance.now();
    const { statusCode, rawPayload } = await server.inject({ url, headers: { cookie } });
    if (statusCode !== 200) throw new Error(`${url} answered ${String(statusCode)}`);
    return { milliseconds: performance.now() - start, bytes: rawPayload.length };
  };
  const found: PageTime[] = [];
  for (const [page, url] of Object.entries(addresses)) {
    const rounds: { readonly bare: number; readonly milliseconds: number; readonly bytes: number }[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const bare = (await ask(BARE)).milliseconds;
      rounds.push({ bare, ...(await ask(url)) });
    }
    found.push(timeOf(page, rounds.slice(WARM_UP)));
  }
  await app.close();
  return found;
}

function timeOf(
  page: string,
  rounds: readonly { readonly bare: number; readonly milliseconds: number; readonly bytes: number }[],
): PageTime {
  const times = rounds.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return {
    page,
    p50: percentile(times, 0.5),
    ratio: spreadOf(rounds.map(({ bare, milliseconds }) => milliseconds / bare)),
    bytes: rounds.at(-1)?.bytes ?? 0,
  };
}
