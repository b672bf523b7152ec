type Typed = Float64Array | Uint32Array | Int32Array;

interface Form<Rows> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Rows;
  new (buffer: ArrayBufferLike, start: number, length: number): Rows;
}

const FEWEST = 256;

/**
 * A column of numbers that grows: one typed array, a quarter longer when it is full, so that a million amounts are one
 * block and little of it lies empty.
 */
export class Column<Rows extends Typed> {
  private values: Rows;
  private used = 0;

  private constructor(private readonly form: Form<Rows>) {
    this.values = new form(FEWEST);
  }

  /** Whole pence of any size that a sum of the ledger can have. */
  public static ofAmounts(): Column<Float64Array> {
    return new Column(Float64Array);
  }

  /** Whole numbers from 0 on, such as seqs and rows. */
  public static ofCounts(): Column<Uint32Array> {
    return new Column(Uint32Array);
  }

  /** Days since 1 January 1970, which may lie before it. */
  public static ofDays(): Column<Int32Array> {
    return new Column(Int32Array);
  }

  /** How many rows are in use. */
  public get length(): number {
    return this.used;
  }

  /** Adds a row. */
  public push(value: number): void {
    if (this.used === this.values.length) {
      const larger = new this.form(Math.max(FEWEST, Math.ceil(this.used * 1.25)));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.used] = value;
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
    this.values[index] = value;
  }

  /** Adds to the number in a row that is there. */
  public add(index: number, amount: number): void {
    this.values[index] = this.at(index) + amount;
  }

  /** The rows in use, for a loop over all of them. A view, not a copy: read it before the next push. */
  public rows(): Rows {
    return this.values.subarray(0, this.used) as Rows;
  }

  /**
   * Takes what `rows` gave as its own, in the place of what is here; where it begins a block of memory, all of that is
   * its own, so that there may be room to grow. What is a part of something larger is copied and lets go of that.
   */
  public restore(rows: Rows): void {
    const room = Math.floor(rows.buffer.byteLength / this.form.BYTES_PER_ELEMENT);
    this.values = rows.byteOffset === 0 ? new this.form(rows.buffer, 0, room) : (rows.slice() as Rows);
    this.used = rows.length;
  }
}
