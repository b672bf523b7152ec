import type { EntryKind, Facts, Posting } from './entries';
import type { LineId } from './identifiers';
import type { Refusal } from './refusals';

/** What the decider gives: the fact and its postings. The writer adds place, time and identity and makes it an entry. */
export type Draft = {
  [Kind in EntryKind]: {
    readonly kind: Kind;
    readonly line: LineId | null;
    readonly facts: Facts[Kind];
    readonly postings: readonly Posting[];
  };
}[EntryKind];

/** What the decider answers: entries to record, or why not. */
export type Decision = readonly Draft[] | Refusal;
