import { RehearseTogether } from '../../commands/record-together';
import type { Recorder } from '../../commands/requests/base';
import type { Entry } from '../../domain/entries';
import type { Pounds } from '../../domain/money';
import { isRefusal, refuse, type Problem, type Refusal } from '../../domain/refusals';
import type { LedgerPorts } from './ledger-ports';
import { problemAt } from './read-mapping';
import type { RowRequest } from './row-request';

/** An entry that an import would make. */
export interface EntryToBe {
  readonly kind: string;
  readonly cell: string;
  /** What it posts, in pounds. */
  readonly postings: readonly { readonly measure: string; readonly tranche: string; readonly amount: Pounds }[];
}

export interface Rehearsed {
  readonly entries: ReadonlyMap<RowRequest, readonly EntryToBe[]>;
  readonly problems: readonly Problem[];
  /** The entries themselves, in the order in which they would be recorded. */
  readonly recorded: readonly Entry[];
}

/** What the ledger would say to each request. Of what follows from a line or a batch that was refused, nothing more is said. */
export async function rehearse(
  { commandBus }: LedgerPorts,
  requests: readonly RowRequest[],
  recorder: Recorder,
): Promise<Rehearsed> {
  const entries = new Map<RowRequest, readonly EntryToBe[]>();
  const problems: Problem[] = [];
  const refusedLines = new Set<string>();
  const verdicts = requests.length === 0 ? [] : await commandBus.execute(new RehearseTogether(requests, recorder));
  for (const [place, verdict] of verdicts.entries()) {
    const request = requests[place];
    if (request === undefined) continue;
    const { line, cell } = request;
    if (!isRefusal(verdict))
      entries.set(
        request,
        verdict.map((entry) => ({ ...entryToBe(entry), cell })),
      );
    else if (!followsFromBatch(verdict) && (line === null || !refusedLines.has(line))) {
      problems.push(problemOfRow(request, verdict));
      if (line !== null) refusedLines.add(line);
    }
  }
  return { entries, problems, recorded: verdicts.flatMap((verdict) => (isRefusal(verdict) ? [] : verdict)) };
}

/** The batch of a row is the first entry of its import, so it is missing only where that one was refused. */
export const followsFromBatch = ({ code }: Refusal): boolean => code === 'BATCH_NOT_FOUND';

/** What the ledger refuses of a row. A file cannot confirm an amount, so there it is said what can be done instead. */
export function problemOfRow({ at, cell: range, body }: RowRequest, refusal: Refusal): Problem {
  const { code, detail } = refusal;
  const cell = cellOfYear(body, detail['year']) ?? range;
  if (code !== 'AMOUNT_CONFIRM') return problemAt(at.sheet, cell, refusal);
  const message = `${detail['amount'] ?? ''} is more than three times the target of ${detail['target'] ?? ''}. Check the unit of the column; if the amount is right, record this line by hand and leave its row out of the file.`;
  return problemAt(at.sheet, cell, refuse(code, message, detail));
}

/** Of several levels the one that is refused, where the refusal names its year. */
function cellOfYear(body: unknown, year: string | undefined): string | null {
  const { levels = [] } = body as { readonly levels?: readonly { readonly year: string; readonly cell?: string }[] };
  return levels.find((level) => level.year === year)?.cell ?? null;
}

const entryToBe = ({ kind, postings }: Entry): Omit<EntryToBe, 'cell'> => ({
  kind,
  postings: postings.map(({ measure, tranche, amount }) => ({ measure, tranche, amount })),
});
