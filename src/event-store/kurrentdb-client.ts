/** The one file that knows the client of KurrentDB. Its odd habits end here; they are listed in this folder's README. */
import { randomUUID } from 'node:crypto';

import {
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  START,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq, type AppendResp } from '@eventstore/db-client/generated/streams_pb';

import type { EntryId } from '../domain/identifiers';
import {
  asKurrentDbError,
  KurrentDbError,
  messageOf,
  type ClientOptions,
  type KurrentDbCalls,
  type Listener,
  type StreamEvent,
} from './kurrentdb-calls';
import { Credentials } from './kurrentdb-settings';

const EVENT_TYPE = 'ledger-entry';
/** As bytes: as JSON they would be parsed and written anew on their way. */
const BYTES = 'application/octet-stream' as const;
const JSON_TEXT = 'application/json' as const;
/** The deadline a call carries to the server ends first, so that it is the server that says so where it can. */
const GRACE_MS = 100;

/** Connects when it is first used. Throws where the address cannot be used. */
export function connectKurrentDb(options: ClientOptions): KurrentDbCalls {
  const client = clientFor(options);
  const { deadlineMs } = options;
  const asked = callOptions(options);
  const events = (stream: string, range: Range): Promise<readonly StreamEvent[]> =>
    collected(() => client.readStream(stream, { ...asked, ...range }), deadlineMs);
  return {
    append: (stream, entries, expectedHead) => {
      const events = entries.map(({ id, bytes }) => ({ id, type: EVENT_TYPE, contentType: BYTES, data: bytes }));
      return appended(client, options, { stream, expectedHead, events });
    },
    read: (stream, from, limit) =>
      events(stream, { direction: FORWARDS, fromRevision: from === 0 ? START : BigInt(from), maxCount: limit }),
    last: async (stream) => {
      try {
        return (await events(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))[0] ?? null;
      } catch (error) {
        if (error instanceof KurrentDbError && error.trouble === 'no stream') return null;
        throw error;
      }
    },
    appendJson: async (stream, type, json, expectedHead) => {
      const event = { id: randomUUID(), type, contentType: JSON_TEXT, data: JSON.stringify(json) };
      await appended(client, options, { stream, expectedHead, events: [event] });
    },
    subscribe: (stream, from, listener) => listen(client, asked, stream, from, listener),
    close: () => closed(client, deadlineMs),
  };
}

interface Range {
  readonly direction: typeof FORWARDS | typeof BACKWARDS;
  readonly fromRevision: typeof START | typeof END | bigint;
  readonly maxCount: number;
}

function clientFor({ address }: ClientOptions): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(address);
  } catch (error) {
    throw new KurrentDbError('refused', `KurrentDB cannot be reached as the address says: ${messageOf(error)}`, error);
  }
}

interface CallOptions {
  readonly requiresLeader: true;
  readonly credentials?: Credentials;
}

/** Credentials in a call select Append, which ends at its deadline. Without TLS they are not sent, whatever they are. */
function callOptions({ credentials, tls, appendCall }: ClientOptions): CallOptions {
  if (appendCall === 'BatchAppend') return { requiresLeader: true };
  const named = credentials ?? (tls ? null : new Credentials('nobody', ''));
  return named === null ? { requiresLeader: true } : { requiresLeader: true, credentials: named };
}

interface Proposal {
  readonly stream: string;
  readonly expectedHead: number;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly contentType: typeof BYTES | typeof JSON_TEXT;
    readonly data: string;
  }[];
}

/** Of the form of the call with metadata, options and a function for the answer. */
type AppendArguments = Parameters<StreamsClient['append']>;

/** What of the client is used though it declares it to be its own affair. */
interface Insides {
  readonly execute: <Answer>(
    service: typeof StreamsClient,
    name: string,
    call: (streams: StreamsClient) => Promise<Answer>,
  ) => Promise<Answer>;
  readonly callArguments: (
    options: CallOptions & { readonly deadline: number },
  ) => [AppendArguments[0], AppendArguments[1]];
  readonly getChannel: () => Promise<{ readonly close: () => void }>;
}

const insidesOf = (client: EventStoreDBClient): Insides => client as unknown as Insides;

/** Appends by the call that was chosen; the revision of the last event. */
function appended(client: EventStoreDBClient, options: ClientOptions, proposal: Proposal): Promise<number> {
  const asked = callOptions(options);
  const { deadlineMs } = options;
  if (options.appendCall === 'Append') {
    return answered(
      () => appendOnce(insidesOf(client), { ...asked, deadline: deadlineMs }, proposal),
      deadlineMs + GRACE_MS,
    );
  }
  const { stream, expectedHead, events } = proposal;
  const proposed = events.map(({ id, type, data }) =>
    binaryEvent({ id, type, data: new Uint8Array(Buffer.from(data)) }),
  );
  const expectedRevision = revisionBefore(expectedHead);
  return answered(
    async () =>
      Number((await client.appendToStream(stream, proposed, { ...asked, expectedRevision })).nextExpectedRevision),
    deadlineMs + GRACE_MS,
  );
}

