import { Column, type Counts } from './column';

/** All of it as plain data. Views: to be put away before the next text. */
export interface TextParts {
  readonly bytes: Uint8Array;
  readonly ends: Counts;
}

/**
 * Texts that are only ever added, one after the other in one block of bytes (UTF-8): nothing of them is an object until
 * it is asked for, so that taking them back costs no more than their bytes. They are to be well formed.
 */
export class TextColumn {
  private bytes = Buffer.alloc(1_024);
  private readonly ends = Column.ofCounts();

  /** How many texts there are. */
  public get length(): number {
    return this.ends.length;
  }

  /** Adds a text, and gives its row. */
  public push(text: string): number {
    const start = this.used;
    this.makeRoom(start + text.length * 3);
    this.ends.push(start + this.bytes.write(text, start));
    return this.length - 1;
  }

  /** The text in a row. Throws where there is no such row. */
  public at(row: number): string {
    return this.bytes.toString('utf8', row === 0 ? 0 : this.ends.at(row - 1), this.ends.at(row));
  }

  public toParts(): TextParts {
    return { bytes: this.bytes.subarray(0, this.used), ends: this.ends.rows() };
  }

  /** Takes what `toParts` gave as its own, in the place of what is here, with the rest of its block as a column does. */
  public restore({ bytes, ends }: TextParts): void {
    const { buffer, byteOffset } = bytes;
    this.bytes = byteOffset === 0 ? Buffer.from(buffer as ArrayBuffer) : Buffer.from(bytes);
    this.ends.restore(ends);
  }

  private get used(): number {
    return this.length === 0 ? 0 : this.ends.at(this.length - 1);
  }

  private makeRoom(end: number): void {
    if (end <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.ceil(end * 1.25));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
