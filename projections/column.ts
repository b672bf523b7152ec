/** A column of numbers that grows: one typed array, doubled when it is full, so that a million amounts are one block. */
export class Column<Rows extends Float64Array | Uint32Array | Int32Array> {
  private values: Rows;
  private used = 0;

  private constructor(private readonly make: (length: number) => Rows) {
    this.values = make(1_024);
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
      const larger = this.make(this.used * 2);
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

  public add(index: number, amount: number): void {
    this.values[index] = this.at(index) + amount;
  }

  /** The rows in use, for a loop over all of them. A view, not a copy: read it before the next push. */
  public rows(): Rows {
    return this.values.subarray(0, this.used) as Rows;
  }
}
