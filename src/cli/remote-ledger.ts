import { readFileSync } from 'node:fs';

import type { Query } from '@nestjs/cqrs';
import createClient, { type Client } from 'openapi-fetch';

import type { Outcome } from '../commands/ledger-writer';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { EntryAnswer } from '../queries/entries';
import type { RehearsalAnswer } from '../queries/rehearsal';
import type { paths } from './api-types';
import type { Asks, Ledger } from './ledger';
import type { LedgerFiles } from './ledger-files';
import { answerOf } from './remote-answer';
import { askServer, listOf, type Paged } from './remote-questions';
import { refuseOfficer } from './remote-officer';
import { entriesTold } from './remote-changes';
import { remoteFiles } from './remote-files';
import { Refused } from './refused';
import { Trouble } from './trouble';

const PATIENCE_MS = 60_000;
const MOST_PAGES = 10_000;
const thisMachine = ['127.0.0.1', 'localhost', '[::1]'];

/** A token from a file, or else from SAVINGS_TOKEN: on the command line everyone on the machine could read it. */
export function readToken(file: string | undefined): string | Refusal {
  const given = file === undefined ? (process.env['SAVINGS_TOKEN'] ?? '') : contentOf(file);
  if (isRefusal(given)) return given;
  const token = given.trim();
  return /^[\w~+/.-]*=*$/.test(token)
    ? token
    : refuse('FIELD_FORMAT', 'The token is not one: it is one word of letters, digits and a few signs.');
}

function contentOf(file: string): string | Refusal {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return refuse('FIELD_FORMAT', `The file of the token cannot be read: ${why}`);
  }
}

/** A ledger behind the address of a server. It answers as one in a data directory does. */
export class RemoteLedger implements Ledger {
  public readonly files: LedgerFiles;
  private readonly client: Client<paths>;

  public constructor(address: string, token: string) {
    const url = addressOf(address, token !== '');
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    this.client = createClient<paths>({ baseUrl: url, headers, fetch: (request) => reach(request, url) });
    this.files = remoteFiles(this.client);
  }

  public readonly queryBus: Asks = {
    execute: async <Answer>(query: Query<Answer>) => (await this.ask(query)) as Answer,
  };

  public async record(body: unknown, as: string | undefined, key: string): Promise<Outcome> {
    refuseOfficer(as);
    const answered = await this.client.POST('/api/v1/entries', {
      params: { header: { 'Idempotency-Key': key } },
      body: body as never,
    });
    return answerOf(answered) as Outcome;
  }

  public async rehearse(body: unknown, as: string | undefined): Promise<RehearsalAnswer | Refusal> {
    refuseOfficer(as);
    const answered = await this.client.POST('/api/v1/entries', {
      params: { query: { dry_run: 'true' } },
      body: body as never,
    });
    return answerOf(answered) as RehearsalAnswer | Refusal;
  }

  public async follow(after: number | null, signal: AbortSignal): Promise<AsyncIterable<EntryAnswer> | Refusal> {
    const answered = await this.client.GET('/api/v1/changes', {
      params: { query: after === null ? {} : { after: String(after) } },
      parseAs: 'stream',
      signal,
    });
    const answer = answerOf(answered) as ReadableStream<Uint8Array> | Refusal;
    return isRefusal(answer) ? answer : entriesTold(answer, signal);
  }

  public close(): Promise<void> {
    return Promise.resolve();
  }

  /** A server gives long lists in pages; here as in a data directory one question has one answer. */
  private async ask(query: Query<unknown>): Promise<unknown> {
    const answer = answerOf(await askServer(this.client, query));
    const list = listOf(query);
    if (list === null || isRefusal(answer)) return answer;
    const whole = answer as Paged;
    const rows = [...(whole[list] as readonly unknown[])];
    let { next } = whole;
    for (let page = 1; next !== null && page < MOST_PAGES; page += 1) {
      const more = answerOf(await askServer(this.client, query, next)) as Paged | Refusal;
      if (isRefusal(more)) return more;
      rows.push(...(more[list] as readonly unknown[]));
      ({ next } = more);
    }
    return { ...whole, [list]: rows, next };
  }
}

function addressOf(address: string, withToken: boolean): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Refused(refuse('FIELD_FORMAT', 'The address of a server is like https://ledger.example.gov.uk.'));
  }
  if (withToken && url.protocol === 'http:' && !thisMachine.includes(url.hostname)) {
    throw new Refused(refuse('FIELD_FORMAT', 'A token is sent over https only, or to this machine.'));
  }
  return url.href.replace(/\/$/, '');
}

async function reach(request: Request, url: string): Promise<Response> {
  try {
    // What is followed comes for as long as it is listened to.
    const isStream = new URL(request.url).pathname.endsWith('/changes');
    return await (isStream ? fetch(request) : fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }));
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    const why = cause?.code === undefined ? '' : ` (${cause.code})`;
    throw new Trouble('SERVER_UNREACHABLE', `There is no answer from ${url}${why}.`, 5);
  }
}
