import { Command } from 'commander';

import { readSeq } from '../../domain/identifiers';
import { refuse } from '../../domain/refusals';
import { EntriesQuery, type EntriesAnswer, type EntryAnswer } from '../../queries/entries';
import type { ParameterName, Parameters } from '../../queries/read-question';
import { withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { table } from '../layout';
import type { Ledger } from '../ledger';
import { parametersFrom, withQuestionOptions } from '../question-options';
import { accepted, Refused } from '../refused';
import { place } from './trace';

const parameters: readonly ParameterName[] = ['line', 'as_at', 'known_at', 'limit', 'after'];

/** The largest page, for those who want all of it. */
const ALL_AT_ONCE = '200';

/** What was recorded? For programs one entry a line, all of them unless a limit is given; for people a page. */
export const entriesVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('entries')), parameters)
    .description('the journal, oldest first; with --json one entry a line')
    .option('--follow', 'go on telling what is recorded, one entry a line, until it is stopped')
    .addHelpText('after', '\nExamples:\n  entries --line IT-PROCUREMENT\n  entries --follow --after 179')
    .action(async (options: EntriesOptions) => {
      const asked = parametersFrom(options, parameters);
      if (options.follow === true) {
        await follow(door, options, asked);
        return;
      }
      await withLedger(door, options, 'read', (ledger) =>
        options.json === true ? printLines(door, ledger, asked) : printTable(door, ledger, asked),
      );
    });

interface EntriesOptions extends CommonOptions {
  readonly follow?: true;
}

/** Tells entries as they are recorded, here or by others, until the process is told to stop. */
async function follow(door: Door, options: CommonOptions, { after, ...others }: Parameters): Promise<void> {
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (other !== undefined)
    throw new Refused(refuse('UNKNOWN_FIELD', `With --follow only --after is taken, not --${kebab(other)}.`));
  const from = after === undefined || after === null ? null : accepted(readSeq(after));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      stopping.abort();
    });
  await withLedger(door, options, 'read', async (ledger) => {
    const entries = accepted(await ledger.follow(from, stopping.signal));
    if (options.json !== true) door.terminal.tell('Waiting for entries; Ctrl-C ends it.');
    for await (const entry of entries)
      door.terminal.print(options.json === true ? JSON.stringify(entry) : inOneLine(entry));
  });
}

const inOneLine = ({ seq, recordedAt, kind, line, officer }: EntryAnswer): string =>
  [String(seq), recordedAt, kind, line ?? '-', officer].join('  ');

const kebab = (name: string): string => name.replaceAll('_', '-');

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
