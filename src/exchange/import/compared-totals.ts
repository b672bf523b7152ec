/** Holds the printed totals of a file against what the ledger will compare them with, before anything is recorded. */
import { pence, subtract, type Pounds } from '../../domain/money';
import { isRefusal, type Refusal } from '../../domain/refusals';
import type { BatchAnswer } from '../../queries/batches';
import { ReconciliationQuery } from '../../queries/reconciliation';
import { TriedTotalsQuery } from '../../queries/tried-totals';
import type { ReadTotal } from './control';
import type { Notice } from './layout';
import type { LedgerPorts } from './ledger-ports';
import type { Rehearsed } from './rehearsal';

export interface PrintedTotal extends ReadTotal {
  /** The figure as the ledger has it once the import is recorded, other lines of the scope included. */
  readonly computed: Pounds;
  readonly agrees: boolean;
}

/**
 * Each printed total beside the figure of the ledger; where rows are refused, so that the ledger has no answer, beside the
 * rows of the file. That they differ is a finding, and stands in no one's way.
 */
export async function compareTotals(
  ports: LedgerPorts,
  totals: readonly ReadTotal[],
  imported: BatchAnswer | null,
  rehearsed: Rehearsed,
): Promise<readonly PrintedTotal[] | Refusal> {
  const inLedger = await figuresOfLedger(ports, imported, rehearsed);
  if (isRefusal(inLedger)) return inLedger;
  return totals.map((total, place) => {
    const computed = inLedger?.[place] ?? total.rows;
    return { ...total, computed, agrees: subtract(pence(total.stated), pence(computed)) === 0 };
  });
}

/** In the order of the totals. Null where rows are refused. */
async function figuresOfLedger(
  { queryBus }: LedgerPorts,
  imported: BatchAnswer | null,
  { recorded, problems }: Rehearsed,
): Promise<readonly Pounds[] | null | Refusal> {
  if (imported === null) return problems.length > 0 ? null : queryBus.execute(new TriedTotalsQuery(recorded));
  const answer = await queryBus.execute(new ReconciliationQuery({}));
  if (isRefusal(answer)) return answer;
  const isOfImport = (seq: number): boolean => seq >= imported.entry && seq < imported.entry + imported.entries;
  return answer.totals.filter(({ entry }) => isOfImport(entry)).map(({ computed }) => computed);
}

/** A second tracker in a section makes findings of totals that are right on its own paper: said before it is recorded. */
export const otherLines = (totals: readonly PrintedTotal[]): readonly Notice[] =>
  totals
    .filter(({ stated, rows, agrees }) => !agrees && subtract(pence(stated), pence(rows)) === 0)
    .map(({ sheet, cell, rows, computed }) => ({
      sheet,
      cell,
      message:
        `This total is what the rows of the file come to, ${rows}, but it is compared with ${computed}: the ledger has ` +
        'other lines in the same scope, or other amounts. Where it was printed over these rows only, give them a group ' +
        'or a tag of their own and let the scope of the total be that.',
    }));
