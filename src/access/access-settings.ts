import { isIP } from 'node:net';

import { readOfficerId, type OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import type { Clock } from './clock';

/** The identity provider of the council, and what this server is there. */
export interface OpenIdSettings {
  /** The issuer itself, such as `https://login.microsoftonline.com/<tenant>/v2.0`, not its well-known address. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one directory whose people may come in: the claim `tid`. */
  readonly tenant: string;
}

/** How people reach this server, and how they show who they are. */
export interface AccessSettings {
  /** The address people use, behind whatever ends TLS; null on the loopback of one machine. */
  readonly publicUrl: URL | null;
  /** Null where officers sign in with passwords of this ledger's own. */
  readonly openId: OpenIdSettings | null;
  /** The one officer who may use a password although there is a provider, for the day it cannot be reached. */
  readonly breakGlass: OfficerId | null;
  /** Requests a minute from one officer, or from one address that nobody is signed in at. */
  readonly mostRequests: number;
  /** The addresses of proxies whose word is taken for where a request came from; none where nothing stands before. */
  readonly trustedProxies: readonly string[];
  readonly clock: Clock;
}

/** More than people make, with room for a program. */
const MOST_REQUESTS = 6_000;

export const onLoopback: AccessSettings = {
  publicUrl: null,
  openId: null,
  breakGlass: null,
  mostRequests: MOST_REQUESTS,
  trustedProxies: [],
  clock: Date.now,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings of the environment. Throws, in a sentence, where one of them cannot be. */
export function readAccessSettings(environment: Environment): AccessSettings {
  return {
    ...onLoopback,
    publicUrl: publicUrlIn(environment['PUBLIC_URL'] ?? ''),
    openId: openIdIn(environment),
    breakGlass: officerIn('BREAK_GLASS_OFFICER', environment['BREAK_GLASS_OFFICER'] ?? ''),
    mostRequests: countIn(environment['RATE_LIMIT'] ?? ''),
    trustedProxies: proxiesIn(environment['TRUSTED_PROXY'] ?? ''),
  };
}

function publicUrlIn(text: string): URL | null {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  // A session over plain HTTP could be read on its way by anyone in between.
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error(`PUBLIC_URL is "${text}"; it must be an https address without a path.`);
  return url;
}

function countIn(text: string): number {
  if (text === '') return MOST_REQUESTS;
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new Error(`RATE_LIMIT is "${text}"; it must be a number of requests a minute.`);
  return Number(text);
}

function proxiesIn(text: string): readonly string[] {
  if (text === '') return [];
  const proxies = text.split(',').map((each) => each.trim());
  const wrong = proxies.find((each) => !isNetwork(each));
  if (wrong === undefined) return proxies;
  throw new Error(
    `TRUSTED_PROXY names "${wrong}"; it takes the addresses of proxies, or the networks only they are on, such as 172.16.238.0/29, between commas.`,
  );
}

/** An address, or one with a length. A length of 0 would believe everyone. */
function isNetwork(text: string): boolean {
  const [, address = '', length] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (length === undefined || Number(length) <= (version === 4 ? 32 : 128));
}

const openIdNames = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_TENANT'] as const;

/** All four or none of them. */
function openIdIn(environment: Environment): OpenIdSettings | null {
  const values = openIdNames.map((name) => environment[name] ?? '');
  if (values.every((value) => value === '')) return null;
  const missing = openIdNames.filter((_, index) => values[index] === '');
  if (missing.length > 0) throw new Error(`To sign in at an identity provider, set ${missing.join(', ')} as well.`);
  const [issuer, clientId, clientSecret, tenant] = values as [string, string, string, string];
  return { issuer: issuerIn(issuer), clientId, clientSecret, tenant };
}

function issuerIn(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHere = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url === null || (url.protocol !== 'https:' && !isHere))
    throw new Error(`OIDC_ISSUER is "${text}"; it must be an https address.`);
  return url;
}

/** An officer's id from the environment; null where none is set. Throws, in a sentence, where it is no id. */
function officerIn(name: string, text: string): OfficerId | null {
  if (text === '') return null;
  const id = readOfficerId(text);
  if (isRefusal(id)) throw new Error(`${name} is "${text}". ${id.message}`);
  return id;
}
