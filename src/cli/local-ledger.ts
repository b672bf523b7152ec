import { randomUUID } from 'node:crypto';

import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { OfficerRegister } from '../access/officer-register';
import type { Outcome } from '../commands/ledger-writer';
import { Record as RecordEntry } from '../commands/record';
import { RehearseTogether } from '../commands/record-together';
import type { Recorder } from '../commands/requests/base';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { EffectQuery, type EffectAnswer } from '../queries/effect';
import type { Ledger } from './ledger';

/** A ledger in a data directory of this machine. */
export class LocalLedger implements Ledger {
  public constructor(
    public readonly commandBus: CommandBus,
    public readonly queryBus: QueryBus,
    public readonly register: OfficerRegister,
    public readonly close: () => Promise<void>,
  ) {}

  public async record(body: unknown, as: string | undefined, key: string): Promise<Outcome> {
    const recorder = this.recorder(as);
    return isRefusal(recorder) ? recorder : this.commandBus.execute(new RecordEntry(body, recorder, key));
  }

  public async rehearse(body: unknown, as: string | undefined): Promise<EffectAnswer | Refusal> {
    const recorder = this.recorder(as);
    if (isRefusal(recorder)) return recorder;
    const request = { key: `dry-run-${randomUUID()}`, body };
    const [entries = []] = await this.commandBus.execute(new RehearseTogether([request], recorder));
    return isRefusal(entries) ? entries : this.queryBus.execute(new EffectQuery(entries, {}));
  }

  private recorder(as: string | undefined): Recorder | Refusal {
    if (as === undefined) {
      return refuse('FIELD_REQUIRED', 'Say who records: --as with an officer of the register, such as off-201.');
    }
    const officer = this.register.signIn(as);
    return isRefusal(officer) ? officer : { officer: officer.id, role: officer.role };
  }
}
