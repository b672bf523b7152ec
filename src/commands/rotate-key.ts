import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { IdempotencyKey } from '../domain/identifiers';
import { refuse } from '../domain/refusals';
import { LedgerTree } from '../event-store/ledger-tree';
import { SigningKeys } from '../event-store/signing-keys';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import { sha256 } from '../tamper-evidence/leaf';
import { LedgerWriter, type Outcome } from './ledger-writer';
import type { Recorder } from './requests/base';

/** Makes a new key and lets it sign from here on. The checkpoint that covers the entry is signed by both. */
export class RotateKey extends Command<Outcome> {
  public constructor(
    public readonly reason: string,
    public readonly recorder: Recorder,
  ) {
    super();
  }
}

@CommandHandler(RotateKey)
export class RotateKeyHandler implements ICommandHandler<RotateKey> {
  public constructor(
    private readonly writer: LedgerWriter,
    private readonly tree: LedgerTree,
    private readonly keys: SigningKeys,
  ) {}

  public async execute({ reason, recorder }: RotateKey): Promise<Outcome> {
    await this.writer.start();
    const { origin } = this.tree;
    const changed = this.tree.changesIn(this.tree.read.size).at(-1)?.next;
    const current = changed ?? (origin === null ? undefined : this.keys.first(origin)?.verifier);
    if (origin === null || current === undefined)
      return refuse('LEDGER_NOT_OPENED', 'This ledger has not been opened yet; run init first.');
    const facts = { previous: current.text, next: this.keys.makeNext(origin).verifier.text };
    const by = {
      ...recorder,
      effective: null,
      period: null,
      reason,
      source: null,
      batch: null,
      lineVersion: null,
      confirmed: null,
    };
    return this.writer.record({
      command: { verb: 'RotateKey', by, ...facts },
      key: `key-rotated/${sha256(facts.next).slice(0, 16)}` as IdempotencyKey,
      requestHash: sha256(canonicalJson({ ...facts, reason })),
    });
  }
}
