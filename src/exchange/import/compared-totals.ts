/** Holds the printed totals of a file against what the ledger will compare them with, before anything is recorded. */
import type { Entry, Source } from '../../domain/entries';
import { pence, subtract, type Pounds } from '../../domain/money';
import { isRefusal, type Refusal } from '../../domain/refusals';
import type { BatchAnswer } from '../../queries/batches';
import { ReconciliationQuery } from '../../queries/reconciliation';
import { TriedTotalsQuery } from '../../queries/tried-totals';
import type { ReadTotal } from './control';
import type { Notice } from './layout';
import type { LedgerPorts } from './ledger-ports';

export interface PrintedTotal extends ReadTotal {
  /**
   * The figure as the ledger has it once the import is recorded, other lines of the scope included; null where the file
   * was imported and the entry that asserted this total was taken back since.
   */
  readonly computed: Pounds | null;
  readonly agrees: boolean | null;
}

/**
 * Each printed total beside the figure of the ledger; where something of the file is left out for its problems, so that
 * the ledger has no answer (`tried` is null), beside the rows of the file. That they differ is a finding, and stands in no
 * one's way.
 */
export async function compareTotals(
  ports: LedgerPorts,
  totals: readonly ReadTotal[],
  imported: BatchAnswer | null,
  tried: readonly Entry[] | null,
): Promise<readonly PrintedTotal[] | Refusal> {
  const figures = await (imported === null
    ? triedFigures(ports, totals, tried)
    : recordedFigures(ports, totals, imported));
  if (isRefusal(figures)) return figures;
  return totals.map((total, place) => {
    const computed = figures[place] ?? null;
    const agrees = computed === null ? null : subtract(pence(total.stated), pence(computed)) === 0;
    return { ...total, computed, agrees };
  });
}

type Figures = readonly (Pounds | undefined)[] | Refusal;

/** Each total of the file is one entry that was tried, in the same order. */
async function triedFigures(
  { queryBus }: LedgerPorts,
  totals: readonly ReadTotal[],
  tried: readonly Entry[] | null,
): Promise<Figures> {
  return tried === null ? totals.map(({ rows }) => rows) : queryBus.execute(new TriedTotalsQuery(tried));
}

/** By the cell each was read from: those that were taken back are no longer among the answers. */
async function recordedFigures(
  { queryBus }: LedgerPorts,
  totals: readonly ReadTotal[],
  { entry: first, entries }: BatchAnswer,
): Promise<Figures> {
  const answer = await queryBus.execute(new ReconciliationQuery({}));
  if (isRefusal(answer)) return answer;
  const ofImport = answer.totals.filter(({ entry }) => entry >= first && entry < first + entries);
  const standing = new Map(
    ofImport.map(({ source, figure, year, amount, computed }) => [
      identityOfTotal(source, { figure, year, stated: amount }),
      computed,
    ]),
  );
  return totals.map((total) => standing.get(identityOfTotal(total, total)));
}

/** A sheet may be named alike in two files of an import; its name is recorded as a request reads text. */
const identityOfTotal = (
  at: Pick<Source, 'sheet' | 'cell'> | null,
  { figure, year, stated }: Pick<ReadTotal, 'figure' | 'year' | 'stated'>,
): string => JSON.stringify([at?.sheet?.normalize('NFC').trim(), at?.cell, figure, year, stated]);

/** Of a total that was taken back there is nothing to compare. */
export const takenBack = (totals: readonly PrintedTotal[]): readonly Notice[] =>
  totals
    .filter(({ computed }) => computed === null)
    .map(({ sheet, cell }) => ({
      sheet,
      cell,
      message: 'The entry that asserted this total was taken back, so the ledger has no figure beside it.',
    }));

/** A second tracker in a section makes findings of totals that are right on its own paper: said before it is recorded. */
export const otherLines = (totals: readonly PrintedTotal[]): readonly Notice[] =>
  totals
    .filter(({ stated, rows, agrees }) => agrees === false && subtract(pence(stated), pence(rows)) === 0)
    .map(({ sheet, cell, rows, computed }) => ({
      sheet,
      cell,
      message:
        `This total is what the rows of the file come to, ${rows}, but it is compared with ${computed ?? ''}: the ledger has ` +
        'other lines in the same scope, or other amounts. Where it was printed over these rows only, give them a group ' +
        'or a tag of their own and let the scope of the total be that.',
    }));
