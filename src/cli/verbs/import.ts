import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { Command } from 'commander';

import { refuse } from '../../domain/refusals';
import type { ImportOptions } from '../../exchange/import/control';
import type { DryRun, RowAnswer } from '../../exchange/import/dry-run';
import type { Committed, Progress, UploadedFile } from '../../exchange/import/import-files';
import type { ReversedImport, SaidOfReversal } from '../../exchange/import/reverse-import';
import type { Notice } from '../../exchange/import/layout';
import type { KindCount } from '../../queries/batch-reversal';
import { BatchesQuery, type BatchesAnswer } from '../../queries/batches';
import { ask, withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { counted, parts, table } from '../layout';
import { once } from '../question-options';
import { accepted, Refused } from '../refused';

interface ImportVerbOptions extends CommonOptions, ImportOptions {
  readonly as?: string;
  readonly map?: string;
  readonly dryRun?: true;
  readonly commit?: true;
}

const examples = `
Examples:
  import tracker.xlsx --map mapping.json --dry-run --as off-201
  import tracker.xlsx --commit --as off-201 --reason 'Re-profiled at the July review'
  import reverse IMPORT-1A2B3C4D5E6F-1 --as off-201 --reason 'The wrong month' --effective 2009-07-13

Left out, the mapping is the remembered one that fits the file. It is remembered when the import is recorded.`;

const AS = 'who imports, by id, as in the register of officers (needed without --url)';

/** Reads a tracker into the ledger: first to try, then to record, and as a whole to take back. */
export const importVerb = (door: Door): Command =>
  withCommonOptions(new Command('import'))
    .description('reads a tracker (.xlsx, .csv): --dry-run shows what it would record, --commit records all of it')
    .argument('<file...>', 'the tracker; several CSV files are one import')
    .addOption(once('--as <officer>', AS))
    // What stands after `reverse` or `batches` is theirs.
    .enablePositionalOptions()
    .addOption(once('--map <file>', 'how to read it, as JSON; left out, the one remembered mapping that fits'))
    .option('--dry-run', 'record nothing; show each row, the entries it becomes and each problem')
    .option('--commit', 'record it, all or nothing')
    .addOption(once('--reason <text>', 'why plans change'))
    .addOption(once('--control-rows <number>', 'how many lines there should be'))
    .addOption(once('--control-total <amount>', 'what all amounts of the lines should add up to, in pounds'))
    .addCommand(reverseVerb(door))
    .addCommand(batchesVerb(door))
    .addCommand(mappingsVerb(door))
    .addHelpText('after', examples)
    .action((files: readonly string[], options: ImportVerbOptions) => runImport(door, files, options));

async function runImport(door: Door, paths: readonly string[], options: ImportVerbOptions): Promise<void> {
  if ((options.dryRun === true) === (options.commit === true))
    throw new Refused(refuse('FIELD_REQUIRED', 'Say either --dry-run or --commit.'));
  const upload = { files: paths.map(uploaded), mapping: mappingIn(options.map), options, as: options.as };
  await withLedger(door, options, options.commit === true ? 'write' : 'read', async ({ files }) => {
    if (options.commit === true) {
      commit(door, accepted(await files.commitImport(upload, telling(door))), options);
      return;
    }
    const answer = accepted(await files.tryImport(upload, telling(door)));
    door.terminal.print(options.json === true ? JSON.stringify(answer, null, 2) : shown(answer));
    if (answer.problems.length > 0) process.exitCode = 1;
  });
}

function commit(door: Door, { answer, receipts, replayed }: Committed, { json }: ImportVerbOptions): void {
  const { batch, imported, notices, totals } = answer;
  // On stderr, so that it is seen beside an answer for programs too.
  for (const notice of notices.filter(({ sheet }) => sheet === null)) door.terminal.tell(shownNotice(notice));
  if (json === true) {
    door.terminal.print(JSON.stringify({ batch, replayed, receipts, totals }, null, 2));
    return;
  }
  const [first] = receipts;
  const last = receipts.at(-1);
  if (imported !== null)
    door.terminal.print(`These files were imported before, as ${imported.batch}; nothing was added.`);
  else if (first === undefined || last === undefined)
    door.terminal.print('The ledger says what the file says; nothing was added.');
  else
    door.terminal.print(
      parts(
        `Batch ${batch}: ${counted(receipts.length, 'entry', 'entries')} recorded, ${String(first.seq)} to ${String(last.seq)}.`,
        shownTotals(answer),
      ),
    );
}

function uploaded(path: string): UploadedFile {
  try {
    return { name: basename(path), bytes: readFileSync(path) };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Refused(refuse('FILE_REJECTED', `The file ${path} cannot be read: ${why}`));
  }
}

/** The mapping in a file; null where none is given. */
function mappingIn(path?: string): unknown {
  if (path === undefined) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Refused(refuse('IMPORT_MAPPING', `The mapping ${path} cannot be read: ${why}`));
  }
}

const telling =
  (door: Door): Progress =>
  (step, done, of) => {
    door.terminal.tell(`${step} ${String(done)} of ${String(of)}`);
  };

