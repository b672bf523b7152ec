import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { CHECKPOINT_STORE, type CheckpointStore } from '../event-store/checkpoint-store';
import { EVENT_STORE } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { LedgerTree } from '../event-store/ledger-tree';
import { SigningKeys } from '../event-store/signing-keys';
import { LedgerWriter } from './ledger-writer';
import { AddCosignatureHandler } from './add-cosignature';
import { Notary } from './notary';
import { OpenLedgerHandler } from './open-ledger';
import { RecordHandler } from './record';
import { RecordTogetherHandler, RehearseTogetherHandler } from './record-together';
import { RotateKeyHandler } from './rotate-key';

/** For Nest: what the clock is injected as. */
export const CLOCK = Symbol('clock');

/** For Nest: what works out the figures of a return is injected as. */
export const FIGURES_NOW = Symbol('figures now');

/** For Nest: who holds the office of chief finance officer is injected as. */
export const CHIEF_FINANCE_OFFICERS = Symbol('chief finance officers');

@Module({
  imports: [CqrsModule],
  providers: [
    RecordHandler,
    RecordTogetherHandler,
    RehearseTogetherHandler,
    OpenLedgerHandler,
    RotateKeyHandler,
    AddCosignatureHandler,
    { provide: CLOCK, useValue: Date.now },
    {
      provide: LedgerWriter,
      inject: [EVENT_STORE, LedgerFeed, Notary, CLOCK, FIGURES_NOW, CHIEF_FINANCE_OFFICERS],
      useFactory: (...parts: ConstructorParameters<typeof LedgerWriter>) => new LedgerWriter(...parts),
    },
    {
      provide: Notary,
      inject: [LedgerFeed, LedgerTree, CHECKPOINT_STORE, SigningKeys],
      useFactory: (feed: LedgerFeed, tree: LedgerTree, checkpoints: CheckpointStore, keys: SigningKeys) =>
        new Notary(feed, tree, checkpoints, keys),
    },
  ],
  exports: [LedgerWriter],
})
export class CommandsModule implements BeforeApplicationShutdown {
  public constructor(private readonly writer: LedgerWriter) {}

  /** Lets what was asked for be recorded before the store is closed. */
  public async beforeApplicationShutdown(): Promise<void> {
    await this.writer.close();
  }
}
