import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { Entry } from '../domain/entries';
import { isRefusal, type Refusal } from '../domain/refusals';
import { LedgerWriter, type TogetherOutcome } from './ledger-writer';
import { submissionOf } from './record';
import type { Recorder } from './requests/base';
import type { Submission } from './written-entry';

/** A request as any client would send it, with its idempotency key. */
export interface Keyed {
  readonly key: string;
  readonly body: unknown;
}

/** Asks for entries that stand or fall together, such as the rows of an import. */
export class RecordTogether extends Command<TogetherOutcome> {
  public constructor(
    public readonly requests: readonly Keyed[],
    public readonly recorder: Recorder,
  ) {
    super();
  }
}

/** Asks what `RecordTogether` would record now: the entries of each request, or why it would be refused. */
export class RehearseTogether extends Command<readonly (readonly Entry[] | Refusal)[]> {
  public constructor(
    public readonly requests: readonly Keyed[],
    public readonly recorder: Recorder,
  ) {
    super();
  }
}

@CommandHandler(RecordTogether)
export class RecordTogetherHandler implements ICommandHandler<RecordTogether> {
  public constructor(private readonly writer: LedgerWriter) {}

  public async execute({ requests, recorder }: RecordTogether): Promise<TogetherOutcome> {
    const submissions = requests.map((request) => submissionOf(request, recorder));
    const malformed = submissions.flatMap((submission, place) =>
      isRefusal(submission) ? [[place, submission] as const] : [],
    );
    if (malformed.length > 0) return { refused: new Map(malformed) };
    return this.writer.recordTogether(submissions.filter(isSubmission));
  }
}

@CommandHandler(RehearseTogether)
export class RehearseTogetherHandler implements ICommandHandler<RehearseTogether> {
  public constructor(private readonly writer: LedgerWriter) {}

  public async execute({ requests, recorder }: RehearseTogether): Promise<readonly (readonly Entry[] | Refusal)[]> {
    const submissions = requests.map((request) => submissionOf(request, recorder));
    const decided = (await this.writer.rehearse(submissions.filter(isSubmission)))[Symbol.iterator]();
    return submissions.map((submission) => (isRefusal(submission) ? submission : (decided.next().value ?? [])));
  }
}

const isSubmission = (value: Submission | Refusal): value is Submission => !isRefusal(value);
