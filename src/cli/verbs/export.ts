import { Command } from 'commander';

import { writeBundle } from '../../exchange/audit-bundle/write-bundle';
import { BundleQuery } from '../../queries/bundle';
import { withLocalOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { once } from '../question-options';
import { accepted } from '../refused';
import { exportJournalVerb } from './export-journal';
import { exportViewVerbs } from './export-view';

interface BundleOptions extends CommonOptions {
  readonly out: string;
}

/** Writes what others work with on their own: the auditor's bundle, and the journal for other accounting programs. */
export function exportVerb(door: Door): Command {
  const verb = new Command('export')
    .description('writes the ledger for others, whole or as a view')
    .addHelpText('after', '\nExample:\n  export journal --format hledger');
  for (const each of [...exportViewVerbs(door), bundleVerb(door), exportJournalVerb(door)]) verb.addCommand(each);
  return verb;
}

const bundleVerb = (door: Door): Command =>
  withLocalOptions(new Command('bundle'))
    .description('everything an auditor needs to check the ledger offline, in a folder')
    .addOption(once('--out <folder>', 'a new or empty folder (needed)').makeOptionMandatory())
    .action(async ({ data, out, json }: BundleOptions) => {
      const written = await withLocalLedger(door, data, 'read', async ({ queryBus }) =>
        accepted(await writeBundle(accepted(await queryBus.execute(new BundleQuery())), out)),
      );
      const { origin, size, root } = written;
      door.terminal.print(
        json === true
          ? JSON.stringify(written, null, 2)
          : `The bundle of ${origin} is in ${out}: ${String(size)} entries, root ${root}.`,
      );
    });
