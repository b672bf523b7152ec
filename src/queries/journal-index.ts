import type { IsoDate } from '../domain/dates';
import type { Entry, EntryKind } from '../domain/entries';
import { Column as Numbers } from '../domain/column';
import type { LedgerFeed } from '../event-store/ledger-feed';

/** What a journal can be narrowed to. Days are those of the recorded time, both ends included. */
export interface JournalFilter {
  readonly kind?: EntryKind;
  readonly officer?: string;
  readonly batch?: string;
  readonly line?: string;
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}

/** What is looked at in an entry, kept as small numbers: a million entries are a few megabytes. */
type Column = 'kind' | 'officer' | 'batch' | 'line' | 'day';

const columns: readonly Column[] = ['kind', 'officer', 'batch', 'line', 'day'];

const listed = ['kind', 'officer', 'batch'] as const;

interface JournalParts {
  readonly texts: readonly string[];
  readonly rows: Readonly<Record<Column, Uint32Array>>;
  readonly seen: Readonly<Record<(typeof listed)[number], ReadonlySet<string>>>;
}

/** The columns, one row an entry. */
class JournalRows {
  private readonly words = new Map<string, number>();
  private readonly texts: string[] = [];
  private readonly rows: Readonly<Record<Column, Numbers<Uint32Array>>> = {
    kind: Numbers.ofCounts(),
    officer: Numbers.ofCounts(),
    batch: Numbers.ofCounts(),
    line: Numbers.ofCounts(),
    day: Numbers.ofCounts(),
  };

  private readonly seen = { kind: new Set<string>(), officer: new Set<string>(), batch: new Set<string>() };

  public toParts(): JournalParts {
    const { kind, officer, batch, line, day } = this.rows;
    return {
      texts: this.texts,
      rows: { kind: kind.rows(), officer: officer.rows(), batch: batch.rows(), line: line.rows(), day: day.rows() },
      seen: this.seen,
    };
  }

  public static fromParts({ texts, rows, seen }: JournalParts): JournalRows {
    const made = new JournalRows();
    for (const text of texts) made.number(text);
    for (const column of columns) made.rows[column].restore(rows[column]);
    for (const column of listed) for (const text of seen[column]) made.seen[column].add(text);
    return made;
  }

  public append({ kind, officer, batch, line, recordedAt }: Entry): void {
    const texts = { kind, officer, batch: batch ?? '', line: line ?? '', day: recordedAt.slice(0, 10) };
    for (const column of columns) this.rows[column].push(this.number(texts[column]));
    for (const column of listed) if (texts[column] !== '') this.seen[column].add(texts[column]);
  }

  private number(text: string): number {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    this.words.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  public find(filter: JournalFilter, start: number, step: 1 | -1, size: number, most: number): readonly number[] {
    const wanted = (['kind', 'officer', 'batch', 'line'] as const).flatMap((column) => {
      const text = filter[column];
      return text === undefined ? [] : [[this.rows[column].rows(), this.words.get(text) ?? -1] as const];
    });
    const found: number[] = [];
    for (let seq = start; seq >= 0 && seq < size && found.length < most; seq += step) {
      if (wanted.every(([column, number]) => column[seq] === number) && this.isWithin(seq, filter)) found.push(seq);
    }
    return found;
  }

  private isWithin(seq: number, { from, to }: JournalFilter): boolean {
    const day = this.texts[this.rows.day.at(seq)] ?? '';
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  }

  public known(column: (typeof listed)[number]): readonly string[] {
    return [...this.seen[column]];
  }
}

/** Finds entries by who recorded them, when, in which batch, on which line and of which kind, newest or oldest first. */
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
  public known(column: (typeof listed)[number]): readonly string[] {
    return this.held.known(column);
  }
}
