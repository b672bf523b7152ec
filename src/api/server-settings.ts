/** The settings of the environment that say how the server is started; each wrong one ends the start in a sentence. */
import { isLoopback } from '../access/own-names';
import { logLevels, type LogLevel } from './log';

/** A setting of the environment; an empty one is none. */
export function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}

/** Throws where it is no port. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new Error(`PORT is "${text}"; it must be a number from 0 to 65535.`);
  return port;
}

/** Throws where there is no such level. */
export function logLevelOf(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level === undefined) throw new Error(`LOG_LEVEL is "${text}"; it must be one of ${logLevels.join(', ')}.`);
  return level;
}

const samples = ['none', 'july-2009'] as const;

/** Which sample is asked for, or none; undefined where nothing is said. Throws where there is no such sample. */
export function sampleAsked(): (typeof samples)[number] | undefined {
  const text = setting('SAMPLE');
  const sample = samples.find((known) => known === text);
  if (text !== undefined && sample === undefined)
    throw new Error(`SAMPLE is "${text}"; it must be ${samples.join(' or ')}, or be left out.`);
  return sample;
}

/** What to tell whoever lets others reach the port and says no name by which they may; null where that is no mistake. */
export function unnamedAbroad(host: string, publicUrl: URL | null): string | null {
  if (publicUrl !== null || isLoopback(host)) return null;
  return `Warning: HOST is "${host}", so other machines reach this port, but nobody there is answered: set PUBLIC_URL to the https address people use, or leave HOST out.`;
}

/** Why the server does not start, in a sentence for whoever started it. */
export function reasonFor(error: unknown): string {
  const { code, message, syscall } = error as Partial<Record<'code' | 'message' | 'syscall', unknown>>;
  const where = setting('PORT') ?? '3000';
  if (code === 'EADDRINUSE') return `Port ${where} is taken by another program; set PORT to another number.`;
  if (code === 'EACCES' && (syscall === 'listen' || syscall === 'bind'))
    return `Port ${where} may not be used here; set PORT to a number above 1023.`;
  if (syscall === 'getaddrinfo' || code === 'EADDRNOTAVAIL')
    return `The server cannot start: HOST is "${setting('HOST') ?? ''}"; it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`;
  return `The server cannot start: ${String(message)}`;
}