function shown(answer: DryRun): string {
  const { batch, imported, rows, entries, control, officers, notices, problems } = answer;
  const head =
    imported === null
      ? `Dry run of batch ${batch}: ${counted(entries, 'entry', 'entries')} would be recorded; nothing was.`
      : `These files were imported before, as ${imported.batch}; nothing would be added.`;
  return parts(
    head,
    `Lines read: ${String(control.rows)}. Control total of all their amounts: ${control.total}.`,
    table(rows, [
      ['Sheet', 'text', ({ sheet }) => sheet],
      ['Row', 'number', ({ row }) => String(row)],
      ['Is', 'text', ({ is }) => is],
      ['Text', 'text', ({ text }) => text.slice(0, 50)],
      ['Line', 'text', ({ line }) => line],
      ['Becomes', 'text', becomes],
    ]),
    shownTotals(answer),
    officers.length === 0 ? '' : `New in the register: ${officers.map(({ id, name }) => `${id} ${name}`).join(', ')}.`,
    notices.map(shownNotice).join('\n'),
    problems.map(({ code, message }) => `${code}: ${message}`).join('\n'),
  );
}

function shownNotice({ sheet, cell, message }: Notice): string {
  if (sheet === null) return `Note: ${message}`;
  return `Note: ${cell === null ? sheet : `${sheet}!${cell}`}: ${message}`;
}

const becomes = ({ entries }: RowAnswer): string | null =>
  entries.length === 0 ? null : entries.map(({ kind, cell }) => `${kind} (${cell})`).join(', ');

const shownTotals = ({ totals }: DryRun): string =>
  totals.length === 0
    ? ''
    : table(totals, [
        ['Printed total', 'text', ({ label }) => label],
        ['Cell', 'text', ({ sheet, cell }) => `${sheet}!${cell}`],
        ['Figure', 'text', ({ figure, year }) => `${figure} ${year}`],
        ['Printed', 'money', ({ stated }) => stated],
        ['Rows of the file', 'money', ({ rows }) => rows],
        ['In the ledger', 'money', ({ computed }) => computed],
        ['', 'text', ({ agrees }) => (agrees === null ? 'taken back' : agrees ? 'agrees' : 'differs')],
      ]);

interface ReverseOptions extends CommonOptions, SaidOfReversal {
  readonly as?: string;
}

const EFFECTIVE =
  'from when it is taken back, such as 2009-07-13; today where it is left out; to import it again, its own date';

const reverseVerb = (door: Door): Command =>
  withCommonOptions(new Command('reverse'))
    .description('takes a whole import back')
    .argument('<batch>', 'the code of the batch')
    .addOption(once('--as <officer>', AS))
    .addOption(once('--reason <text>', 'why'))
    .addOption(once('--effective <date>', EFFECTIVE))
    .addOption(once('--period <month>', 'the month it is posted in; that of the effective date where it is left out'))
    .action((batch: string, { json, as, reason, effective, period, ...place }: ReverseOptions) =>
      withLedger(door, place, 'write', async ({ files }) => {
        const said = {
          ...(reason === undefined ? {} : { reason }),
          ...(effective === undefined ? {} : { effective }),
          ...(period === undefined ? {} : { period }),
        };
        const reversed = accepted(await files.reverseImport(batch, said, as));
        door.terminal.print(json === true ? JSON.stringify(reversed, null, 2) : shownReversal(batch, reversed));
      }),
    );

function shownReversal(batch: string, { receipts, replayed, takenBack, stays, notice }: ReversedImport): string {
  const by = receipts.map(({ seq }) => `entry ${String(seq)}`).join(', ');
  return [
    `Batch ${batch} was taken back ${replayed ? 'before, ' : ''}by ${by}${replayed ? '; nothing was added' : ''}.`,
    `Taken back: ${kindsOf(takenBack)}.`,
    `Stays: ${kindsOf(stays)}.${stays.length === 0 ? '' : ' Lines stay without amounts; what else is wrong is recorded anew.'}`,
    ...(notice === null ? [] : [notice]),
  ].join('\n');
}

const kindsOf = (counts: readonly KindCount[]): string =>
  counts.length === 0 ? 'nothing' : counts.map(({ kind, entries }) => `${String(entries)} ${kind}`).join(', ');

const batchesVerb = (door: Door): Command =>
  withCommonOptions(new Command('batches'))
    .description('the imports that are recorded')
    .action((options: CommonOptions) => ask(door, options, new BatchesQuery(), shownBatches));

const shownBatches = ({ batches }: BatchesAnswer): string =>
  table(batches, [
    ['Batch', 'text', ({ batch }) => batch],
    ['Entries', 'number', ({ entries }) => String(entries)],
    ['Title', 'text', ({ title }) => title],
    ['Files', 'text', ({ files }) => files.map(({ name }) => name).join(', ')],
    ['Taken back by', 'number', ({ reversedBy }) => (reversedBy === null ? null : String(reversedBy))],
  ]);

const mappingsVerb = (door: Door): Command =>
  withCommonOptions(new Command('mappings'))
    .description('the remembered mappings; with a name, that mapping as JSON')
    .argument('[name]', 'the name of a mapping')
    .action((name: string | undefined, options: CommonOptions) =>
      withLedger(door, options, 'read', async ({ files }) => {
        const all = accepted(await files.mappings());
        if (name === undefined) door.terminal.print(Object.keys(all).join('\n'));
        else if (Object.hasOwn(all, name)) door.terminal.print(JSON.stringify(all[name], null, 2));
        else throw new Refused(refuse('NOT_FOUND', `There is no mapping "${name.slice(0, 60)}".`));
      }),
    );
