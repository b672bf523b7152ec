import { Command } from 'commander';

import { writeBundle } from '../../exchange/audit-bundle/write-bundle';
import { BundleQuery } from '../../queries/bundle';
import { withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { once } from '../question-options';
import { accepted } from '../refused';
import { exportJournalVerb } from './export-journal';

interface BundleOptions extends CommonOptions {
  readonly out: string;
}

/** Writes what others work with on their own: the auditor's bundle, and the journal for other accounting programs. */
export const exportVerb = (door: Door): Command =>
  new Command('export')
    .description('writes the ledger for others')
    .addCommand(bundleVerb(door))
    .addCommand(exportJournalVerb(door));

const bundleVerb = (door: Door): Command =>
  withCommonOptions(new Command('bundle'))
    .description('everything an auditor needs to check the ledger offline, in a folder')
    .addOption(once('--out <folder>', 'a new or empty folder (needed)').makeOptionMandatory())
    .action(async ({ data, out, json }: BundleOptions) => {
      const written = await withLedger(door, data, 'read', async ({ queryBus }) =>
        accepted(await writeBundle(accepted(await queryBus.execute(new BundleQuery())), out)),
      );
      const { origin, size, root } = written;
      door.terminal.print(
        json === true
          ? JSON.stringify(written, null, 2)
          : `The bundle of ${origin} is in ${out}: ${String(size)} entries, root ${root}.`,
      );
    });
