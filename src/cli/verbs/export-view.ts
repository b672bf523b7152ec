import { readFileSync, statSync } from 'node:fs';

import { Command } from 'commander';

import { refuse } from '../../domain/refusals';
import {
  exportable,
  exportFormats,
  viewParameters,
  type Exportable,
  type ExportFormat,
} from '../../exchange/export/export-view';
import { withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import type { AskedView } from '../ledger-files';
import { once, parametersFrom, withQuestionOptions } from '../question-options';
import { accepted, Refused } from '../refused';
import { writeNew } from '../write-new';

interface ExportOptions extends CommonOptions {
  readonly format: string;
  readonly out?: string;
  readonly map?: string;
  readonly table?: string;
  readonly since?: string;
}

const says: Readonly<Record<Exportable, string>> = {
  lines: 'the lines, each with its figures',
  position: 'where the plan stands',
  entries: 'the journal; as ndjson it is the raw form',
  paper: 'the paper for a committee, frozen with the last entry it knows',
  return: 'the half-yearly return, and those that were submitted',
  tracker: 'the tracker, in the columns it came in and with the ids for the way back',
};

/** A verb for each view: the same file as every other front door gives. */
export const exportViewVerbs = (door: Door): readonly Command[] => exportable.map((view) => viewVerb(door, view));

function viewVerb(door: Door, view: Exportable): Command {
  const command = withQuestionOptions(withCommonOptions(new Command(view)), viewParameters[view])
    .description(says[view])
    .addOption(once('--format <format>', exportFormats.join(', ')).makeOptionMandatory())
    .addOption(once('--out <file>', 'write it there, where no file is yet; left out, to stdout'))
    .addOption(once('--table <name>', 'for csv, where there are several tables'));
  if (view === 'paper')
    command.addOption(once('--since <seq>', 'what the last paper knew: movement is told from there'));
  if (view === 'tracker')
    command.addOption(once('--map <file>', 'the mapping it came in by, as JSON or by name; left out, its own layout'));
  return command.action((options: ExportOptions) => writeView(door, view, options));
}

const writeView = (door: Door, view: Exportable, options: ExportOptions): Promise<void> =>
  withLedger(door, options, 'read', async ({ files }) => {
    const format = exportFormats.find((each) => each === options.format);
    if (format === undefined)
      throw new Refused(refuse('CHOICE_UNKNOWN', `A format is one of: ${exportFormats.join(', ')}.`));
    const { bytes, name } = accepted(await files.exportView(requestOf(view, format, options)));
    if (options.out === undefined) door.terminal.write(bytes);
    else {
      writeNew(options.out, bytes);
      door.terminal.tell(`${name}: ${String(bytes.length)} bytes written to ${options.out}.`);
    }
  });

const requestOf = (view: Exportable, format: ExportFormat, options: ExportOptions): AskedView => ({
  view,
  format,
  parameters: {
    ...parametersFrom(options, viewParameters[view]),
    ...(options.since === undefined ? {} : { since: options.since }),
  },
  ...(options.table === undefined ? {} : { table: options.table }),
  ...(options.map === undefined ? {} : { mapping: mappingCalled(options.map) }),
});

/** A file where there is one of that name, else a remembered mapping. */
function mappingCalled(name: string): NonNullable<AskedView['mapping']> {
  if (statSync(name, { throwIfNoEntry: false })?.isFile() !== true) return { name };
  try {
    return { json: JSON.parse(readFileSync(name, 'utf8')) as unknown };
  } catch {
    throw new Refused(refuse('IMPORT_MAPPING', `The file "${name.slice(0, 80)}" is no mapping: it is not JSON.`));
  }
}
