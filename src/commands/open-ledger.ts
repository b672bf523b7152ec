import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import type { IdempotencyKey, LedgerId } from '../domain/identifiers';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import { sha256 } from '../tamper-evidence/leaf';
import { LedgerWriter, type Outcome } from './ledger-writer';
import type { Recorder } from './requests/base';

/** What a new ledger is: its id, whose it is, the base year levels are measured against, and since when. */
export interface NewLedger {
  readonly ledger: LedgerId;
  readonly council: string;
  readonly baseYear: FinancialYear;
  readonly effective: IsoDate | null;
}

/** Opens a ledger: its first entry. Refused where there is one already. */
export class OpenLedger extends Command<Outcome> {
  public constructor(
    public readonly newLedger: NewLedger,
    public readonly recorder: Recorder,
  ) {
    super();
  }
}

const KEY = 'open-ledger' as IdempotencyKey;

@CommandHandler(OpenLedger)
export class OpenLedgerHandler implements ICommandHandler<OpenLedger> {
  public constructor(private readonly writer: LedgerWriter) {}

  public execute({ newLedger, recorder }: OpenLedger): Promise<Outcome> {
    const { ledger, council, baseYear, effective } = newLedger;
    const by = {
      ...recorder,
      effective,
      period: null,
      reason: null,
      source: null,
      batch: null,
      lineVersion: null,
      confirmed: null,
    };
    return this.writer.record({
      command: { verb: 'OpenLedger', by, ledger, council, baseYear },
      key: KEY,
      requestHash: sha256(canonicalJson({ ledger, council, baseYear, effective })),
    });
  }
}
