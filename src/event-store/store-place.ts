import type { EventStore } from './event-store';
import { KurrentDbEventStore } from './kurrentdb-event-store';
import { kurrentDbFromEnvironment, SettingsUnusable } from './kurrentdb-settings';
import { SqliteEventStore } from './sqlite-event-store';

/** Where a ledger is kept: in a data directory, or in a stream of the cluster that the environment names. */
export type StorePlace =
  { readonly kind: 'directory'; readonly directory: string } | { readonly kind: 'kurrentdb'; readonly stream: string };

const DEFAULT_STREAM = 'ledger-savings';

/**
 * Reads a place as people write it: a directory, or `kurrentdb` or `kurrentdb:ledger-name` for a stream. A directory of such
 * a name is written `./kurrentdb`. Throws SettingsUnusable for a stream of another form.
 */
export function readStorePlace(text: string): StorePlace {
  const [, stream = DEFAULT_STREAM] = /^kurrentdb(?::(.*))?$/s.exec(text) ?? [];
  if (!/^kurrentdb(:|$)/.test(text)) return { kind: 'directory', directory: text };
  if (!/^ledger-[a-z0-9-]{1,100}$/.test(stream)) {
    throw new SettingsUnusable('The stream of a ledger is named ledger- and then small letters, digits and hyphens.');
  }
  return { kind: 'kurrentdb', stream };
}

/** The place as it is read. Where a cluster is found stays out of it, because that is a secret. */
export const placeName = (place: StorePlace): string =>
  place.kind === 'directory' ? place.directory : `kurrentdb:${place.stream}`;

/** Opens the store of a place. Throws as the stores do when they open, and SettingsUnusable. */
export async function openStore(place: StorePlace, { readOnly = false } = {}): Promise<EventStore> {
  if (place.kind === 'directory') return await SqliteEventStore.open({ directory: place.directory, readOnly });
  return await KurrentDbEventStore.open({
    ...kurrentDbFromEnvironment(process.env),
    stream: place.stream,
    readOnly,
  });
}
