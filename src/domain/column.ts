/** Whole numbers from 0 on: two bytes each, or four where the largest of them so far needs them. */
export type Counts = Uint16Array | Uint32Array;

/** The same for whole pence. */
export type Amounts = Int32Array | Float64Array;

type Rows = Counts | Amounts;

interface Form<Of extends Rows> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Of;
  new (buffer: ArrayBufferLike, start: number, length: number): Of;
}

const FEWEST = 256;

/**
 * A column of numbers that grows: one typed array, a quarter longer when it is full, so that a million amounts are one
 * block and little of it lies empty. Where a number does not fit, all of it takes the next wider form.
 */
export class Column<Of extends Rows> {
  private values: Of;
  private used = 0;

  private constructor(private readonly forms: readonly Form<Of>[]) {
    this.values = this.made(0, FEWEST);
  }

  /** Whole pence of any size that a sum of the ledger can have. */
  public static ofAmounts(): Column<Amounts> {
    return new Column<Amounts>([Int32Array, Float64Array]);
  }

  /** Whole numbers from 0 on, such as seqs and rows. */
  public static ofCounts(): Column<Counts> {
    return new Column<Counts>([Uint16Array, Uint32Array]);
  }

  /** Days since 1 January 1970, which may lie before it. */
  public static ofDays(): Column<Int32Array> {
    return new Column<Int32Array>([Int32Array]);
  }

  /** How many rows are in use. */
  public get length(): number {
    return this.used;
  }

  /** Adds a row. */
  public push(value: number): void {
    if (this.used === this.values.length) this.copyTo(this.form, Math.max(FEWEST, Math.ceil(this.used * 1.25)));
    this.put(this.used, value);
    this.used += 1;
  }

  /** The number in a row. Throws where there is no such row. */
  public at(index: number): number {
    const value = this.values[index];
    if (value === undefined || index >= this.used) throw new RangeError(`no row ${String(index)} in this column`);
    return value;
  }

  /** Changes the number in a row that is there. */
  public set(index: number, value: number): void {
    if (index >= this.used) throw new RangeError(`no row ${String(index)} in this column`);
    this.put(index, value);
  }

  /** Adds to the number in a row that is there. */
  public add(index: number, amount: number): void {
    this.put(index, this.at(index) + amount);
  }

  /** The rows in use, for a loop over all of them. A view, not a copy: read it before the next push. */
  public rows(): Of {
    return this.values.subarray(0, this.used) as Of;
  }

  /**
   * Takes what `rows` gave as its own, in the place of what is here; where it begins a block of memory, all of that is
   * its own, so that there may be room to grow. What is a part of something larger is copied and lets go of that. Throws
   * where it is of no form that this column has.
   */
  public restore(rows: Of): void {
    const form = this.forms.find(({ name }) => name === rows[Symbol.toStringTag]);
    if (form === undefined) throw new TypeError('these rows are of another kind of column');
    const room = Math.floor(rows.buffer.byteLength / form.BYTES_PER_ELEMENT);
    this.values = rows.byteOffset === 0 ? new form(rows.buffer, 0, room) : (rows.slice() as Of);
    this.used = rows.length;
  }

  private put(index: number, value: number): void {
    this.values[index] = value;
    if (this.values[index] === value) return;
    const wider = this.form + 1;
    if (wider === this.forms.length) throw new RangeError(`${String(value)} does not fit in this column`);
    this.copyTo(wider, this.values.length);
    this.put(index, value);
  }

  private get form(): number {
    return this.forms.findIndex(({ name }) => name === this.values[Symbol.toStringTag]);
  }

  private copyTo(form: number, length: number): void {
    const copy = this.made(form, length);
    copy.set(this.values.subarray(0, this.used));
    this.values = copy;
  }

  private made(form: number, length: number): Of {
    const chosen = this.forms[form];
    if (chosen === undefined) throw new RangeError('a column has no such form');
    return new chosen(length);
  }
}
