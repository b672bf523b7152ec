import type { Draft } from './drafts';
import type { LineId } from './identifiers';

/**
 * The lines an entry changes something of, each once: the one it is about, those it moves amounts on, and those it makes
 * programmes of a pot. Their version rises with it, so that nobody overwrites what she has not seen.
 */
export function linesTouched({ kind, line, facts, postings }: Draft): readonly LineId[] {
  const moved = postings.flatMap((posting) => posting.line ?? []);
  const programmes = kind === 'PotCreated' ? facts.programmes : [];
  return [...new Set([...(line === null ? [] : [line]), ...moved, ...programmes])];
}
