/** Which imports shaped some lines: those of whose entries about them at least one stands. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Entry } from '../domain/entries';
import { isRefusal, type Refusal } from '../domain/refusals';
import { LedgerView } from './ledger-view';

/** Asks for the codes of the batches with entries about any of these lines that nobody reversed; null is the target. */
export class BatchesOnLinesQuery extends Query<readonly string[] | Refusal> {
  public constructor(public readonly lines: readonly (string | null)[]) {
    super();
  }
}

/** Reads the whole journal: it is asked only of a file whose lines the ledger has changed since. */
@QueryHandler(BatchesOnLinesQuery)
export class BatchesOnLinesHandler implements IQueryHandler<BatchesOnLinesQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ lines }: BatchesOnLinesQuery): Promise<readonly string[] | Refusal> {
    const at = await this.view.at({});
    if (isRefusal(at)) return at;
    const { projection, moment } = at;
    const asked = new Set(lines);
    const isAbout = (entry: Entry): boolean => (entry.line === null ? isTarget(entry) : true) && asked.has(entry.line);
    const entries = (await this.view.entriesUpTo(moment)).map(({ entry }) => entry);
    const batches = entries
      .filter((entry) => isAbout(entry) && projection.register.marksOf(entry.seq, moment).reversed === null)
      .flatMap(({ batch }) => batch ?? []);
    return [...new Set(batches)];
  }
}

const isTarget = ({ kind }: Entry): boolean => kind === 'TargetSet' || kind === 'TargetRevised';
