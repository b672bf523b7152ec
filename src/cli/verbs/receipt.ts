import { Command } from 'commander';

import { readSeq } from '../../domain/identifiers';
import { EvidenceQuery, ReceiptQuery } from '../../queries/evidence';
import { ask, withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { once } from '../question-options';
import { accepted } from '../refused';
import { writeNew } from '../write-new';

interface ReceiptOptions extends CommonOptions {
  readonly out?: string;
}

/** The receipt of an entry: a file that proves it on its own. */
export const receiptVerb = (door: Door): Command =>
  withCommonOptions(new Command('receipt'))
    .description('the receipt of an entry: the entry, its path to the root, the signed checkpoint')
    .addHelpText('after', '\nExample:\n  receipt 106')
    .argument('<seq>', 'the place of the entry')
    .addOption(once('--out <file>', 'where to write it, such as 12.tlog-proof; printed where left out'))
    .action(async (seq: string, { out, json, ...place }: ReceiptOptions) => {
      const asked = new ReceiptQuery(accepted(readSeq(seq)));
      const answer = await withLedger(door, place, 'read', async ({ queryBus }) =>
        accepted(await queryBus.execute(asked)),
      );
      if (out !== undefined) writeNew(out, answer.receipt);
      else door.terminal.print(json === true ? JSON.stringify(answer, null, 2) : answer.receipt.trimEnd());
    });

/** How far the ledger is signed. */
export const evidenceVerb = (door: Door): Command =>
  withCommonOptions(new Command('evidence'))
    .description('how far the ledger is signed: its name, size and root, and the checkpoint')
    .addHelpText('after', '\nExample:\n  evidence')
    .action((options: CommonOptions) =>
      ask(door, options, new EvidenceQuery(), ({ origin, size, root, checkpoint, keys }) =>
        [
          `Ledger ${origin}`,
          `Size ${String(size)}, root ${root}`,
          ...keys.map((key) => `Key ${key}`),
          '',
          checkpoint.trimEnd(),
        ].join('\n'),
      ),
    );
