import { isRefusal, type Refusal } from '../../domain/refusals';
import { BatchesOnLinesQuery } from '../../queries/batches-on-lines';
import type { Identity } from './identity';
import type { Notice } from './layout';
import type { LedgerPorts } from './ledger-ports';
import type { RowRequest } from './row-request';

/** Lines that are named; of more, how many. */
const NAMED = 5;

/**
 * Files that stand in the ledger are not recorded again, also where the ledger has moved on since: what came later would
 * be undone by whoever sends an old file. That is said, with what takes it back: of the later imports only those that say
 * something of the lines that differ.
 */
export async function changedSince(
  { queryBus }: LedgerPorts,
  { imported, later }: Identity,
  requests: readonly RowRequest[],
): Promise<readonly Notice[] | Refusal> {
  // A printed total is asserted again whatever the ledger says.
  const differing = requests.filter(({ kind }) => kind !== 'TotalAsserted' && kind !== 'PotCreated');
  if (imported === null || differing.length === 0) return [];
  const lines = [...new Set(differing.map(({ line }) => line))];
  const shaping = later.length === 0 ? [] : await queryBus.execute(new BatchesOnLinesQuery(lines));
  if (isRefusal(shaping)) return shaping;
  const names = lines.slice(0, NAMED).map((line) => line ?? 'the target');
  const more = lines.length > NAMED ? ` and ${String(lines.length - NAMED)} more` : '';
  const message =
    `These files stand as ${imported.batch} and are not recorded again, but the ledger no longer says what they say of ` +
    `${names.join(', ')}${more}. ${wayBack(later.filter((batch) => shaping.includes(batch)))}`;
  return [{ sheet: null, cell: null, message }];
}

const wayBack = (batches: readonly string[]): string =>
  batches.length === 0
    ? 'It was changed by other entries since; reverse those, or record what is right as new entries.'
    : `Since then ${batches.join(', ')} came from the same tracker; to go back to this file, take that back, the latest first.`;
