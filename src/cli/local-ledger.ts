import { randomUUID } from 'node:crypto';

import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { OfficerRegister } from '../access/officer-register';
import type { Outcome } from '../commands/ledger-writer';
import { Record as RecordEntry } from '../commands/record';
import { RehearseTogether } from '../commands/record-together';
import type { Recorder } from '../commands/requests/base';
import type { RememberedMappings } from '../exchange/import/remembered-mappings';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { RehearsalQuery, type RehearsalAnswer } from '../queries/rehearsal';
import type { Ledger } from './ledger';

type Opened = Pick<LocalLedger, 'commandBus' | 'queryBus' | 'register' | 'mappings'>;

/** A ledger in a data directory of this machine. */
export class LocalLedger implements Ledger {
  public readonly commandBus: CommandBus;
  public readonly queryBus: QueryBus;
  public readonly register: OfficerRegister;
  public readonly mappings: RememberedMappings;

  public constructor(
    { commandBus, queryBus, register, mappings }: Opened,
    public readonly close: () => Promise<void>,
  ) {
    this.commandBus = commandBus;
    this.queryBus = queryBus;
    this.register = register;
    this.mappings = mappings;
  }

  public async record(body: unknown, as: string | undefined, key: string): Promise<Outcome> {
    const recorder = this.recorder(as);
    return isRefusal(recorder) ? recorder : this.commandBus.execute(new RecordEntry(body, recorder, key));
  }

  public async rehearse(body: unknown, as: string | undefined): Promise<RehearsalAnswer | Refusal> {
    const recorder = this.recorder(as);
    if (isRefusal(recorder)) return recorder;
    const request = { key: `dry-run-${randomUUID()}`, body };
    const [entries = []] = await this.commandBus.execute(new RehearseTogether([request], recorder));
    return isRefusal(entries) ? entries : this.queryBus.execute(new RehearsalQuery(entries, {}));
  }

  private recorder(as: string | undefined): Recorder | Refusal {
    if (as === undefined) {
      return refuse('FIELD_REQUIRED', 'Say who records: --as with an officer of the register, such as off-201.');
    }
    const officer = this.register.signIn(as);
    return isRefusal(officer) ? officer : { officer: officer.id, role: officer.role };
  }
}
