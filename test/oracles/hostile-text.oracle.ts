// cspell:ignore aquantity tpostings paccount pdate pamount ptags ttags
// Whatever people write, the programs read the same transactions, and give each text back as it was written.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { hostile, hostileJournal, type Hostile } from '../support/hostile-text';
import { answer, beancountRows, describeOracle } from './programs';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const RUNS = { numRuns: 40 };

/** What the story posts: the account's measure, year and amount in pence. */
const POSTED = [
  'Plan 2009-10 20000000',
  'Plan 2010-11 10000000',
  'Plan 2011-12 20000000',
  'Achieved 2009-10 26000000',
  'Cost 2009-10 -6000000',
];

const inShort = (account: string, pence: number): string =>
  `${account.split(':')[1] ?? ''} ${account.split(':')[5] ?? ''} ${String(pence)}`;

interface HledgerTransaction {
  readonly ttags: readonly (readonly [string, string])[];
  readonly tpostings: readonly {
    readonly paccount: string;
    readonly pdate: string | null;
    readonly pamount: readonly {
      readonly aquantity: { readonly decimalMantissa: number; readonly decimalPlaces: number };
    }[];
    readonly ptags: readonly (readonly [string, string])[];
  }[];
}

const toldIn = ({ reason, document, cell }: Hostile): Readonly<Record<string, string>> => ({
  reason,
  document,
  sheet: document,
  row: reason,
  cell,
  'amount-cell': cell,
});

const titlesIn = ({ title }: Hostile): Readonly<Record<string, string>> => ({
  title,
  section: title,
  group: title,
  tagged: title,
});

const chosen = (tags: readonly (readonly [string, string])[], names: Readonly<Record<string, string>>) =>
  Object.fromEntries(tags.filter(([name]) => name in names).map(([name, text]) => [name, decodeURIComponent(text)]));

const OURS = new Set(['seq', 'entry', 'line', 'officer', 'role', 'recorded', 'period', 'origin']);

describeOracle('hledger', () => {
  test('reads the same transactions whatever the texts hold, and gives the texts back', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const path = join(folder, 'hostile.journal');
        writeFileSync(path, await hostileJournal('hledger', text));
        await answer('hledger', ['-f', path, 'check', '--strict']);
        const read = JSON.parse(await answer('hledger', ['-f', path, 'print', '-O', 'json'])) as HledgerTransaction[];

        const ours = read.flatMap(({ tpostings }) =>
          tpostings.filter(({ paccount }) => paccount.startsWith('Savings:')),
        );
        const amounts = ours.map(({ paccount, pamount: [amount] }) => {
          expect(amount!.aquantity.decimalPlaces).toBe(2);
          return inShort(paccount, amount!.aquantity.decimalMantissa);
        });
        expect(amounts).toEqual(POSTED);
        for (const { ttags, tpostings } of read) {
          expect(chosen(ttags, toldIn(text))).toEqual(toldIn(text));
          expect(ttags.filter(([name]) => !OURS.has(name) && !(name in toldIn(text)))).toEqual([]);
          expect(tpostings).toHaveLength(2);
          for (const { ptags, pdate } of tpostings) {
            expect(chosen(ptags, titlesIn(text))).toEqual(titlesIn(text));
            expect(pdate).toBeNull();
          }
        }
      }),
      RUNS,
    );
  });
});

describeOracle('beancount', () => {
  test('reads the same transactions whatever the texts hold, and gives the texts back', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const path = join(folder, 'hostile.beancount');
        writeFileSync(path, await hostileJournal('beancount', text));
        const told = Object.keys(toldIn(text));
        const titles = Object.keys(titlesIn(text));
        const wanted = [
          ...told.map((name) => `entry_meta('${name}')`),
          ...titles.map((name) => `getitem(open_meta(account), '${name}')`),
        ];
        const [rows] = await beancountRows(path, [`SELECT account, number, ${wanted.join(', ')} WHERE account ~ '.'`]);

        const ours = rows!.filter(([account]) => account!.startsWith('Savings:'));
        expect(rows).toHaveLength(2 * POSTED.length);
        expect(ours.map(([account, number]) => inShort(account!, Math.round(Number(number) * 100)))).toEqual(POSTED);
        for (const [, , ...texts] of rows!) {
          expect(texts).toEqual([...Object.values(toldIn(text)), ...Object.values(titlesIn(text))]);
        }
      }),
      RUNS,
    );
  });
});
