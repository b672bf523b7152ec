import { randomUUID } from 'node:crypto';

import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { AccessLog } from '../access/access-log';
import type { AccessTokens } from '../access/access-tokens';
import type { Authority } from '../access/authority';
import type { OfficerRegister } from '../access/officer-register';
import type { RegisterChanges } from '../access/register-changes';
import type { Outcome } from '../commands/ledger-writer';
import { Record as RecordEntry } from '../commands/record';
import { RehearseTogether } from '../commands/record-together';
import type { Recorder } from '../commands/requests/base';
import type { RememberedMappings } from '../exchange/import/remembered-mappings';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { ChangesQuery } from '../queries/changes';
import type { EntryAnswer } from '../queries/entries';
import { RehearsalQuery, type RehearsalAnswer } from '../queries/rehearsal';
import type { Ledger } from './ledger';
import type { LedgerFiles } from './ledger-files';
import { localFiles } from './local-files';

/** What an opened ledger is made of. */
interface Opened {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerRegister;
  readonly authority: Authority;
  readonly changes: RegisterChanges;
  readonly tokens: AccessTokens;
  readonly accessLog: AccessLog;
  readonly mappings: RememberedMappings;
}

/** A ledger in a data directory of this machine. */
export class LocalLedger implements Ledger, Opened {
  public readonly commandBus: CommandBus;
  public readonly queryBus: QueryBus;
  public readonly register: OfficerRegister;
  public readonly authority: Authority;
  public readonly changes: RegisterChanges;
  public readonly tokens: AccessTokens;
  public readonly accessLog: AccessLog;
  public readonly mappings: RememberedMappings;
  public readonly files: LedgerFiles;

  public constructor(
    opened: Opened,
    public readonly close: () => Promise<void>,
  ) {
    this.commandBus = opened.commandBus;
    this.queryBus = opened.queryBus;
    this.register = opened.register;
    this.authority = opened.authority;
    this.changes = opened.changes;
    this.tokens = opened.tokens;
    this.accessLog = opened.accessLog;
    this.mappings = opened.mappings;
    this.files = localFiles(opened);
  }

  public async record(body: unknown, as: string | undefined, key: string): Promise<Outcome> {
    const recorder = this.recorder(as, body);
    return isRefusal(recorder) ? recorder : this.commandBus.execute(new RecordEntry(body, recorder, key));
  }

  public async rehearse(body: unknown, as: string | undefined): Promise<RehearsalAnswer | Refusal> {
    const recorder = this.recorder(as, body);
    if (isRefusal(recorder)) return recorder;
    const request = { key: `dry-run-${randomUUID()}`, body };
    const [entries = []] = await this.commandBus.execute(new RehearseTogether([request], recorder));
    return isRefusal(entries) ? entries : this.queryBus.execute(new RehearsalQuery(entries, {}));
  }

  public follow(after: number | null, signal: AbortSignal): Promise<AsyncIterable<EntryAnswer> | Refusal> {
    return this.queryBus.execute(new ChangesQuery(after, signal));
  }

  /** Who records, if her role allows this kind of entry. Throws as the authority does. */
  private recorder(as: string | undefined, body: unknown): Recorder | Refusal {
    if (as === undefined) {
      return refuse('FIELD_REQUIRED', 'Say who records: --as with an officer of the register, such as off-201.');
    }
    const officer = this.register.signIn(as);
    return isRefusal(officer) ? officer : this.authority.recorderFor(officer, kindOf(body));
  }
}

const kindOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'kind' in body ? body.kind : null;
