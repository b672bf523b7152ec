import { readOfficerId, type OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import type { Clock } from './clock';

/** How people reach this server, and how they show who they are. */
export interface AccessSettings {
  /** The address people use, behind whatever ends TLS; null on the loopback of one machine. */
  readonly publicUrl: URL | null;
  /** Requests a minute from one officer, or from one address that nobody is signed in at. */
  readonly mostRequests: number;
  readonly clock: Clock;
}

/** More than people make, with room for a program. */
const MOST_REQUESTS = 6_000;

export const onLoopback: AccessSettings = { publicUrl: null, mostRequests: MOST_REQUESTS, clock: Date.now };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings of the environment. Throws, in a sentence, where one of them cannot be. */
export function readAccessSettings(environment: Environment): AccessSettings {
  return {
    ...onLoopback,
    publicUrl: publicUrlIn(environment['PUBLIC_URL'] ?? ''),
    mostRequests: countIn(environment['RATE_LIMIT'] ?? ''),
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

/** An officer's id from the environment; null where none is set. Throws, in a sentence, where it is no id. */
export function officerIn(name: string, text: string): OfficerId | null {
  if (text === '') return null;
  const id = readOfficerId(text);
  if (isRefusal(id)) throw new Error(`${name} is "${text}". ${id.message}`);
  return id;
}
