import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { Command as DomainCommand } from '../domain/commands';
import { readIdempotencyKey } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import { sha256 } from '../tamper-evidence/leaf';
import { LedgerWriter, type Outcome } from './ledger-writer';
import type { Recorder } from './requests/base';
import { readRequest } from './requests/requests';
import type { Submission } from './written-entry';

/** Asks for one entry to be recorded: the request as it came in, who asks, and the idempotency key it came with. */
export class Record extends Command<Outcome> {
  public constructor(
    public readonly body: unknown,
    public readonly recorder: Recorder,
    public readonly key: unknown,
  ) {
    super();
  }
}

/** Checks the shape, makes it a domain command, and leaves the rest to the writer. */
@CommandHandler(Record)
export class RecordHandler implements ICommandHandler<Record> {
  public constructor(private readonly writer: LedgerWriter) {}

  public async execute({ body, recorder, key }: Record): Promise<Outcome> {
    const submission = submissionOf({ body, key }, recorder);
    return isRefusal(submission) ? submission : this.writer.record(submission);
  }
}

/** A request as the writer takes it. Refuses: IDEMPOTENCY_REQUIRED, IDEMPOTENCY_FORMAT, and what the request's shape refuses. */
export function submissionOf(
  { body, key }: { readonly body: unknown; readonly key: unknown },
  recorder: Recorder,
): Submission | Refusal {
  const checkedKey = readIdempotencyKey(key);
  if (isRefusal(checkedKey)) return checkedKey;
  const command = commandOf(body, recorder);
  return isRefusal(command) ? command : { command, key: checkedKey, requestHash: sha256(canonicalJson(asText(body))) };
}

function commandOf(body: unknown, recorder: Recorder): DomainCommand | Refusal {
  const request = readRequest(body);
  return isRefusal(request) ? request : request.toCommand(recorder);
}

/** A request without numbers, which only name entries: `12` and `"12"` ask for the same and are the same request. */
const asText = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (_name, value: unknown) => (typeof value === 'number' ? String(value) : value));
