import type { CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { refuse } from '../refusals';
import type { LedgerState } from '../state';

/** Names the files of an import by digest, how they were read and what they add up to. Refuses: FIELD_REQUIRED, BATCH_EXISTS. */
export function importBatch(command: CommandOf<'ImportBatch'>, state: LedgerState): Decision {
  const { title, files, mapping, controlTotal } = command;
  const { batch } = command.by;
  if (batch === null) return refuse('FIELD_REQUIRED', 'An import needs the code of its batch.');
  const earlier = state.batches.get(batch);
  if (earlier !== undefined)
    return refuse('BATCH_EXISTS', `The batch ${batch} was imported by entry ${String(earlier.first)}.`);
  return [{ kind: 'BatchImported', line: null, facts: { title, files, mapping, controlTotal }, postings: [] }];
}
