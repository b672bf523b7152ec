import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

import { settled } from '../../access/door-problem';
import { RehearseTogether } from '../../commands/record-together';
import type { Recorder } from '../../commands/requests/base';
import type { Entry } from '../../domain/entries';
import { isRefusal, type Refusal } from '../../domain/refusals';
import { BatchReversalQuery, type BatchReversalAnswer } from '../../queries/batch-reversal';
import type { EffectAnswer } from '../../queries/effect';
import { moved } from '../../queries/figure-beside';
import { RehearsalQuery } from '../../queries/rehearsal';

export interface Rehearsed {
  readonly entries: readonly Entry[];
  readonly effect: EffectAnswer;
  /** Of the reversal of an import: what it takes back and what stays. */
  readonly batch: BatchReversalAnswer | null;
}

/** Tells what would be recorded now and what that would do to the figures. Nothing is recorded. */
@Injectable()
export class Rehearsal {
  public constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  public async of(body: object, recorder: Recorder): Promise<Rehearsed | Refusal> {
    // A key of its own, so that a key that has been used does not answer for what would be recorded.
    const requests = [{ key: `rehearsal-${randomUUID()}`, body }];
    const [entries = []] = await this.commands.execute(new RehearseTogether(requests, recorder));
    if (isRefusal(entries)) return entries;
    const { by, definition, asAt, figures } = settled(await this.queries.execute(new RehearsalQuery(entries, {})));
    const batch = await this.batchOf(entries, body);
    return { entries, effect: { by, definition, asAt, moved: moved(figures) }, batch };
  }

  private async batchOf([entry]: readonly Entry[], body: object): Promise<BatchReversalAnswer | null> {
    if (entry?.kind !== 'BatchReversed' || !('reversed' in body)) return null;
    return settled(await this.queries.execute(new BatchReversalQuery(String(body.reversed), entry.facts.entries)));
  }
}
