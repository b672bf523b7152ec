import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

type Level = 'info' | 'error';

/** One line of the host itself, as JSON. */
export function logEvent(level: Level, msg: string, more: Readonly<Record<string, string | number | null>> = {}): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...more, msg })}\n`);
}

/** What a ledger's process logs, each line with the ledger it is about. */
export function logLinesOf(ledger: string, stream: Readable): void {
  createInterface({ input: stream }).on('line', (line) => {
    if (line.startsWith('{"')) process.stderr.write(`{"ledger":${JSON.stringify(ledger)},${line.slice(1)}\n`);
    else if (line !== '') logEvent('error', line, { ledger });
  });
}
