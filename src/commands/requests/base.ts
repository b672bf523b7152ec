import type { Command, Recording } from '../../domain/commands';
import type { IsoDate, Month } from '../../domain/dates';
import type { Role } from '../../domain/entries';
import type { Pounds } from '../../domain/money';
import type { BatchId, LineId, OfficerId } from '../../domain/identifiers';
import { Amount, BatchCode, Day, LineCode, Nested, Optional, PostingPeriod, Seq, Text } from './fields';
import { sourceOf, SourcePart } from './parts';

/** Who records. Never read from the request itself. */
export interface Recorder {
  readonly officer: OfficerId;
  readonly role: Role;
}

/** What any request may say besides its own fields. */
export abstract class EntryRequest {
  @Optional() @Day('The day the fact holds from; today where it is left out') public effective?: IsoDate | null;
  @Optional()
  @PostingPeriod('The month it is posted in; that of the effective date where it is left out')
  public period?: Month | null;
  @Optional() @Text('Why; needed for corrections and changes of plan', 2_000) public reason?: string | null;
  @Optional() @Nested(() => SourcePart, 'Where the fact was read') public source?: SourcePart | null;
  @Optional() @BatchCode('The import batch it belongs to') public batch?: BatchId | null;
  @Optional()
  @Amount('The amount once more, where it is more than three times the target')
  public confirmAmount?: Pounds | null;

  /** The command this request asks for. */
  public abstract toCommand(recorder: Recorder): Command;

  /** The seq of the latest entry of the line that the client has seen. */
  protected version(): number | null {
    return null;
  }

  protected by({ officer, role }: Recorder): Recording {
    return {
      officer,
      role,
      effective: this.effective ?? null,
      period: this.period ?? null,
      reason: this.reason ?? null,
      source: this.source ? sourceOf(this.source) : null,
      batch: this.batch ?? null,
      lineVersion: this.version(),
      confirmed: this.confirmAmount ?? null,
    };
  }
}

/** A request about one line. */
export abstract class LineRequest extends EntryRequest {
  @LineCode('The line') public line!: LineId;
  @Optional()
  @Seq('The seq of the latest entry of the line that you have seen; refused if there is a later one')
  public lineVersion?: string | number | null;

  protected override version(): number | null {
    const seen = this.lineVersion ?? null;
    return seen === null ? null : Number(seen);
  }
}
