// Makes a fresh clone ready to run: installs the packages, then builds. Does nothing, quickly, when both are up to date.
//
//   node src/prepare.mjs                  install if the packages are missing or of another package-lock.json
//   node src/prepare.mjs build            the same, then build if any source has changed
//   node src/prepare.mjs build --quiet    say nothing unless a person is watching or a step fails
//
// It uses nothing but Node, because it runs before anything is installed. All it says goes to stderr, because stdout
// belongs to the program that runs next.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);
const installStamp = inRoot('node_modules', '.prepared');
const buildStamp = inRoot('dist', '.prepared');
const lockFolder = inRoot('.preparing');
const lockWaitMs = 10 * 60 * 1000;
const lockPollMs = 200;

const wantsBuild = process.argv.includes('build');
const quiet = process.argv.includes('--quiet') && !process.stderr.isTTY;

class StepFailed extends Error {}

const say = (sentence) => {
  if (!quiet) process.stderr.write(`${sentence}\n`);
};

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise);
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Runs one step in the project folder; its output is shown only when it fails. */
function step(sentence, command, args) {
  say(`${sentence} ...`);
  const startedAt = Date.now();
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0) {
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
    throw new StepFailed(`${output.trimEnd()}\n${sentence}: failed.`);
  }
  say(`${sentence}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

const nodeStep = (sentence, script, args) =>
  step(sentence, process.execPath, [inRoot('node_modules', script), ...args]);

const packageLockSum = () => sha256(readFileSync(inRoot('package-lock.json')));

/** True when npm's own record in node_modules shows each package that package-lock.json demands, byte for byte. */
function installedByHand() {
  const recordPath = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const demanded = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(recordPath, 'utf8')).packages;
  return Object.entries(demanded).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.integrity === entry.integrity,
  );
}

const isInstalled = () => readOr(installStamp, '') === packageLockSum();

function install() {
  if (!installedByHand()) {
    const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
    const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
    step('Installing the packages that package-lock.json names', command, [...first, 'ci', '--include=dev']);
  }
  writeFileSync(installStamp, packageLockSum());
}

function filesBelow(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function sumOf(paths) {
  const lines = paths.map((path) => {
    const { mtimeMs, size } = statSync(path);
    return `${path} ${mtimeMs} ${size}`;
  });
  return sha256(lines.join('\n'));
}

/** What the sources are now, in the form that is kept in dist/.prepared. */
function sourcesNow() {
  const settings = ['tsconfig.json', 'nest-cli.json'].map((name) => inRoot(name));
  const files = [...filesBelow('src'), ...filesBelow('projections')];
  const isStyle = (path) => path.endsWith('.scss');
  return {
    packages: packageLockSum(),
    programs: sumOf([...settings, ...files.filter((path) => !isStyle(path))]),
    styles: sumOf(files.filter(isStyle)),
    files,
  };
}

const builtBefore = () => JSON.parse(readOr(buildStamp, '{}'));
const isBuilt = () => {
  const [before, now] = [builtBefore(), sourcesNow()];
  return before.packages === now.packages && before.programs === now.programs && before.styles === now.styles;
};

function buildPrograms(now) {
  if (!now.files.some((path) => path.endsWith('.ts'))) return say('There is no TypeScript to build yet.');
  nodeStep('Building the programs', '@nestjs/cli/bin/nest.js', ['build']);
  step('Making the verifier one file', process.execPath, [inRoot('src', 'verifier', 'build.mjs')]);
}

function buildStyles() {
  const source = inRoot('src', 'web', 'assets', 'site.scss');
  if (!existsSync(source)) return;
  const options = ['--load-path=node_modules', '--quiet-deps', '--style=compressed', '--no-source-map'];
  nodeStep('Building the style sheet', 'sass/sass.js', [...options, source, inRoot('dist/src/web/assets/site.css')]);
}

function build() {
  const [before, now] = [builtBefore(), sourcesNow()];
  const removed = (before.files ?? []).some((path) => !now.files.includes(path));
  // A file that is gone must not live on in dist; and a build cut short must not look finished.
  rmSync(removed || before.packages !== now.packages ? inRoot('dist') : buildStamp, { recursive: true, force: true });
  if (before.programs !== now.programs || removed || before.packages !== now.packages) buildPrograms(now);
  if (before.styles !== now.styles || removed || before.packages !== now.packages) buildStyles();
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(buildStamp, JSON.stringify(now));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const holderPath = (folder) => join(folder, 'pid');

function takeLock() {
  try {
    mkdirSync(lockFolder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(holderPath(lockFolder), String(process.pid));
  return true;
}

/** Clears a lock whose holder died. The rename is atomic, so only one of several waiters clears it. */
function clearDeadLock() {
  const holder = Number(readOr(holderPath(lockFolder), '0'));
  const age = Date.now() - (statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const dead = holder > 0 ? !isAlive(holder) : age > 5000;
  if (!dead) return;
  const aside = `${lockFolder}-${process.pid}`;
  try {
    renameSync(lockFolder, aside);
    if (Number(readOr(holderPath(aside), '0')) === holder) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, lockFolder);
  } catch {
    // Another waiter was first: the next turn of the loop looks again.
  }
}

function withLock(work) {
  const deadline = Date.now() + lockWaitMs;
  let told = false;
  while (!takeLock()) {
    if (Date.now() > deadline) throw new StepFailed(`Another process holds ${lockFolder}; it was waited for in vain.`);
    if (!told) say('Another process is preparing this folder: waiting for it.');
    told = true;
    clearDeadLock();
    pause(lockPollMs);
  }
  try {
    work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StepFailed(`This program needs Node 20.19 or later; this is Node ${process.versions.node}.`);
}

const isReady = () => isInstalled() && (!wantsBuild || isBuilt());

try {
  requireNode();
  if (!isReady()) {
    withLock(() => {
      if (!isInstalled()) install();
      if (wantsBuild && !isBuilt()) build();
    });
  }
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
