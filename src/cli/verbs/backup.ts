import { Command } from 'commander';

import { withLocalOptions, type CommonOptions, type Copied, type Door } from '../door';

/** Copies the ledger while it is in use, reads the copy again and says what it holds. */
export const backupVerb = (door: Door): Command =>
  withLocalOptions(new Command('backup'))
    .description(
      'copies the ledger, its checkpoints and the register of officers into a new directory, while they are in use',
    )
    .argument('<directory>', 'where to; it must be new or empty')
    .addHelpText('after', '\nExample:\n  backup /media/usb/ledger-2009-07-31')
    .action(async (target: string, { data, json }: CommonOptions) => {
      const copied = await door.backUp(data, target);
      door.terminal.print(
        json === true ? JSON.stringify(copied, null, 2) : `${held(target, copied)}\nEach entry was read again.`,
      );
    });

/** Takes a copy into use where there is no ledger yet. */
export const restoreVerb = (door: Door): Command =>
  withLocalOptions(new Command('restore'))
    .description('takes a copy into use in a data directory that has no ledger')
    .argument('<directory>', 'the copy, as backup made it')
    .addHelpText('after', '\nExample:\n  restore /media/usb/ledger-2009-07-31 --data data')
    .action(async (source: string, { data, json }: CommonOptions) => {
      const copied = await door.restore(source, data);
      const sentence = `${held(data, copied)}\nThese are the entries that ${source} was made with.\nTo record there, put the signing keys of the ledger into it as keys/: a copy never holds them.`;
      door.terminal.print(json === true ? JSON.stringify(copied, null, 2) : sentence);
    });

const held = (directory: string, { entries, leaves }: Copied): string =>
  `${directory} holds ${String(entries)} entries, whose leaf hashes together have the SHA-256\n  ${leaves}`;
