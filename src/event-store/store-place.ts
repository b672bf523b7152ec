import { copyLedger, type Copied } from './copy-ledger';
import type { EventStore } from './event-store';
import type { Ailment } from './examination';
import { examineDirectory } from './examine-directory';
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
  // Its client is loaded only here: it takes 20 MB, and a tenth of a second, of every process that has a file.
  const { KurrentDbEventStore } = await import('./kurrentdb-event-store.js');
  return await KurrentDbEventStore.open({
    ...kurrentDbFromEnvironment(process.env),
    stream: place.stream,
    readOnly,
  });
}

/** Looks at the store of a place, and with `mend` puts right what may be. Throws SettingsUnusable. */
export async function examine(place: StorePlace, mend: boolean): Promise<readonly Ailment[]> {
  if (place.kind === 'directory') return await examineDirectory(place.directory, mend);
  const { examineCluster } = await import('./examine-cluster.js');
  return await examineCluster(kurrentDbFromEnvironment(process.env), place.stream, mend);
}

/** Copies a ledger from one place to another, as copyLedger says. Throws LedgerMissing where there is none. */
export async function copyBetween(from: StorePlace, to: StorePlace): Promise<Copied> {
  if (placeName(from) === placeName(to)) throw new SettingsUnusable('A ledger cannot be copied onto itself.');
  const source = await openStore(from, { readOnly: true });
  try {
    const target = await openStore(to);
    try {
      return await copyLedger(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
