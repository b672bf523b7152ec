import { Command } from 'commander';

import { RotateKey } from '../../commands/rotate-key';
import { withLocalOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { once } from '../question-options';
import { accepted } from '../refused';

interface RotateOptions extends CommonOptions {
  readonly as: string;
  readonly reason: string;
}

/** Lets a new key sign from here on; what the old one signed stays signed. */
export const rotateKeyVerb = (door: Door): Command =>
  withLocalOptions(new Command('rotate-key'))
    .description('makes a new key that signs from here on; the old one vouches for it')
    .addHelpText('after', "\nExample:\n  rotate-key --as off-201 --reason 'The old key was on a stolen laptop'")
    .addOption(once('--as <officer>', 'who records it, by id (needed)').makeOptionMandatory())
    .addOption(once('--reason <text>', 'why (needed)').makeOptionMandatory())
    .action(async ({ data, json, as, reason }: RotateOptions) => {
      const { receipts } = await withLocalLedger(door, data, 'write', async ({ commandBus, register, authority }) => {
        const officer = accepted(register.signIn(as));
        authority.allowOfficer(officer, 'change the signing key');
        const recorder = { officer: officer.id, role: officer.role };
        return accepted(await commandBus.execute(new RotateKey(reason, recorder)));
      });
      // The old key signed it, so no server would begin from it any more.
      door.stores.removeSnapshot(data);
      door.terminal.print(
        json === true
          ? JSON.stringify({ receipts }, null, 2)
          : `Another key signs from entry ${String(receipts[0]?.seq)} on; tell the auditors and the witness.`,
      );
    });
