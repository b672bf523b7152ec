import { readFileSync } from 'node:fs';

/** A name and password. Neither printing nor spreading nor logging it shows the password. */
export class Credentials {
  readonly #password: string;

  public constructor(
    public readonly username: string,
    password: string,
  ) {
    this.#password = password;
  }

  public get password(): string {
    return this.#password;
  }
}

/** How a cluster is reached. The password stands in the credentials alone, never in the address. */
export interface KurrentDbSettings {
  /** The connection string without name and password, in the form the client knows, always asking the leader. */
  readonly address: string;
  readonly credentials: Credentials | null;
  /** False where the address says `tls=false`: nothing is encrypted and nobody is asked for a password. */
  readonly tls: boolean;
}

/** The settings of the environment cannot be used. What they hold is not repeated, because a password may be in it. */
export class SettingsUnusable extends Error {
  public constructor(what: string) {
    super(what);
    this.name = 'SettingsUnusable';
  }
}

/** What a connection string may say. What it says of `nodePreference` and `throwOnAppendFailure` is decided here. */
const known = [
  'tls',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'connectionName',
  'defaultDeadline',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;

const schemes: Readonly<Record<string, string>> = {
  esdb: 'esdb',
  'esdb+discover': 'esdb+discover',
  kurrentdb: 'esdb',
  'kurrentdb+discover': 'esdb+discover',
};

/**
 * Reads KURRENTDB_URL, or the file that KURRENTDB_URL_FILE names, such as a secret of a container. Throws
 * SettingsUnusable.
 */
export function kurrentDbFromEnvironment(environment: NodeJS.ProcessEnv): KurrentDbSettings {
  const url = environment['KURRENTDB_URL'];
  const file = environment['KURRENTDB_URL_FILE'];
  if (url !== undefined && url !== '') return readConnectionString(url);
  if (file !== undefined && file !== '') return readConnectionString(contentOf(file));
  throw new SettingsUnusable('Set KURRENTDB_URL, or KURRENTDB_URL_FILE to a file that holds it, to reach KurrentDB.');
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingsUnusable(`The file that KURRENTDB_URL_FILE names, ${file}, cannot be read.`);
  }
}

/**
 * Takes a connection string apart: `kurrentdb://name:password@host:2113,host:2113?tls=true`. The client would repeat it,
 * password and all, in its errors and warnings. Throws SettingsUnusable.
 */
export function readConnectionString(text: string): KurrentDbSettings {
  const found = /^([a-z+]+):\/\/(?:([^:@/?]+):([^@/?]+)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(text.trim());
  const [, scheme = '', username, password, hosts = '', query = ''] = found ?? [];
  const protocol = schemes[scheme];
  if (protocol === undefined || !hosts.split(',').every((host) => /^[A-Za-z0-9._-]+(:\d{1,5})?$/.test(host))) {
    throw new SettingsUnusable(
      'KURRENTDB_URL is not kurrentdb://name:password@host:port?options; write @ : / and ? in a password as %40 %3A %2F %3F.',
    );
  }
  const options = optionsOf(query);
  const credentials =
    username === undefined || password === undefined ? null : new Credentials(decoded(username), decoded(password));
  const said = [...options].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return {
    address: `${protocol}://${hosts}?${[...said, 'nodePreference=leader'].join('&')}`,
    credentials,
    tls: options.get('tls') !== 'false',
  };
}

function optionsOf(query: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [given, value] of new URLSearchParams(query)) {
    const name = known.find((each) => each.toLowerCase() === given.toLowerCase());
    if (name !== undefined) options.set(name, value);
    else if (given.toLowerCase() !== 'nodepreference') {
      throw new SettingsUnusable(`KURRENTDB_URL has an option that is not used here; it may have ${known.join(', ')}.`);
    }
  }
  return options;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SettingsUnusable(
      'The name or password in KURRENTDB_URL has a % that is not part of a %xx; write it as %25.',
    );
  }
}
