/** The cells amounts are held in: numbers for lines, for the shapes of postings, and for one line's amounts of one shape. */
import type { EntryKind, Posting } from '../src/domain/entries';
import type { LineId } from '../src/domain/identifiers';
import { Column, type Counts } from '../src/domain/column';
import { PairNumbers, type PairParts } from '../src/domain/pair-numbers';
import type { TextParts } from '../src/domain/text-column';
import { TextNumbers } from '../src/domain/text-numbers';

/** What a posting says apart from its line and its amount. There are few of these, however many lines there are. */
export type Shape = Pick<Posting, 'measure' | 'tranche' | 'from' | 'class' | 'status' | 'identified'> & {
  readonly kind: EntryKind;
  /** The kind of the entry that first posted it: of a reversal, the kind of what it takes back. */
  readonly origin: EntryKind;
};

/** One line's amounts of one shape. */
export interface Cell {
  readonly line: LineId | null;
  readonly shape: number;
}

/** What belongs to no line, such as the target, has this line number. */
const NO_LINE = 0;

const NO_CELL = 0xffffffff;

/** Lines by number, in the order the entries first name them. */
export class LineNumbers {
  private readonly ids = new TextNumbers();

  /** One more than the largest number. */
  public get length(): number {
    return this.ids.length + 1;
  }

  public number(line: LineId | null): number {
    return line === null ? NO_LINE : this.ids.number(line) + 1;
  }

  /** The number of a line, or null where no entry names it. */
  public find(line: LineId): number | null {
    const number = this.ids.find(line);
    return number === null ? null : number + 1;
  }

  public id(number: number): LineId | null {
    // Only ids of lines were numbered.
    return number === NO_LINE || number > this.ids.length ? null : (this.ids.text(number - 1) as LineId);
  }

  public toParts(): TextParts {
    return this.ids.toParts();
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore(ids: TextParts): void {
    this.ids.restore(ids);
  }
}

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface CellParts {
  readonly shapes: readonly Shape[];
  readonly pairs: PairParts;
  readonly before: Counts;
  readonly lastOfLine: Counts;
  readonly words: ReadonlyMap<string | boolean | null, number>;
  readonly paths: PairParts;
  readonly shapeAtPath: ReadonlyMap<number, number>;
}

export class Cells {
  public readonly shapes: Shape[] = [];
  /** Line and shape of each cell. */
  private readonly pairs = new PairNumbers();
  /** The cell of the same line before this one, and the last cell of each line. */
  private readonly before = Column.ofCounts();
  private readonly lastOfLine = Column.ofCounts();
  private readonly words = new Map<string | boolean | null, number>();
  private readonly paths = new PairNumbers();
  private readonly shapeAtPath = new Map<number, number>();

  public constructor(public readonly lines: LineNumbers) {}

  public get length(): number {
    return this.pairs.length;
  }

  public line(cell: number): number {
    return this.pairs.first(cell);
  }

  public shape(cell: number): number {
    return this.pairs.second(cell);
  }

  /** Line and shape of all cells, for a loop over them. Views: read them before the next entry. */
  public all(): { readonly lines: Counts; readonly shapes: Counts } {
    const { firsts, seconds } = this.pairs.all();
    return { lines: firsts, shapes: seconds };
  }

  /** The cells of a line. */
  public *ofLine(line: number): Generator<number> {
    if (line >= this.lastOfLine.length) return;
    for (let cell = this.lastOfLine.at(line); cell !== NO_CELL; cell = this.before.at(cell)) yield cell;
  }

  /** The cell a posting belongs in. */
  public number(posting: Posting, kind: EntryKind, origin: EntryKind): number {
    const line = this.lines.number(posting.line);
    const cell = this.pairs.number(line, this.shapeNumber(posting, kind, origin));
    if (cell < this.before.length) return cell;
    while (this.lastOfLine.length <= line) this.lastOfLine.push(NO_CELL);
    this.before.push(this.lastOfLine.at(line));
    this.lastOfLine.set(line, cell);
    return cell;
  }

  /** The lines are kept elsewhere. */
  public toParts(): CellParts {
    return {
      shapes: this.shapes,
      pairs: this.pairs.toParts(),
      before: this.before.rows(),
      lastOfLine: this.lastOfLine.rows(),
      words: this.words,
      paths: this.paths.toParts(),
      shapeAtPath: this.shapeAtPath,
    };
  }

  /** Takes back, into an empty one, what `toParts` gave. */
  public restore(parts: CellParts): void {
    this.shapes.push(...parts.shapes);
    this.pairs.restore(parts.pairs);
    this.before.restore(parts.before);
    this.lastOfLine.restore(parts.lastOfLine);
    for (const [word, number] of parts.words) this.words.set(word, number);
    this.paths.restore(parts.paths);
    for (const [path, shape] of parts.shapeAtPath) this.shapeAtPath.set(path, shape);
  }

  private shapeNumber(posting: Posting, kind: EntryKind, origin: EntryKind): number {
    const { measure, tranche, from, class: of, status, identified } = posting;
    let path = 0;
    for (const word of [kind, origin, measure, tranche, from, of, status, identified]) {
      path = this.paths.number(path, this.wordNumber(word)) + 1;
    }
    const known = this.shapeAtPath.get(path);
    if (known !== undefined) return known;
    const shape = this.shapes.push({ kind, origin, measure, tranche, from, class: of, status, identified }) - 1;
    this.shapeAtPath.set(path, shape);
    return shape;
  }

  private wordNumber(word: string | boolean | null): number {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    this.words.set(word, this.words.size);
    return this.words.size - 1;
  }
}
