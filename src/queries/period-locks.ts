/** Which months are closed: by which entry, and which of them were opened again. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant, IsoDate, Month } from '../domain/dates';
import type { Entry, EntryKind, EntryOf } from '../domain/entries';
import type { OfficerId } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { Moment } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { JournalIndex } from './journal-index';
import { LedgerView } from './ledger-view';
import { asOf, readParameters, type Parameters } from './read-question';

interface Recorded {
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly officer: OfficerId;
  readonly reason: string | null;
}

/** A closing: it holds for every month up to its last one, but for those opened again since. */
export interface PeriodLockAnswer extends Recorded {
  readonly through: Month;
  readonly of: 'month' | 'quarter' | 'year';
}

export interface ReopeningAnswer extends Recorded {
  readonly month: Month;
  /** The entry by which a second officer agreed; null while it waits, and where it was turned down. */
  readonly verified: number | null;
  readonly rejected: number | null;
  /** The later entry that closed the month again, or overtook the request. */
  readonly closedAgain: number | null;
  /** Whether it takes entries now because of this. */
  readonly open: boolean;
}

export interface PeriodLocksAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  /** The last month that is closed, and with it all before; null where none is. */
  readonly closedThrough: Month | null;
  readonly closings: readonly PeriodLockAnswer[];
  readonly reopenings: readonly ReopeningAnswer[];
}

export class PeriodLocksQuery extends Query<PeriodLocksAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters = {}) {
    super();
  }
}

@QueryHandler(PeriodLocksQuery)
export class PeriodLocksHandler implements IQueryHandler<PeriodLocksQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ parameters }: PeriodLocksQuery): Promise<PeriodLocksAnswer | Refusal> {
    const read = readParameters(parameters, ['known_at', 'as_at']);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { projection, moment } = at;
    const closings = await this.of('PeriodClosed', moment);
    const reopenings = await this.of('PeriodReopened', moment);
    return {
      asAt: moment.asAt,
      size: moment.size,
      closedThrough: closings.map(({ facts }) => facts.through).reduce<Month | null>(later, null),
      closings: closings.map((entry) => ({ ...recordedOf(entry), ...entry.facts })),
      reopenings: reopened(reopenings, closings, projection, moment),
    };
  }

  private async of<Kind extends EntryKind>(kind: Kind, moment: Moment): Promise<readonly EntryOf<Kind>[]> {
    const found = this.index.find({ kind }, 0, 1, moment.size, moment.size);
    return (await this.view.entries(found)).flatMap(({ entry }) =>
      isOf(entry, kind) && entry.effective <= moment.asAt ? [entry] : [],
    );
  }
}

const isOf = <Kind extends EntryKind>(entry: Entry, kind: Kind): entry is Extract<Entry, EntryOf<Kind>> =>
  entry.kind === kind;

const later = (one: Month | null, other: Month): Month => (one === null || other > one ? other : one);

const recordedOf = ({ seq, recordedAt, officer, reason }: Entry): Recorded => ({
  entry: seq,
  recordedAt,
  officer,
  reason,
});

/**
 * A month opens when a second officer has agreed; a later closing that reaches it ends that, agreed or not. It was opened by
 * what was agreed to last: where that agreement is taken back the month is closed, whatever was agreed to before.
 */
function reopened(
  entries: readonly EntryOf<'PeriodReopened'>[],
  closings: readonly EntryOf<'PeriodClosed'>[],
  { register }: Projection,
  moment: Moment,
): readonly ReopeningAnswer[] {
  const answers = entries.map((entry): ReopeningAnswer => {
    const month = entry.facts.period;
    const again = closings.find(({ seq, facts }) => seq > entry.seq && facts.through >= month);
    const { verified, rejected } = register.marksOf(entry.seq, moment);
    return { ...recordedOf(entry), month, verified, rejected, closedAgain: again?.seq ?? null, open: false };
  });
  const agreedLast = new Map<Month, number>();
  for (const { entry, month, closedAgain } of answers) {
    const agreed = closedAgain === null ? register.lastVerification(entry, moment) : null;
    if (agreed !== null) agreedLast.set(month, Math.max(agreed, agreedLast.get(month) ?? agreed));
  }
  return answers.map((answer) => ({
    ...answer,
    open: answer.closedAgain === null && answer.verified !== null && answer.verified === agreedLast.get(answer.month),
  }));
}
