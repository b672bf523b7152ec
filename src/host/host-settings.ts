import { resolve } from 'node:path';

/** Where the host listens, what it serves, and how much of it at once. */
export interface HostSettings {
  /** The folder that has a data directory for each ledger, as a full path. */
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  /** The https address below which each ledger has its own; null on the loopback of one machine. */
  readonly publicUrl: URL | null;
  /** Proxies before the host whose word is taken for where a request came from; empty where nothing stands before. */
  readonly trustedProxies: string;
  /** How long a ledger may be left alone before it is closed. */
  readonly idleMs: number;
  /** The most ledgers that have a process at once, those that start and those that stop included. */
  readonly mostOpen: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings of the environment. Throws, in a sentence, where one of them cannot be. */
export function readHostSettings(environment: Environment): HostSettings {
  // An empty setting is none.
  const given = (name: string, otherwise: string): string => {
    const value = environment[name] ?? '';
    return value === '' ? otherwise : value;
  };
  return {
    directory: resolve(given('LEDGERS_DIR', 'ledgers')),
    host: given('HOST', '127.0.0.1'),
    port: numberIn('PORT', given('PORT', '3000'), 0, 65_535),
    publicUrl: publicUrlIn(given('PUBLIC_URL', '')),
    trustedProxies: given('TRUSTED_PROXY', ''),
    idleMs: numberIn('IDLE_SECONDS', given('IDLE_SECONDS', '900'), 1, 86_400) * 1_000,
    mostOpen: numberIn('MAX_OPEN', given('MAX_OPEN', '32'), 1, 1_000),
  };
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${name} is "${text}"; it must be a number from ${String(least)} to ${String(most)}.`);
}

function publicUrlIn(text: string): URL | null {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error(`PUBLIC_URL is "${text}"; it must be an https address without a path.`);
  return url;
}
