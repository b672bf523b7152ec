/** What the position says, and where what an oracle says is something else. */
import { classes, statuses, type Class, type Status } from '../../src/domain/entries';
import { builtIn } from '../../projections/definitions';
import { position, type Position } from '../../projections/position';
import type { Case } from './account-patterns';
import type { Ledger } from './ledgers';
import { penceOf, type Totals } from './programs';

export interface Compared {
  /** How many totals were compared. */
  readonly count: number;
  /** Where the two differ, in words. */
  readonly differences: readonly string[];
}

interface Chosen {
  readonly class: Class | null;
  readonly status: Status | null;
}

const choices: readonly Chosen[] = [null, ...classes].flatMap((of) =>
  [null, ...statuses].map((status) => ({ class: of, status })),
);

/** Holds every figure, for the whole and each line, of each class and status and of all of them, against the position. */
export function compare(ledger: Ledger, cases: readonly (readonly [Case, Totals])[]): Compared {
  const differences: string[] = [];
  let count = 0;
  const expect = (what: string, position: number, oracle: bigint): void => {
    count += 1;
    if (BigInt(position) !== oracle)
      differences.push(`${what}: position ${String(position)}, oracle ${String(oracle)}`);
  };
  for (const [asked, totals] of cases) {
    const name = `${asked.figure} by ${asked.by}, ${asked.definition}`;
    for (const chosen of choices) {
      const { amounts, lines } = positionOf(ledger, asked, chosen);
      const found = chosenFrom(totals, chosen);
      const what = `${name}, ${chosen.class ?? 'every class'}, ${chosen.status ?? 'every status'}`;
      expect(what, amounts[asked.figure], found.whole);
      for (const { line, amounts: ofLine } of lines) {
        expect(`${what}, ${line.id}`, ofLine[asked.figure], found.lines.get(line.id) ?? 0n);
      }
    }
    expect(`${name}, as one sum`, positionOf(ledger, asked, choices[0]!).amounts[asked.figure], totals.whole);
    for (const [line, sum] of totals.lines) expect(`${name}, ${line} as one sum`, chosenLine(ledger, asked, line), sum);
  }
  return { count, differences };
}

const chosenLine = (ledger: Ledger, asked: Case, line: string): number => {
  const { amounts, lines } = positionOf(ledger, asked, choices[0]!);
  const inLines = lines.map((part) => part.amounts[asked.figure]).reduce((sum, amount) => sum + amount, 0);
  if (line === 'Whole-ledger') return amounts[asked.figure] - inLines;
  return lines.find((part) => part.line.id === line)?.amounts[asked.figure] ?? NaN;
};

const known = new WeakMap<Ledger, Map<string, Position>>();

function positionOf(ledger: Ledger, { definition, by }: Case, chosen: Chosen): Position {
  const positions = known.get(ledger) ?? new Map<string, Position>();
  known.set(ledger, positions);
  const key = `${definition} ${by} ${String(chosen.class)} ${String(chosen.status)}`;
  const { projection } = ledger;
  const { baseYear } = projection.register.ledger;
  const filter = {
    ...(chosen.class === null ? {} : { class: chosen.class }),
    ...(chosen.status === null ? {} : { status: chosen.status }),
  };
  const found =
    positions.get(key) ??
    position(projection, { by, definition: builtIn(definition)!, baseYear }, projection.table.now(), filter);
  positions.set(key, found);
  return found;
}

/** The cells of a class and status, added up; what has no class or status belongs to every choice. */
function chosenFrom({ cells }: Totals, chosen: Chosen): { whole: bigint; lines: ReadonlyMap<string, bigint> } {
  const lines = new Map<string, bigint>();
  let whole = 0n;
  for (const [cell, amount] of cells) {
    const [line = '', of, status] = cell.split(':');
    if (chosen.class !== null && of !== 'No-class' && of?.toLowerCase() !== chosen.class) continue;
    if (chosen.status !== null && status !== 'No-status' && status?.toLowerCase() !== chosen.status) continue;
    lines.set(line, (lines.get(line) ?? 0n) + amount);
    whole += amount;
  }
  return { whole, lines };
}

/** Holds the balance of every account against the ledger's own sum of the postings in that cell. */
export function compareCells({ projection }: Ledger, balances: ReadonlyMap<string, string>): Compared {
  const { table } = projection;
  const own = new Map<string, bigint>();
  table.cells.forEach(({ line, shape }, cell) => {
    const { measure, class: of, status, from, tranche, identified } = table.shapes[shape]!;
    const account = [measure, line, of, status, from, tranche, identified].map(String).join('|');
    own.set(account, (own.get(account) ?? 0n) + BigInt(table.amountsAt(table.now())[cell]!));
  });
  const given = new Map([...balances].map(([account, balance]) => [inWords(account), penceOf(balance)]));
  const all = [...new Set([...own.keys(), ...given.keys()])];
  const differ = all.filter((account) => (own.get(account) ?? 0n) !== (given.get(account) ?? 0n));
  return { count: all.length, differences: differ };
}

/** `Savings:One-off-cost:...:2009-10:...` in the words of a posting: `one-off cost|...|2009/10|...`. */
function inWords(account: string): string {
  const [, measure = '', line = '', of = '', status = '', from = '', tranche = '', identified] = account.split(':');
  const words: Readonly<Record<string, string>> = {
    'one-off-cost': 'one-off cost',
    'excluded-cost': 'excluded cost',
    'one-off-cover': 'one-off cover',
    'part-year-shortfall': 'part-year shortfall',
    'budget-contribution': 'budget contribution',
    'partnership-target': 'partnership target',
  };
  const plain = measure.toLowerCase();
  return [
    words[plain] ?? plain,
    line === 'Whole-ledger' ? 'null' : line,
    of === 'No-class' ? 'null' : of.toLowerCase(),
    status === 'No-status' ? 'null' : status.toLowerCase(),
    from.toLowerCase().replace(/^(\d{4})-/, '$1/'),
    tranche.toLowerCase().replace(/^(\d{4})-/, '$1/'),
    String(identified === 'Identified'),
  ].join('|');
}
