// Names in package-lock.json the builds for other systems that the registry in use did not serve. Run it after adding
// or updating a package:  node .ci/complete-lock.mjs
//
// swc, oxc and unrs publish one optional package for each system. Where a mirror lacks some of them, `npm install`
// leaves those out of the lock, and `npm ci` then refuses the lock as out of step, on every system. An entry with the
// exact version that the parent demands, and the system in its name, mends that; npm never fetches it elsewhere.
import { readFileSync, writeFileSync } from 'node:fs';

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8'));

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'arm'];

/** The fields by which npm decides whether a package is for this system, read from a name such as `core-linux-x64-gnu`. */
function systemOf(name) {
  const parts = name.split('-');
  const os = systems.find((system) => parts.includes(system));
  const cpu = processors.find((processor) => parts.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = { gnu: 'glibc', musl: 'musl' }[parts.at(-1)];
  return { cpu: [cpu], ...(libc && os === 'linux' ? { libc: [libc] } : {}), optional: true, os: [os] };
}

const added = {};
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const isThere = Object.keys(lock.packages).some((place) => place.endsWith(`node_modules/${name}`));
    const system = systemOf(name);
    if (isThere || system === undefined || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    const { cpu, ...rest } = system;
    added[`node_modules/${name}`] = { version, cpu, ...(parent.dev ? { dev: true } : {}), ...rest };
  }
}

const byName = ([a], [b]) => (a < b ? -1 : 1);
lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...added }).sort(byName));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`Entries added to ${path}: ${Object.keys(added).length}.\n`);
