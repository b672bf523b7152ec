// cspell:ignore onerror onfocus
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { OfficerRegister } from '../../src/access/officer-register';
import { Sessions } from '../../src/access/sessions';
import type { Entry } from '../../src/domain/entries';
import type { OfficerId } from '../../src/domain/identifiers';
import { decodeEntry, encodeEntry } from '../../src/event-store/entry-bytes';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { createServer, type Server } from '../../src/main';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 123456789 * 10 }}`;
/** What of it would do harm if it stood on a page as it is. */
const alive = /<script>alert|<img src=x|["']'?><script|1234567890/;

/** Every field of a request that takes text as it comes, and the name of the council. */
const textFields = new Set(
  (
    'reason document sheet row cell printed title section group tags name label mapping method gateway dataSource ' +
    'question answer decision test oneOffSource before after kindOfEvidence description council'
  ).split(' '),
);

/** Elsewhere a figure is one of those there are; an auditor may write what she likes. */
const fieldsOf = ({ kind }: Entry): ReadonlySet<string> =>
  kind === 'AuditQueryRaised' ? new Set([...textFields, 'figure']) : textFields;

/** The same entry with a script at the end of every text; whatever is read as a code, an amount or a date stays. */
function poisoned(value: unknown, field: string, fields: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return fields.has(field) ? `${value}${HOSTILE}` : value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, field, fields));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, poisoned(part, name, fields)]));
}

describe('A script stored in every text of an entry of every kind', () => {
  const directory = mkdtempSync(join(tmpdir(), 'stored-script-'));
  let server: Server;
  let cookie: string;

  beforeAll(async () => {
    const entries = readFileSync('test/history/golden-history.jsonl', 'utf8').split('\n').slice(0, -1).map(decodeEntry);
    const store = await SqliteEventStore.open({ directory });
    const bytes = entries.map((entry) => ({
      id: entry.id,
      bytes: encodeEntry(poisoned(entry, '', fieldsOf(entry)) as Entry),
    }));
    await store.append(bytes, 0);
    await store.close();
    server = await createServer(directory);
    server.app.get(OfficerRegister).add(
      ['off-201', 'off-202', 'off-203'].map((id) => ({
        id: id as OfficerId,
        name: `Name${HOSTILE}`,
        role: 'finance officer',
      })),
    );
    cookie = `ledger=${server.app.get(Sessions).begin('off-201' as OfficerId)}`;
  });
  afterAll(async () => {
    await server.app.close();
    rmSync(directory, { recursive: true });
  });

  /** A page; empty where a browser would not take what comes for one. */
  const open = async (url: string): Promise<string> => {
    const { headers, body } = await server.app.inject({ url, headers: { cookie } });
    return String(headers['content-type']).startsWith('text/html') ? body : '';
  };

  test('is text on the page of every entry', async () => {
    const pages = await Promise.all(Array.from({ length: 277 }, (_, seq) => open(`/entries/${String(seq)}`)));

    expect(pages.filter((page) => alive.test(page))).toEqual([]);
    expect(pages.filter((page) => page.includes('&lt;script&gt;alert(1)'))).toHaveLength(277);
  });

  test('is text on every page that can be reached from the first in two steps', async () => {
    const seen = new Map<string, string>();
    let next: readonly string[] = [
      '/',
      '/sign-in',
      '/account',
      '/no-such-page',
      `/lines/${encodeURIComponent(HOSTILE)}`,
      `/sign-in?to=${encodeURIComponent(HOSTILE)}`,
      `/lines?section=${encodeURIComponent(HOSTILE)}`,
    ];
    for (let step = 0; step < 3; step += 1) {
      for (const url of next) seen.set(url, await open(url));
      const links = next.flatMap((url) =>
        [...seen.get(url)!.matchAll(/href="(\/[^"#]*)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&')),
      );
      next = [...new Set(links)]
        .filter((link) => !seen.has(link) && !link.startsWith('/assets/') && !link.startsWith('/api/'))
        .slice(0, 150);
    }

    expect(seen.size).toBeGreaterThan(150);
    expect([...seen].filter(([, page]) => page.includes('INTERNAL_ERROR')).map(([url]) => url)).toEqual([]);
    expect([...seen].filter(([, page]) => alive.test(page)).map(([url]) => url)).toEqual([]);
    expect([...seen.values()].filter((page) => page.includes('&lt;script&gt;')).length).toBeGreaterThan(100);
  });

  test('is JSON over REST, which no browser takes for a page', async () => {
    const answer = await server.app.inject({ url: '/api/v1/entries?limit=200', headers: { cookie } });

    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).toContain('<script>alert(1)');
  });
});
