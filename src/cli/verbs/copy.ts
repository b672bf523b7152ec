import { Command } from 'commander';

import type { Door } from '../door';
import { once } from '../question-options';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly json?: true;
}

/** Copies a ledger between stores: the same bytes, the same root. Asked again, it goes on where it was. */
export const copyVerb = (door: Door): Command =>
  new Command('copy')
    .description('copies a ledger between a directory and a cluster, and compares every entry')
    .addHelpText('after', '\nExample:\n  copy data kurrentdb:ledger')
    .addOption(once('--from <place>', 'a directory, or kurrentdb:<stream> (needed)').makeOptionMandatory())
    .addOption(once('--to <place>', 'a directory, or kurrentdb:<stream> (needed)').makeOptionMandatory())
    .option('--json', 'answer for programs')
    .action(async ({ from, to, json }: CopyOptions) => {
      const copied = await door.stores.copy(from, to);
      const before = copied.before === 0 ? '' : ` ${String(copied.before)} were there already.`;
      const sentence = `Copied ${String(copied.copied)} entries from ${from} to ${to}.${before} All are the same in both; the root is ${copied.root}.`;
      door.terminal.print(json === true ? JSON.stringify(copied, null, 2) : sentence);
    });
