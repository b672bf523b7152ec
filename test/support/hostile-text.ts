/** Text that tries to be something else in a journal: a tag, a date, a comment, an account, a directive. */
import fc from 'fast-check';

import type { Entry } from '../../src/domain/entries';
import { readText } from '../../src/domain/text';
import { writeJournal, type JournalFormatName } from '../../src/exchange/journal/journal';
import type { LineTold } from '../../src/exchange/journal/transactions';
import { achieve, baseline, IT, line, opened, plan } from './july';
import { Story } from './story';

const attacks = [
  'a\n2009-07-13 forged\n    Savings:Plan:X  1.00 GBP\n    Counterpart:X',
  'date:2001-01-01, amount:1',
  '[2001-01-01] {1.00 GBP} @ 2 USD',
  '  Savings:Plan:X  1.00 GBP  ; seq:0',
  '"\n2009-07-13 * "forged" "',
  '\\" \\n \\\\',
  '" ; include "/etc/passwd"',
  'include /etc/passwd\n!include x\ncomment\nend comment',
  'alias /Savings/=Forged\napply account Forged\n',
  '%0A %25 %',
  '=1 |payee *! #tag ^link (code)',
  'plugin "os"\noption "title" "forged"\npushtag #forged',
  'ends with a backslash \\',
  '\ttab and\u00a0a no-break space',
  'naïve £ 議 🏛 e\u0301\u2028next',
] as const;

/** Attacks, pieces of them, and anything else; as far as the ledger's own reading of text takes it. */
const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...attacks),
    fc
      .array(
        fc.oneof(fc.constantFrom(...attacks.flatMap((attack) => Array.from(attack))), fc.string({ unit: 'binary' })),
      )
      .map((all) => all.join('')),
  )
  .map((text) => readText(text, 2_000))
  .filter((text) => typeof text === 'string');

export interface Hostile {
  readonly reason: string;
  readonly document: string;
  readonly cell: string;
  readonly title: string;
  readonly council: string;
}

export const hostile: fc.Arbitrary<Hostile> = fc.record({
  reason: hostileText,
  document: hostileText,
  cell: hostileText,
  title: hostileText,
  council: hostileText,
});

/** IT Procurement's plan and what it achieved, told with hostile text wherever a person may write, as a journal. */
export async function hostileJournal(format: JournalFormatName, text: Hostile): Promise<string> {
  const story = new Story();
  for (const command of [opened, line(), baseline(), plan(), achieve()]) story.tell(command);
  const entries = story.entries.map((entry): Entry => ({
    ...entry,
    reason: text.reason,
    source: { document: text.document, sheet: text.document, row: text.reason, cell: text.cell },
    postings: entry.postings.map((posting) => ({ ...posting, cell: text.cell })),
  }));
  const told: LineTold = {
    title: text.title,
    section: text.title,
    group: text.title,
    tags: [text.title],
    ruling: null,
    rating: null,
  };
  const head = {
    council: text.council,
    size: entries.length,
    asAt: '2009-07-13' as Entry['effective'],
    signed: { size: 5, root: 'unnXL9jr' },
  };
  let journal = '';
  for await (const piece of writeJournal(format, { head, lines: new Map([[IT, told]]), entries })) journal += piece;
  return journal;
}
