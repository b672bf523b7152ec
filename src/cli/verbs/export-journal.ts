import { Command } from 'commander';

import { refuse } from '../../domain/refusals';
import {
  journalContent,
  journalFormats,
  journalParameters,
  writeJournal,
  type JournalFormatName,
} from '../../exchange/journal/journal';
import { withLocalLedger, type Door } from '../door';
import { once, parametersFrom, withQuestionOptions } from '../question-options';
import { accepted, Refused } from '../refused';

interface Options {
  readonly data: string;
  readonly format: string;
}

/** The ledger as a journal that hledger or beancount adds up. */
export const exportJournalVerb = (door: Door): Command =>
  withQuestionOptions(new Command('journal'), journalParameters)
    .description('every posting as a balanced transaction, for hledger or beancount to add up')
    .option('--data <directory>', 'the directory the ledger is in', process.env['DATA_DIR'] ?? 'data')
    .addOption(once('--format <program>', journalFormats.join(' or ')).makeOptionMandatory())
    .action(async (options: Options) => {
      const format = readFormat(options.format);
      await withLocalLedger(door, options.data, 'read', async ({ queryBus }) => {
        const content = accepted(await journalContent(queryBus, parametersFrom(options, journalParameters)));
        for await (const piece of writeJournal(format, content)) door.terminal.print(piece.replace(/\n$/, ''));
      });
    });

function readFormat(name: string): JournalFormatName {
  const known = journalFormats.find((format) => format === name);
  if (known !== undefined) return known;
  throw new Refused(refuse('CHOICE_UNKNOWN', `"${name.slice(0, 40)}" is not one of: ${journalFormats.join(', ')}.`));
}
