import type { Draft } from './drafts';
import type { LineId } from './identifiers';

/**
 * The lines an entry changes something of, each once: the one it is about, those it moves amounts on, and those it makes
 * programmes of a pot. Their version rises with it, so that nobody overwrites what she has not seen.
 */
export function linesTouched({ kind, line, facts, postings }: Draft): readonly LineId[] {
  const own = line === null ? [] : [line];
  // So it is of nearly every entry, and this is asked of every entry at every start.
  if (kind !== 'PotCreated' && postings.every((posting) => posting.line === line)) return own;
  const moved = postings.flatMap((posting) => posting.line ?? []);
  const programmes = kind === 'PotCreated' ? facts.programmes : [];
  return [...new Set([...own, ...moved, ...programmes])];
}
