/** Which imports shaped some lines: those of whose entries about them at least one stands. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { LineId } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { Moment } from '../../projections/posting-table';
import { JournalIndex } from './journal-index';
import { LedgerView } from './ledger-view';

/** Asks for the codes of the batches with entries about any of these lines that nobody reversed; null is the target. */
export class BatchesOnLinesQuery extends Query<readonly string[] | Refusal> {
  public constructor(public readonly lines: readonly (string | null)[]) {
    super();
  }
}

@QueryHandler(BatchesOnLinesQuery)
export class BatchesOnLinesHandler implements IQueryHandler<BatchesOnLinesQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ lines }: BatchesOnLinesQuery): Promise<readonly string[] | Refusal> {
    const at = await this.view.at({});
    if (isRefusal(at)) return at;
    const { projection, moment } = at;
    const { register } = projection;
    // What names no line has no entries.
    const standing = [...new Set(lines)]
      .flatMap((line) => (line === null ? this.aboutTarget(moment) : register.entriesOf(line as LineId, moment)))
      .filter((seq) => register.marksOf(seq, moment).reversed === null)
      .sort((one, other) => one - other);
    // What only names a line, such as the pot it is a programme of, shaped another one.
    const shaping = (await this.view.entries(standing)).filter(({ entry }) => lines.includes(entry.line));
    const batches = shaping.flatMap(({ entry }) => entry.batch ?? []);
    return [...new Set(batches)];
  }

  private aboutTarget({ size }: Moment): readonly number[] {
    return (['TargetSet', 'TargetRevised'] as const).flatMap((kind) => this.index.find({ kind }, 0, 1, size, size));
  }
}
