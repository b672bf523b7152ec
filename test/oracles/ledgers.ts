/** The ledgers that are held against the oracles, and the journals that are written of them. */
import { readFileSync } from 'node:fs';

import type { Entry } from '../../src/domain/entries';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { writeJournal, type JournalFormatName } from '../../src/exchange/journal/journal';
import { Projection } from '../../projections/projection';
import { largeLedger } from './large-ledger';

export interface Ledger {
  readonly projection: Projection;
  readonly entries: readonly Entry[];
}

const projected = (entries: readonly Entry[]): Ledger => {
  const projection = new Projection();
  for (const entry of entries) projection.append(entry);
  return { projection, entries };
};

const history = (): readonly Entry[] =>
  readFileSync('test/history/golden-history.jsonl', 'utf8').split('\n').slice(0, -1).map(decodeEntry);

/** How many entries of the three-year story are the sample it begins with. */
const SAMPLE = 180;

export const sample = (): Ledger => projected(history().slice(0, SAMPLE));
export const threeYears = (): Ledger => projected(history());

/** More of them: ORACLE_LEDGERS=200 npm run test:oracles */
const RANDOM_LEDGERS = Number(process.env['ORACLE_LEDGERS'] ?? 20);
export const ENTRIES = 5_000;
export const seeds = Array.from({ length: RANDOM_LEDGERS }, (_, number) => number + 1);

export function randomLedger(seed: number): Ledger {
  const { projection, entries } = largeLedger(ENTRIES, seed);
  return { projection, entries };
}

/** The whole journal of a ledger as it is now. */
export async function journalOf({ projection, entries }: Ledger, format: JournalFormatName): Promise<string> {
  const { size, asAt } = projection.table.now();
  const lines = new Map(projection.register.lines({ size, asAt }).map((line) => [line.id, line]));
  const pieces: string[] = [];
  const head = { council: projection.register.ledger.council, size, asAt, signed: { size, root: 'not asked here' } };
  for await (const piece of writeJournal(format, { head, lines, entries })) pieces.push(piece);
  return pieces.join('');
}
