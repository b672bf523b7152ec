import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** A label of a host name (RFC 1123): nothing that could lead to another folder. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The data directory of a ledger, and the settings that are its own. */
export interface LedgerFolder {
  readonly name: string;
  readonly directory: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The ledger that a `Host` header names: its first label, where the rest is the host's own name with or without a port.
 * Null where it names none.
 */
export function ledgerNamed(host: string, domain: string): string | null {
  const [, name, rest] = /^([^.]*)\.(.*?)(?::\d{1,5})?$/.exec(host) ?? [];
  return name !== undefined && LABEL.test(name) && rest === domain ? name : null;
}

/**
 * The folder of a ledger that is there: one that holds entries, or says in which cluster they are. An empty folder is
 * none, so that nobody makes a ledger by asking for it; nor is a link, which may lead anywhere.
 */
export function ledgerFolder(directory: string, name: string): LedgerFolder | null {
  const folder = join(directory, name);
  if (!LABEL.test(name) || lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  const file = join(folder, 'settings.env');
  const settings = existsSync(file) ? definedIn(readFileSync(file, 'utf8')) : {};
  const isThere = settings['STORE']?.startsWith('kurrentdb:') === true || existsSync(join(folder, 'ledger.sqlite'));
  return isThere ? { name, directory: folder, settings } : null;
}

const definedIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
