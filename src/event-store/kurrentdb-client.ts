/** The one file that knows the client of KurrentDB. Its odd habits end here; they are listed in this folder's README. */
import {
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
  type ResolvedEvent,
} from '@eventstore/db-client';

import type { EntryId } from '../domain/identifiers';
import type { NewEntry } from './event-store';
import { Credentials, type KurrentDbSettings } from './kurrentdb-settings';

/** One event of a stream as it came: its bytes are not looked at. Null where it holds no bytes of ours but JSON. */
export interface StreamEvent {
  readonly revision: number;
  readonly id: EntryId;
  readonly data: Uint8Array | null;
  readonly json: unknown;
}

/** What went wrong, as far as the store has to tell it apart. */
export type KurrentDbTrouble =
  /** The head was another one. */
  | 'conflict'
  /** Nothing was stored by this call: a node that does not lead was asked. */
  | 'not leader'
  /** Nothing was stored by this call, nor would it be the next time. */
  | 'refused'
  /** The stream is not there. */
  | 'no stream'
  /** Anything else: no answer, a broken connection, a node that stops. Whether it was done is not known. */
  | 'unknown';

export class KurrentDbError extends Error {
  public constructor(
    public readonly trouble: KurrentDbTrouble,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'KurrentDbError';
  }
}

/** Tells of events as they come, until it is cancelled. A failure comes once and is the end. */
export interface Listener {
  readonly event: (event: StreamEvent) => void;
  readonly failed: (error: KurrentDbError) => void;
}

export interface KurrentDbCalls {
  /** Appends all events or none. Resolves with the revision of the last one. Throws KurrentDbError. */
  readonly append: (stream: string, entries: readonly NewEntry[], expectedHead: number) => Promise<number>;
  /** Events from a revision on, in the order in which they came. Throws KurrentDbError. */
  readonly read: (stream: string, from: number, limit: number) => Promise<readonly StreamEvent[]>;
  /** The last event, null where there is none. Throws KurrentDbError. */
  readonly last: (stream: string) => Promise<StreamEvent | null>;
  /** Writes one event of JSON after the revision that was seen, -1 where there was none. Throws KurrentDbError. */
  readonly appendJson: (stream: string, type: string, json: object, expectedHead: number) => Promise<void>;
  /** Tells of events from a revision on and then as they come; the function it gives cancels it. */
  readonly subscribe: (stream: string, from: number, listener: Listener) => () => void;
  readonly close: () => Promise<void>;
}

/** Which of the server's two calls an append uses. `BatchAppend` goes without a name and password. */
export type AppendCall = 'Append' | 'BatchAppend';

export interface ClientOptions extends KurrentDbSettings {
  /** How long an append may take, and how long a read may be silent, in milliseconds. */
  readonly deadlineMs: number;
  readonly appendCall: AppendCall;
}

const EVENT_TYPE = 'ledger-entry';
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
      const proposed = entries.map(({ id, bytes }) =>
        binaryEvent({ id, type: EVENT_TYPE, data: new Uint8Array(Buffer.from(bytes)) }),
      );
      const appendOptions = { ...asked, deadline: deadlineMs, expectedRevision: revisionBefore(expectedHead) };
      return answered(
        async () => Number((await client.appendToStream(stream, proposed, appendOptions)).nextExpectedRevision),
        deadlineMs + GRACE_MS,
      );
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
      const event = jsonEvent({ type, data: { ...json } });
      const appendOptions = { ...asked, deadline: deadlineMs, expectedRevision: revisionBefore(expectedHead) };
      await answered(() => client.appendToStream(stream, event, appendOptions), deadlineMs + GRACE_MS);
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
      reading.on('error', reject);
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

const troubles: Readonly<Record<string, KurrentDbTrouble>> = {
  'wrong-expected-version': 'conflict',
  'not-leader': 'not leader',
  'access-denied': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'stream-deleted': 'refused',
  'invalid-argument': 'refused',
  'stream-not-found': 'no stream',
};

function asKurrentDbError(error: unknown): KurrentDbError {
  if (error instanceof KurrentDbError) return error;
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  return new KurrentDbError(troubles[type] ?? 'unknown', messageOf(error) || type, error);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The client ends its calls but keeps its connection, so that is ended here. */
async function closed(client: EventStoreDBClient, patienceMs: number): Promise<void> {
  const inside = client as unknown as { readonly getChannel: () => Promise<{ readonly close: () => void }> };
  try {
    await answered(() => client.dispose(), patienceMs);
    (await answered(() => inside.getChannel(), patienceMs)).close();
  } catch {
    // There was no connection.
  }
}
