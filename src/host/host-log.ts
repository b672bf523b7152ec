import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';

type Level = 'info' | 'error';

/** One line of the host itself, as JSON. */
export function logEvent(level: Level, msg: string, more: Readonly<Record<string, string | number | null>> = {}): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...more, msg })}\n`);
}

/**
 * Passes on what a ledger's process writes, each line with the ledger it is about; what is no log line becomes one of the
 * level given. Whoever wants to may listen to the lines too.
 */
export function logLinesOf(ledger: string, stream: Readable, level: Level): Interface {
  return createInterface({ input: stream }).on('line', (line) => {
    if (line.startsWith('{"')) process.stderr.write(`{"ledger":${JSON.stringify(ledger)},${line.slice(1)}\n`);
    else if (line !== '') logEvent(level, line, { ledger });
  });
}
