import type { IsoDate } from '../domain/dates';
import type { Entry, EntryKind } from '../domain/entries';
import { Column as Numbers, type Counts } from '../domain/column';
import type { TextParts } from '../domain/text-column';
import { TextNumbers } from '../domain/text-numbers';
import type { LedgerFeed } from '../event-store/ledger-feed';

/** What a journal can be narrowed to. Days are those of the recorded time, both ends included. */
export interface JournalFilter {
  readonly kind?: EntryKind;
  readonly officer?: string;
  readonly batch?: string;
  /** Only these, by seq and in order. */
  readonly among?: readonly number[];
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}

/** What is looked at in an entry, kept as small numbers: a million entries are a few megabytes. */
type Column = 'kind' | 'officer' | 'batch' | 'day';

const columns: readonly Column[] = ['kind', 'officer', 'batch', 'day'];

type Listed = 'kind' | 'officer' | 'batch';

interface WordParts {
  readonly texts: TextParts;
  readonly rows: Counts;
}

type JournalParts = Readonly<Record<Column, WordParts>>;

/** One text an entry, of which there are few different ones. */
class Words {
  public readonly texts = new TextNumbers();
  public readonly rows = Numbers.ofCounts();

  public push(text: string): void {
    this.rows.push(this.texts.number(text));
  }

  public toParts(): WordParts {
    return { texts: this.texts.toParts(), rows: this.rows.rows() };
  }

  public restore({ texts, rows }: WordParts): void {
    this.texts.restore(texts);
    this.rows.restore(rows);
  }
}

/** The columns, one row an entry. */
class JournalRows {
  private readonly words: Readonly<Record<Column, Words>> = {
    kind: new Words(),
    officer: new Words(),
    batch: new Words(),
    day: new Words(),
  };

  public toParts(): JournalParts {
    const { kind, officer, batch, day } = this.words;
    return {
      kind: kind.toParts(),
      officer: officer.toParts(),
      batch: batch.toParts(),
      day: day.toParts(),
    };
  }

  public static fromParts(parts: JournalParts): JournalRows {
    const made = new JournalRows();
    for (const column of columns) made.words[column].restore(parts[column]);
    return made;
  }

  public append({ kind, officer, batch, recordedAt }: Entry): void {
    this.words.kind.push(kind);
    this.words.officer.push(officer);
    this.words.batch.push(batch ?? '');
    this.words.day.push(recordedAt.slice(0, 10));
  }

  public find(filter: JournalFilter, start: number, step: 1 | -1, size: number, most: number): readonly number[] {
    const wanted = (['kind', 'officer', 'batch'] as const).flatMap((column) => {
      const text = filter[column];
      return text === undefined
        ? []
        : [[this.words[column].rows.rows(), this.words[column].texts.find(text) ?? -1] as const];
    });
    const fits = (seq: number): boolean =>
      wanted.every(([column, number]) => column[seq] === number) && this.isWithin(seq, filter);
    if (filter.among !== undefined) return amongst(filter.among, start, step, size).filter(fits).slice(0, most);
    const found: number[] = [];
    for (let seq = start; seq >= 0 && seq < size && found.length < most; seq += step) if (fits(seq)) found.push(seq);
    return found;
  }

  private isWithin(seq: number, { from, to }: JournalFilter): boolean {
    const day = this.words.day.texts.text(this.words.day.rows.at(seq));
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  }

  public known(column: Listed): readonly string[] {
    const { texts } = this.words[column];
    const all = Array.from({ length: texts.length }, (_, number) => texts.text(number));
    return all.filter((text) => text !== '');
  }
}

/** Those of some seqs that lie from one on, upwards or downwards, within the first `size`. */
function amongst(seqs: readonly number[], start: number, step: 1 | -1, size: number): readonly number[] {
  if (step === 1) return seqs.filter((seq) => seq >= start && seq < size);
  return start < size ? seqs.filter((seq) => seq <= start).reverse() : [];
}

/** Finds entries by who recorded them, when, in which batch and of which kind, all or among some, newest or oldest first. */
export class JournalIndex {
  private held = new JournalRows();

  public constructor(feed: LedgerFeed) {
    feed.subscribe(
      ({ entry }) => {
        this.held.append(entry);
      },
      {
        name: 'journal',
        toParts: () => this.held.toParts(),
        fromParts: (parts) => {
          const held = JournalRows.fromParts(parts as JournalParts);
          return () => (this.held = held);
        },
      },
    );
  }

  /** Seqs from one on, upwards or downwards, within the first `size` entries; at most so many. */
  public find(filter: JournalFilter, start: number, step: 1 | -1, size: number, most: number): readonly number[] {
    return this.held.find(filter, start, step, size, most);
  }

  /** Every kind, officer or batch there is an entry of, in the order they first appear. */
  public known(column: Listed): readonly string[] {
    return this.held.known(column);
  }
}
