/** Each question as the server is asked it: which route, and which of its parameters stand in the address. */
import type { Query } from '@nestjs/cqrs';
import type { Client } from 'openapi-fetch';

import { BatchesQuery } from '../queries/batches';
import { EntriesQuery, EntryQuery } from '../queries/entries';
import { EvidenceQuery, ReceiptQuery } from '../queries/evidence';
import { FindingsQuery } from '../queries/findings';
import { JournalTestsQuery } from '../queries/journal-tests';
import { LineQuery, LinesQuery } from '../queries/lines';
import { MovementQuery } from '../queries/movement';
import { PositionQuery } from '../queries/position';
import type { Parameters } from '../queries/read-question';
import { RebuildQuery } from '../queries/rebuild';
import { ReconciliationQuery } from '../queries/reconciliation';
import { ReplayQuery } from '../queries/replay';
import { ReturnsQuery } from '../queries/returns';
import { SampleQuery } from '../queries/sample';
import { ScenarioQuery } from '../queries/scenario';
import { TraceQuery } from '../queries/trace';
import { TranchesQuery } from '../queries/tranches';
import type { paths } from './api-types';
import type { Answered } from './remote-answer';

/** An answer that comes in pages. */
export type Paged = Readonly<Record<string, unknown>> & { readonly next: string | null };

/** The list of an answer that is wanted whole; null where it has none, or where a page was asked for. */
export function listOf(query: Query<unknown>): 'entries' | 'lines' | null {
  if (query instanceof TraceQuery && !isGiven(query.parameters['limit'])) return 'entries';
  return query instanceof LinesQuery && !isGiven(query.parameters['limit']) ? 'lines' : null;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Asks the server; `after` is where to go on. Throws where it has no such question. */
export function askServer(client: Client<paths>, query: Query<unknown>, after?: string): Promise<Answered> {
  return plain(client, query, after) ?? named(client, query, after) ?? noSuchQuestion(query);
}

type Asked = Promise<Answered> | null;

/** Questions with nothing but parameters. */
function plain(client: Client<paths>, query: Query<unknown>, after?: string): Asked {
  if (query instanceof PositionQuery) return client.GET('/api/v1/position', { params: { query: asked(query) } });
  if (query instanceof FindingsQuery) return client.GET('/api/v1/findings', { params: { query: asked(query) } });
  if (query instanceof EntriesQuery) return client.GET('/api/v1/entries', { params: { query: asked(query) } });
  if (query instanceof LinesQuery) return client.GET('/api/v1/lines', { params: { query: asked(query, after) } });
  if (query instanceof ReconciliationQuery)
    return client.GET('/api/v1/reconciliation', { params: { query: asked(query) } });
  return reporting(client, query);
}

/** Questions about more than one moment, and about what is signed or imported. */
function reporting(client: Client<paths>, query: Query<unknown>): Asked {
  if (query instanceof TranchesQuery) return client.GET('/api/v1/tranches', { params: { query: asked(query) } });
  if (query instanceof ScenarioQuery) return client.GET('/api/v1/scenario', { params: { query: asked(query) } });
  if (query instanceof JournalTestsQuery)
    return client.GET('/api/v1/journal-tests', { params: { query: asked(query) } });
  if (query instanceof ReplayQuery) return client.GET('/api/v1/replay', { params: { query: asked(query) } });
  if (query instanceof RebuildQuery) return client.GET('/api/v1/rebuild', { params: { query: asked(query) } });
  if (query instanceof BatchesQuery) return client.GET('/api/v1/imports', { params: { query: asked(query) } });
  if (query instanceof EvidenceQuery) return client.GET('/api/v1/evidence');
  if (query instanceof ReturnsQuery) return client.GET('/api/v1/returns', { params: { query: asked(query) } });
  return null;
}

/** Questions about something that stands in the address. */
function named(client: Client<paths>, query: Query<unknown>, after?: string): Asked {
  if (query instanceof TraceQuery) {
    return client.GET('/api/v1/trace/{figure}', {
      params: { query: asked(query, after), path: { figure: query.figure } },
    });
  }
  if (query instanceof MovementQuery) {
    return client.GET('/api/v1/movement/{figure}', {
      params: { query: asked(query, after), path: { figure: query.figure } },
    });
  }
  if (query instanceof SampleQuery) {
    return client.GET('/api/v1/sample/{figure}', {
      params: { query: asked(query, after), path: { figure: query.figure } },
    });
  }
  if (query instanceof LineQuery) {
    return client.GET('/api/v1/lines/{id}', { params: { query: asked(query, after), path: { id: query.line } } });
  }
  if (query instanceof ReceiptQuery)
    return client.GET('/api/v1/entries/{seq}/receipt', { params: { path: { seq: String(query.seq) } } });
  if (query instanceof EntryQuery) {
    return client.GET('/api/v1/entries/{seq}', {
      params: { query: asked(query, after), path: { seq: String(query.seq) } },
    });
  }
  return null;
}

/** The parameters that were given, as they stand in an address. */
function asked({ parameters }: { readonly parameters: Parameters }, after?: string): Readonly<Record<string, string>> {
  const given = after === undefined ? parameters : { ...parameters, after };
  const texts = Object.entries(given).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(texts);
}

function noSuchQuestion(query: Query<unknown>): never {
  throw new Error(`a server cannot be asked ${query.constructor.name}`);
}
