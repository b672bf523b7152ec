type Typed = Float64Array | Uint32Array | Int32Array;

/**
 * A column of numbers that grows: one typed array, a quarter longer when it is full, so that a million amounts are one
 * block and little of it lies empty.
 */
export class Column<Rows extends Typed> {
  private values: Rows;
  private used = 0;

  private constructor(private readonly make: (length: number) => Rows) {
    this.values = make(256);
  }

  public static ofAmounts(): Column<Float64Array> {
    return new Column((length) => new Float64Array(length));
  }

  public static ofCounts(): Column<Uint32Array> {
    return new Column((length) => new Uint32Array(length));
  }

  public static ofDays(): Column<Int32Array> {
    return new Column((length) => new Int32Array(length));
  }

  public get length(): number {
    return this.used;
  }

  public push(value: number): void {
    if (this.used === this.values.length) {
      const larger = this.make(Math.ceil(this.used * 1.25));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.used] = value;
    this.used += 1;
  }

  public at(index: number): number {
    const value = this.values[index];
    if (value === undefined || index >= this.used) throw new RangeError(`no row ${String(index)} in this column`);
    return value;
  }

  public set(index: number, value: number): void {
    if (index >= this.used) throw new RangeError(`no row ${String(index)} in this column`);
    this.values[index] = value;
  }

  public add(index: number, amount: number): void {
    this.values[index] = this.at(index) + amount;
  }

  /** The rows in use, for a loop over all of them. A view, not a copy: read it before the next push. */
  public rows(): Rows {
    return this.values.subarray(0, this.used) as Rows;
  }
}