/**
 * The call Append, written out here: in the client's own version of it a connection that ends while the events are sent is
 * an error that nobody can catch, and would end the process.
 */
async function appendOnce(
  { execute, callArguments }: Insides,
  options: CallOptions & { readonly deadline: number },
  { stream, expectedHead, events }: Proposal,
): Promise<number> {
  const header = new AppendReq.Options();
  header.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')));
  if (expectedHead === 0) header.setNoStream(new Empty());
  else header.setRevision(String(expectedHead - 1));
  const response = await execute(StreamsClient, 'append', (streams) => {
    return new Promise<AppendResp>((resolve, reject) => {
      const sink = streams.append(...callArguments(options), (error: Error | null, answer: AppendResp) => {
        if (error === null) resolve(answer);
        else reject(error);
      });
      sink.on('error', reject);
      // All at once: an append is smaller than what the connection may hold back.
      sink.write(new AppendReq().setOptions(header));
      for (const event of events) sink.write(new AppendReq().setProposedMessage(proposedMessage(event)));
      sink.end();
    });
  });
  if (response.hasWrongExpectedVersion()) throw new KurrentDbError('conflict', 'the head is another one');
  return Number(response.getSuccess()?.getCurrentRevision());
}

function proposedMessage({ id, type, contentType, data }: Proposal['events'][number]): AppendReq.ProposedMessage {
  const message = new AppendReq.ProposedMessage();
  message.setId(new UUID().setString(id));
  message.getMetadataMap().set('type', type);
  message.getMetadataMap().set('content-type', contentType);
  message.setData(new Uint8Array(Buffer.from(data)));
  return message;
}

const revisionBefore = (head: number): typeof NO_STREAM | bigint => (head === 0 ? NO_STREAM : BigInt(head - 1));

/** The answer, if it comes in time. What comes later is dropped, and so is what goes wrong later. */
async function answered<Answer>(call: () => Promise<Answer>, milliseconds: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new KurrentDbError('unknown', `KurrentDB did not answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw asKurrentDbError(error);
  } finally {
    clearTimeout(timer);
  }
}

type Reading = ReturnType<EventStoreDBClient['readStream']>;

/** All events of a read. It has no deadline of its own, so it ends when nothing has come for so long. */
async function collected(open: () => Reading, silenceMs: number): Promise<readonly StreamEvent[]> {
  const found: StreamEvent[] = [];
  const reading = open();
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const silent = (): void => {
        reject(new KurrentDbError('unknown', `KurrentDB sent nothing for ${silenceMs} ms`));
      };
      timer = setTimeout(silent, silenceMs);
      reading.on('data', (resolved: ResolvedEvent) => {
        timer?.refresh();
        const event = eventOf(resolved);
        if (event !== null) found.push(event);
      });
      reading.once('end', resolve);
      // This listener stays: what goes wrong after the end of a read has nobody else to hear it.
      reading.on('error', (error: unknown) => {
        reject(asKurrentDbError(error));
      });
    });
    return found;
  } catch (error) {
    throw asKurrentDbError(error);
  } finally {
    clearTimeout(timer);
    void reading.cancel().catch(() => undefined);
  }
}

function listen(
  client: EventStoreDBClient,
  asked: CallOptions,
  stream: string,
  from: number,
  { event, failed }: Listener,
): () => void {
  // A subscription begins after the revision it names.
  const fromRevision = from === 0 ? START : BigInt(from - 1);
  const subscription = client.subscribeToStream(stream, { ...asked, fromRevision });
  let over = false;
  const end = (error: unknown): void => {
    if (over) return;
    over = true;
    failed(asKurrentDbError(error));
  };
  subscription.on('data', (resolved: ResolvedEvent) => {
    const found = eventOf(resolved);
    if (!over && found !== null) event(found);
  });
  subscription.on('error', end);
  subscription.once('end', () => {
    end(new KurrentDbError('unknown', 'the subscription ended'));
  });
  return () => {
    over = true;
    void subscription.unsubscribe().catch(() => undefined);
  };
}

function eventOf({ event }: ResolvedEvent): StreamEvent | null {
  if (event === undefined) return null;
  const data: unknown = event.data;
  const bytes = data instanceof Uint8Array ? data : null;
  return { revision: Number(event.revision), id: event.id as EntryId, data: bytes, json: bytes === null ? data : null };
}

/** The client ends its calls but keeps its connection, so that is ended here. */
async function closed(client: EventStoreDBClient, patienceMs: number): Promise<void> {
  try {
    await answered(() => client.dispose(), patienceMs);
    (await answered(() => insidesOf(client).getChannel(), patienceMs)).close();
  } catch {
    // There was no connection.
  }
}
