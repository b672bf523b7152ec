import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** A Chromium to start, and what its environment must add to ours. */
interface Installation {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

const debianChromium = '/usr/bin/chromium';
const unpackTimeoutMs = 60_000;
const launchTimeoutMs = 60_000;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless browser: the one CHROMIUM_PATH names, else Debian's, else the one carried by an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, environment } = await findChromium();
  return chromium.launch({
    executablePath,
    args: flags,
    headless: true,
    timeout: launchTimeoutMs,
    env: { ...process.env, ...environment },
  });
}

async function findChromium(): Promise<Installation> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { executablePath: named, environment: {} };
  if (existsSync(debianChromium)) return { executablePath: debianChromium, environment: {} };
  return carriedChromium();
}

/** Unpacked once for each user and version, beside its final place, so that two test files never see half of it. */
async function carriedChromium(): Promise<Installation> {
  const place = join(tmpdir(), `efficiency-savings-ledger-chromium-${carriedVersion()}-${String(userInfo().uid)}`);
  if (!existsSync(place)) await unpackTo(place);
  return {
    executablePath: join(place, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: join(place, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(__dirname, 'fonts.conf'),
      XDG_DATA_HOME: join(place, 'fonts'),
      XDG_CACHE_HOME: join(place, 'cache'),
    },
  };
}

function carriedVersion(): string {
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

async function unpackTo(place: string): Promise<void> {
  const half = mkdtempSync(`${place}-`);
  await promisify(execFile)(process.execPath, [join(__dirname, 'unpack-chromium.cjs')], {
    env: { ...process.env, TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    timeout: unpackTimeoutMs,
  });
  try {
    renameSync(half, place);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}
