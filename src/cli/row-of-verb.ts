import type { Command } from 'commander';

import { verbs } from '../access/matrix';
import { refuse } from '../domain/refusals';
import { Refused } from './refused';

/** A verb in the words it is called by, `officer add`; the kinds of `record` are rows of their own elsewhere. */
function rowOf(verb: Command): string {
  const words: string[] = [];
  for (let at = verb; at.parent !== null; at = at.parent) words.unshift(at.name());
  return words[0] === 'record' ? 'record' : words.join(' ');
}

/** Refuses a verb of which nobody has said who may use it (ROLE_NOT_ALLOWED). */
export function checkRow(verb: Command): void {
  const row = rowOf(verb);
  if (verbs[row] !== undefined) return;
  throw new Refused(refuse('ROLE_NOT_ALLOWED', `Nobody has said who may use ${row}, so nobody may.`));
}
