import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { refuse } from '../../domain/refusals';
import { readVerifierKey } from '../../tamper-evidence/keys';
import { complaintAboutReceipt, readReceipt } from '../../tamper-evidence/receipt';
import type { Door } from '../door';
import { once } from '../question-options';
import { Refused } from '../refused';

/** Checks a receipt on its own: no ledger is opened. A bundle is checked by `verify-ledger.mjs`, which shares no code. */
export const verifyVerb = (door: Door): Command =>
  new Command('verify')
    .description('checks what the ledger gave out')
    .addHelpText('after', '\nExample:\n  verify receipt receipt.txt --key key.txt')
    .addCommand(verifyReceiptVerb(door));

const verifyReceiptVerb = ({ terminal }: Door): Command =>
  new Command('receipt')
    .description('whether a receipt holds under a key that did not come with it')
    .argument('<file>', 'the receipt')
    .addOption(once('--key <key>', "the ledger's verifier key (needed)").makeOptionMandatory())
    .action((file: string, options: { readonly key: string }) => {
      const key = readVerifierKey(options.key);
      const receipt = readReceipt(readFileSync(file, 'utf8'));
      if (key?.type !== 'log') throw new Refused(refuse('FIELD_FORMAT', '--key is not the verifier key of a ledger.'));
      const complaint = receipt === null ? 'it is not a receipt' : complaintAboutReceipt(receipt, key);
      if (complaint !== null || receipt === null)
        throw new Refused(refuse('RECEIPT_INVALID', `The receipt does not hold: ${complaint ?? 'it is not one'}.`));
      const { index, checkpoint } = receipt;
      terminal.print(
        `Entry ${String(index)} is in the signed tree of ${String(checkpoint.size)} entries of ${checkpoint.origin}.`,
      );
    });
