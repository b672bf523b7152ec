/** What can be known of docker-compose.yml without an engine to run it. */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { readAccessSettings } from '../../src/access/access-settings';
import { startServer } from '../support/server';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly profiles?: readonly string[];
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
}

interface Network {
  readonly ipam?: { readonly config: readonly { readonly subnet: string }[] };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, Network | null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const nodes = ['kurrentdb1', 'kurrentdb2', 'kurrentdb3'];
const service = (name: string): Service => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};

/** What is published to more than this machine, in any form compose takes. */
const publishedBeyondLoopback = (ports: readonly unknown[]): readonly unknown[] =>
  ports.filter((port) => typeof port !== 'string' || !/^127\.0\.0\.1:\d+:\d+$/.test(port));
const unpinned = (image: string): boolean => !/:v?\d+\.\d+\.\d+(-[a-z0-9.-]+)?$/.test(image);

describe('docker-compose.yml', () => {
  test('names only services, volumes, networks, secrets and configs that are there, and uses all of them', () => {
    const used = services.flatMap(([, each]) => each.volumes ?? []).map((mount) => mount.split(':')[0]);
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
    expect(new Set(services.flatMap(([, each]) => each.networks ?? []))).toEqual(
      new Set(Object.keys(compose.networks)),
    );
    expect(services.flatMap(([, each]) => each.secrets ?? []).every((name) => name in compose.secrets)).toBe(true);
    expect(services.flatMap(([, each]) => each.configs ?? []).every(({ source }) => source in compose.configs)).toBe(
      true,
    );
    const needed = services.flatMap(([, each]) => Object.keys(each.depends_on ?? {}));
    expect(needed.filter((name) => !(name in compose.services))).toEqual([]);
  });

  test('pins every image to a version', () => {
    const images = services.map(([, { image }]) => image ?? 'none');
    expect(images.filter(unpinned)).toEqual([]);
    expect(['caddy', 'caddy:latest', 'caddy:2', 'localhost:5000/caddy'].every(unpinned)).toBe(true);
  });

  test('publishes the proxy, and the node for development, to this machine only', () => {
    const published = services.filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['proxy', 'kurrentdb-dev']);
    expect(published.flatMap(([, { ports = [] }]) => publishedBeyondLoopback(ports))).toEqual([]);
    expect(publishedBeyondLoopback(['8443:8443', '0.0.0.0:1:1', { target: 1 }])).toHaveLength(3);
    expect(service('kurrentdb-dev').profiles).toEqual(['dev']);
  });

  test('has no value for what must be chosen: each is required, and named in .env.example without a password', () => {
    const variables = [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)([^}]*)\}/g)].map(
      ([, name, rest]) => [name, rest] as const,
    );
    expect(variables.filter(([, rest]) => !rest?.startsWith(':?'))).toEqual([]);
    const example = new Map(
      readFileSync('.env.example', 'utf8')
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line))
        .map((line) => line.split('=') as [string, string]),
    );
    expect(new Set(example.keys())).toEqual(new Set(variables.map(([name]) => name)));
    expect([...example].filter(([name]) => name.endsWith('PASSWORD')).map(([, value]) => value)).toEqual(['', '']);
    expect(text).not.toMatch(/changeit|password123|admin:/i);
  });

  test.each(nodes)('gives %s a certificate with its name, and the names of the other two', (name) => {
    const script = service('certificates').command?.join('\n') ?? '';
    expect(/for node in ([a-z0-9 ]+);/.exec(script)?.[1]?.split(' ')).toEqual(nodes);
    expect(script).toContain('-dns-names $$node,localhost');
    const { environment = {}, volumes = [], healthcheck } = service(name);
    expect(environment['KURRENTDB_NODE_HOST_ADVERTISE_AS']).toBe(name);
    expect(environment['KURRENTDB_REPLICATION_HOST_ADVERTISE_AS']).toBe(name);
    const others = nodes.filter((each) => each !== name).map((each) => `${each}:2113`);
    expect(environment['KURRENTDB_GOSSIP_SEED']).toBe(others.join(','));
    // The volume that the script writes this node's certificate to is the one that this node reads it from.
    const written = (service('certificates').volumes ?? []).find((mount) => mount.endsWith(`:/${name}`));
    expect(volumes).toContain(`${written?.split(':')[0] ?? ''}:/certificates:ro`);
    expect(environment['KURRENTDB_CERTIFICATE_FILE']).toBe('/certificates/node.crt');
    expect(environment).not.toHaveProperty('KURRENTDB_INSECURE');
    expect(healthcheck?.test.join(' ')).toContain('https://localhost:2113');
  });

  test('keeps the authority\u2019s key from everyone but the service that makes certificates', () => {
    const mounting = services.filter(([, { volumes = [] }]) =>
      volumes.some((mount) => mount.startsWith('authority-key:')),
    );
    expect(mounting.map(([name]) => name)).toEqual(['certificates']);
    expect(service('certificates').network_mode).toBe('none');
  });

  test.each(services.map(([name]) => name).filter((name) => name !== 'certificates'))(
    '%s runs with no more than it needs',
    (name) => {
      expect(service(name).cap_drop).toEqual(['ALL']);
      expect(service(name).security_opt).toEqual(['no-new-privileges:true']);
      if (/^(ledger|proxy)/.test(name)) expect(service(name).read_only).toBe(true);
    },
  );

  test('waits for health before it starts what depends on it, and every such service tells its health', () => {
    const waited = services.flatMap(([, { depends_on = {} }]) =>
      Object.entries(depends_on)
        .filter(([, { condition }]) => condition === 'service_healthy')
        .map(([name]) => name),
    );
    const built = readFileSync('Dockerfile', 'utf8').includes('HEALTHCHECK');
    expect(new Set(waited)).toEqual(new Set([...nodes, 'ledger1', 'ledger2']));
    expect(
      waited.filter((name) => service(name).healthcheck === undefined && !(service(name).build !== undefined && built)),
    ).toEqual([]);
  });

  test('sends people to both nodes, at the address that is published', () => {
    const { content } = compose.configs['proxy']!;
    expect(content).toContain('reverse_proxy ledger1:3000 ledger2:3000');
    expect(content).toContain('https://localhost:8443');
    // A file that waits to be imported is in the memory of the node it was sent to.
    expect(content).toMatch(/lb_policy cookie node \{\s+fallback least_conn\s+\}/);
    expect(service('ledger1')).toEqual(service('ledger2'));
    expect(service('ledger1').environment).toMatchObject({ STORE: 'kurrentdb:ledger-savings' });
    expect(service('ledger1').environment?.['KURRENTDB_URL_FILE']).toBe('/run/secrets/kurrentdb-url');
  });

  test('believes the network of the proxy and no other, and nobody else is on it', () => {
    const onFront = services.filter(([, { networks = [] }]) => networks.includes('front')).map(([name]) => name);
    const subnets = compose.networks['front']?.ipam?.config.map(({ subnet }) => subnet);

    expect(onFront).toEqual(['ledger1', 'ledger2', 'proxy']);
    expect(subnets).toEqual(['172.16.238.0/29']);
    expect(service('ledger1').environment?.['TRUSTED_PROXY']).toBe('172.16.238.0/29');
  });

  test('counts the requests of a client of a private network as hers, whatever she says of earlier hops', async () => {
    const { trustedProxies } = readAccessSettings({ TRUSTED_PROXY: service('ledger1').environment?.['TRUSTED_PROXY'] });
    const server = await startServer({ mostRequests: 2, trustedProxies });
    const statuses: number[] = [];
    for (const said of ['127.0.0.1', '10.9.9.1', '10.9.9.2, 192.168.1.1', '172.16.0.9']) {
      const answer = await server.app.inject({
        url: '/help',
        remoteAddress: '172.16.238.4',
        headers: { 'x-forwarded-for': `${said}, 10.1.2.3` },
      });
      statuses.push(answer.statusCode);
    }
    await server.close();

    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});
