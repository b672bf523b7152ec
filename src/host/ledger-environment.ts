type Environment = Readonly<Record<string, string | undefined>>;

/** What a council may be served with of its own; where it does not say, what the host's environment says. */
const ownOrShared = [
  ...['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_TENANT', 'BREAK_GLASS_OFFICER'],
  ...['RATE_LIMIT', 'LOG_LEVEL', 'COUNCIL_NAME', 'COUNCIL_COLOUR', 'COUNCIL_LOGO'],
];
/** Where a ledger is kept, and what opens it there: never that of the host or of another ledger. */
const ownAlone = ['STORE', 'SAMPLE', 'KURRENTDB_URL', 'KURRENTDB_URL_FILE'];
/** How a program runs on this machine, which its operator says for all. */
const ofTheMachine = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_ENV', 'NODE_OPTIONS'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_USE_ENV_PROXY', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
];

/**
 * The whole environment of a ledger's process but for where it listens: what the ledger's own settings may say, and of the
 * host's environment only what is named here, so that nothing else a host was started with gets into a council's process.
 */
export function ledgerEnvironment(own: Environment, host: Environment): Readonly<Record<string, string>> {
  const taken = { ...only([...ofTheMachine, ...ownOrShared], host), ...only([...ownOrShared, ...ownAlone], own) };
  return { SAMPLE: 'none', ...taken };
}

/** The names in a ledger's settings that are none a ledger may say. */
export const namesNotTaken = (own: Environment): readonly string[] =>
  Object.keys(own)
    .filter((name) => ![...ownOrShared, ...ownAlone].includes(name))
    .sort();

const only = (names: readonly string[], from: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
