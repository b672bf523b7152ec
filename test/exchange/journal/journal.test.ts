import fc from 'fast-check';

import type { Entry } from '../../../src/domain/entries';
import { writeJournal, type JournalFormatName } from '../../../src/exchange/journal/journal';
import { hostile, hostileJournal, type Hostile } from '../../support/hostile-text';
import { achieve, baseline, line, opened, plan } from '../../support/july';
import { Story } from '../../support/story';

const told = (): Story => {
  const story = new Story();
  for (const command of [opened, line(), baseline(), plan({ '2009/10': '200000.00' }), achieve()]) story.tell(command);
  return story;
};

async function written(format: JournalFormatName, entries: readonly Entry[]): Promise<string> {
  const head = {
    council: 'Leicester City Council',
    size: 5,
    asAt: '2009-07-13' as Entry['effective'],
    signed: { size: 5, root: 'unnXL9jr' },
  };
  let journal = '';
  for await (const piece of writeJournal(format, { head, lines: new Map(), entries })) journal += piece;
  return journal;
}

const CELL = 'Plan:IT-PROCUREMENT:Cashable:No-status:2009-10:2009-10:Identified';
const COST = 'Cost:IT-PROCUREMENT:Cashable:Claimed:2009-10:2009-10:Identified';

describe('a journal', () => {
  test('for hledger declares each account and holds each posting as a balanced transaction', async () => {
    const journal = await written('hledger', told().entries);

    expect(journal.split('\n\n').slice(0, 3)).toEqual([
      '; The savings ledger of Leicester City Council: 5 entries as at 2009-07-13\n; Ledger size 5, root unnXL9jr\ncommodity 1000.00 GBP',
      `account Savings:${CELL}\naccount Counterpart:${CELL}`,
      [
        '2009-07-13 (3/0) SavingPlanned',
        '    ; seq:3',
        '    ; entry:1772eaf6-697b-594b-929e-d630cef40484',
        '    ; line:IT-PROCUREMENT',
        '    ; officer:off-201',
        '    ; role:finance officer',
        '    ; recorded:2009-07-13T09%3A03%3A00.000Z',
        '    ; period:2009-07',
        '    ; origin:SavingPlanned',
        `    Savings:${CELL}  200000.00 GBP`,
        `    Counterpart:${CELL}  -200000.00 GBP`,
      ].join('\n'),
    ]);
    expect(journal).toContain(`    Savings:${COST}  -60000.00 GBP\n    Counterpart:${COST}  60000.00 GBP\n`);
  });

  test('for beancount says the same in its own syntax', async () => {
    const journal = await written('beancount', told().entries);

    expect(journal).toContain(`\n0001-01-01 open Savings:${CELL} GBP\n0001-01-01 open Counterpart:${CELL} GBP\n`);
    expect(journal).toContain('\n2009-07-13 * "SavingPlanned"\n  code: "3/0"\n  seq: "3"\n');
    expect(journal).toContain(`  Savings:${COST}  -60000.00 GBP\n  Counterpart:${COST}  60000.00 GBP\n`);
  });

  test('is not written where the code of a line could be read as something else', async () => {
    const entries = told().entries.map((entry): Entry => ({
      ...entry,
      postings: entry.postings.map((posting) => ({ ...posting, line: 'IT  1.00 GBP\n' as Entry['line'] })),
    }));

    await expect(written('hledger', entries)).rejects.toThrow('cannot stand in a journal');
    await expect(written('beancount', entries)).rejects.toThrow('cannot stand in a journal');
  });
});

/** Every line that the story can give rise to, whatever the texts in it. */
const grammar: Readonly<Record<JournalFormatName, RegExp>> = {
  hledger:
    /^(|; The savings ledger of [^:;,[\]]*: \d+ entries as at [\d-]+|; Ledger size \d+, root \S+|commodity 1000\.00 GBP|account (Savings|Counterpart):[A-Za-z0-9:-]+|[\d-]{10} \(\d+\/\d+\) [A-Za-z]+| {4}; [a-z-]+:[^:;,[\]]*| {4}(Savings|Counterpart):[A-Za-z0-9:-]+ {2}-?\d+\.\d\d GBP)$/u,
  beancount:
    /^(|; Ledger size \d+, root \S+|option "[a-z_]+" "([^"\\]|\\.)*"|0001-01-01 open (Savings|Counterpart):[A-Za-z0-9:-]+ GBP|[\d-]{10} \* "[A-Za-z]+"| {2}[a-z-]+: "([^"\\]|\\["\\ntr])*"| {2}(Savings|Counterpart):[A-Za-z0-9:-]+ {2}-?\d+\.\d\d GBP)$/u,
};

const plain: Hostile = { reason: 'a', document: 'a', cell: 'a', title: 'a', council: 'a' };

test.each(['hledger', 'beancount'] as const)(
  'whatever people write, a journal for %s has the same lines, and none of another form',
  async (format) => {
    const expected = (await hostileJournal(format, plain)).split('\n').length;
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const lines = (await hostileJournal(format, text)).split('\n');
        expect(lines.filter((each) => !grammar[format].test(each))).toEqual([]);
        expect(lines).toHaveLength(expected);
      }),
    );
  },
);
