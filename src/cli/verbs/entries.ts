import { Command } from 'commander';

import { EntriesQuery, type EntriesAnswer } from '../../queries/entries';
import type { ParameterName, Parameters } from '../../queries/read-question';
import { withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { table } from '../layout';
import type { Ledger } from '../ledger';
import { parametersFrom, withQuestionOptions } from '../question-options';
import { accepted } from '../refused';
import { place } from './trace';

const parameters: readonly ParameterName[] = ['line', 'as_at', 'known_at', 'limit', 'after'];

/** The largest page, for those who want all of it. */
const ALL_AT_ONCE = '200';

/** What was recorded? For programs one entry a line, all of them unless a limit is given; for people a page. */
export const entriesVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('entries')), parameters)
    .description('the journal, oldest first; with --json one entry a line')
    .addHelpText('after', '\nExample:\n  entries --line IT-PROCUREMENT')
    .action(async (options: CommonOptions) => {
      const asked = parametersFrom(options, parameters);
      await withLedger(door, options, 'read', (ledger) =>
        options.json === true ? printLines(door, ledger, asked) : printTable(door, ledger, asked),
      );
    });

const page = async ({ queryBus }: Ledger, asked: Parameters): Promise<EntriesAnswer> =>
  accepted(await queryBus.execute(new EntriesQuery(asked)));

async function printLines({ terminal }: Door, ledger: Ledger, asked: Parameters): Promise<void> {
  const all = asked['limit'] === undefined;
  let answer = await page(ledger, all ? { ...asked, limit: ALL_AT_ONCE } : asked);
  // Entries recorded meanwhile belong to a later answer, so the first page fixes what is known.
  const known = { ...asked, limit: ALL_AT_ONCE, known_at: asked['known_at'] ?? String(answer.size - 1) };
  for (const entry of answer.entries) terminal.print(JSON.stringify(entry));
  while (all && answer.next !== null) {
    answer = await page(ledger, { ...known, after: answer.next });
    for (const entry of answer.entries) terminal.print(JSON.stringify(entry));
  }
}

async function printTable({ terminal }: Door, ledger: Ledger, asked: Parameters): Promise<void> {
  const { entries, next } = await page(ledger, asked);
  terminal.print(
    table(entries, [
      ['Seq', 'number', ({ seq }) => String(seq)],
      ['Recorded', 'text', ({ recordedAt }) => recordedAt],
      ['Effective', 'text', ({ effective }) => effective],
      ['Kind', 'text', ({ kind }) => kind],
      ['Line', 'text', ({ line }) => line],
      ['Officer', 'text', ({ officer }) => officer],
      ['Source', 'text', ({ source }) => place(source)],
    ]),
  );
  if (next !== null) terminal.tell(`There are more entries; go on with --after ${next}.`);
}
