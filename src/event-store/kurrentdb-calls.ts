/** What a store asks of a KurrentDB server, whatever client carries it. */
import type { EntryId } from '../domain/identifiers';
import type { NewEntry } from './event-store';
import type { KurrentDbSettings } from './kurrentdb-settings';

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

const troubles: Readonly<Record<string, KurrentDbTrouble>> = {
  'wrong-expected-version': 'conflict',
  'not-leader': 'not leader',
  'access-denied': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'stream-deleted': 'refused',
  'invalid-argument': 'refused',
  'stream-not-found': 'no stream',
};

/** Any failure of a call, told apart. */
export function asKurrentDbError(error: unknown): KurrentDbError {
  if (error instanceof KurrentDbError) return error;
  const type = typeOf(error);
  return new KurrentDbError(troubles[type] ?? 'unknown', messageOf(error) || type, error);
}

/** The server's name for what went wrong: as the client took it over, or as it came. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('type' in error) return String(error.type);
  const { metadata } = error as { readonly metadata?: { readonly get: (key: string) => readonly unknown[] } };
  return metadata?.get('exception')[0]?.toString() ?? '';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
