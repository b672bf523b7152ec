import { Command } from 'commander';

import { withLocalOptions, type CommonOptions, type Door } from '../door';

interface DoctorOptions extends CommonOptions {
  readonly mend?: true;
}

/** Looks at the store itself, says what is wrong and what to do; mends only when it is told to. Ends with 1 if any is left. */
export const doctorVerb = (door: Door): Command =>
  withLocalOptions(new Command('doctor'))
    .description('looks whether the store keeps the ledger as it should, and says what to do')
    .addHelpText('after', '\nExample:\n  doctor --data data')
    .option('--mend', 'put right what may be put right')
    .action(async ({ data, json, mend }: DoctorOptions) => {
      const found = await door.stores.examine(data, mend === true);
      if (json === true) door.terminal.print(JSON.stringify(found, null, 2));
      else if (found.length === 0) door.terminal.print(`The store of ${data} is in order.`);
      else for (const each of found) door.terminal.print(line(each));
      if (found.some(({ mended }) => !mended)) process.exitCode = 1;
    });

const line = ({ code, what, whatToDo, mended }: Awaited<ReturnType<Door['stores']['examine']>>[number]): string =>
  `${code}: ${what} ${mended ? 'Mended.' : whatToDo}`;
