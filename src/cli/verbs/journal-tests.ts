import { Command } from 'commander';

import { JournalTestsQuery, type JournalTestAnswer, type JournalTestsAnswer } from '../../queries/journal-tests';
import type { ParameterName } from '../../queries/read-question';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { money, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

const parameters: readonly ParameterName[] = ['as_at', 'known_at'];

/** Which entries should an auditor look at first? */
export const journalTestsVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('journal-tests')), parameters)
    .description('the entries an auditor should look at first, and that none was left out')
    .addHelpText('after', '\nExample:\n  journal-tests --as-at 2010-03-31')
    .action((options: CommonOptions) =>
      ask(door, options, new JournalTestsQuery(parametersFrom(options, parameters)), show),
    );

function show({ asAt, tests, tested, ledger, complete }: JournalTestsAnswer): string {
  const { entries, postings, sum } = tested;
  const against = complete
    ? 'the same as in the ledger'
    : `the ledger has ${String(ledger.entries)}, ${money(ledger.sum)}`;
  return parts(
    `Journal tests as at ${asAt}`,
    table(tests, [
      ['Test', 'text', ({ test }) => test],
      ['Flagged', 'number', ({ count }) => String(count)],
      ['Looks for', 'text', ({ looksFor }) => looksFor],
      ['Entries', 'text', entriesOf],
    ]),
    `Tested ${String(entries)} entries with ${String(postings)} postings, together ${money(sum)}: ${against}.`,
  );
}

/** How many entries a test names on the screen; programs get more. */
const SHOWN = 10;

function entriesOf({ count, entries }: JournalTestAnswer): string | null {
  if (count === 0) return null;
  const named = entries.slice(0, SHOWN).map(({ seq }) => String(seq));
  return `${named.join(', ')}${count > named.length ? ` and ${String(count - named.length)} more` : ''}`;
}
