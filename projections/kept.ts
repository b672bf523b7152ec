/** What is kept of entries in memory: what they say. What they are signed, keyed and sourced with stays in the store. */
import type { Entry, EntryKind, EntryOf } from '../src/domain/entries';

/** An entry as it is kept. */
export type Kept<Kind extends EntryKind> = {
  readonly [Each in Kind]: Pick<EntryOf<Each>, 'seq' | 'kind' | 'line' | 'batch' | 'facts'>;
}[Kind];

/** Texts that many entries have in common, kept once. */
export class SharedTexts {
  private readonly known = new Map<string, string>();

  public of<Text extends string | null>(text: Text): Text {
    if (text === null) return text;
    const known = this.known.get(text);
    if (known !== undefined) return known as Text;
    this.known.set(text, text);
    return text;
  }
}

/** The facts whose texts say where a line belongs and whose it is: few, however many lines there are. */
const shared = ['section', 'group', 'owner', 'dataSource'] as const;

/** What is kept of an entry, with the texts it shares with others. */
export function keep({ seq, kind, line, batch, facts }: Entry, texts: SharedTexts): Kept<EntryKind> {
  // The facts are those of the entry; that they are the facts of its kind is lost on the compiler here.
  const kept = { seq, kind, line, batch, facts: { ...facts } } as unknown as Kept<EntryKind>;
  share(kept, texts);
  return kept;
}

/** Gives what is kept of an entry the texts it shares with others in the place of its own. */
export function share(kept: Kept<EntryKind>, texts: SharedTexts): void {
  const own = kept as { line: Entry['line']; batch: Entry['batch'] };
  own.line = texts.of(own.line);
  own.batch = texts.of(own.batch);
  const facts = kept.facts as unknown as Record<string, unknown>;
  for (const name of shared) {
    const text = facts[name];
    if (typeof text === 'string') facts[name] = texts.of(text);
  }
}
