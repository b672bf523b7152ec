/** A plane of pixels on which areas are filled with soft edges, and its PNG. */
import { crc32, deflateSync } from 'node:zlib';

export type Place = readonly [x: number, y: number];
/** The corners of an area, in order; the last is joined to the first. */
export type Outline = readonly Place[];

/** Into how many rows a row of pixels is cut, so that edges come out soft. */
const ROWS = 4;

interface Crossing {
  readonly x: number;
  readonly turn: 1 | -1;
}

export class Pixels {
  private readonly bytes: Uint8Array;

  /** A white plane. `scale` is how many pixels one unit of the outlines is. */
  public constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly scale: number,
  ) {
    this.bytes = new Uint8Array(width * height * 3).fill(255);
  }

  /** Fills what the outlines go around, all of them together: what one goes around and another cuts out stays free. */
  public fill(outlines: readonly Outline[], colour: string): void {
    const scaled = outlines.map((outline) => outline.map(([x, y]): Place => [x * this.scale, y * this.scale]));
    const heights = scaled.flat().map(([, y]) => y);
    const first = Math.max(0, Math.floor(Math.min(...heights)));
    const last = Math.min(this.height - 1, Math.ceil(Math.max(...heights)));
    for (let row = first; row <= last; row += 1) {
      const cover = new Float64Array(this.width);
      for (let part = 0; part < ROWS; part += 1) this.cover(cover, crossings(scaled, row + (part + 0.5) / ROWS));
      this.blend(row, cover, rgbOf(colour));
    }
  }

  /** Adds how much of each pixel lies within the crossings of one row. */
  private cover(cover: Float64Array, found: readonly Crossing[]): void {
    let winding = 0;
    found.forEach(({ x, turn }, place) => {
      winding += turn;
      const end = found[place + 1]?.x;
      if (winding === 0 || end === undefined) return;
      for (let pixel = Math.max(0, Math.floor(x)); pixel < Math.min(this.width, end); pixel += 1)
        cover[pixel] = (cover[pixel] ?? 0) + Math.max(0, Math.min(end, pixel + 1) - Math.max(x, pixel)) / ROWS;
    });
  }

  private blend(row: number, cover: Float64Array, colour: readonly number[]): void {
    cover.forEach((share, pixel) => {
      if (share === 0) return;
      colour.forEach((wanted, channel) => {
        const at = (row * this.width + pixel) * 3 + channel;
        const was = this.bytes[at] ?? 255;
        this.bytes[at] = Math.round(was + (wanted - was) * Math.min(1, share));
      });
    });
  }

  public png(): Buffer {
    const rows = Buffer.alloc(this.height * (this.width * 3 + 1));
    for (let row = 0; row < this.height; row += 1) {
      const line = this.bytes.subarray(row * this.width * 3, (row + 1) * this.width * 3);
      rows.set(line, row * (this.width * 3 + 1) + 1);
    }
    const head = Buffer.alloc(13);
    head.writeUInt32BE(this.width, 0);
    head.writeUInt32BE(this.height, 4);
    // Eight bits for each of red, green and blue.
    head.set([8, 2, 0, 0, 0], 8);
    const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
    const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
    return Buffer.concat([signature, ...parts]);
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const rgbOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Where the outlines cross a row, from left to right, and whether they go down or up there. */
function crossings(outlines: readonly Outline[], y: number): readonly Crossing[] {
  const found: Crossing[] = [];
  for (const outline of outlines) {
    outline.forEach(([x1, y1], place) => {
      const [x2, y2] = outline[(place + 1) % outline.length] ?? [x1, y1];
      if (y1 <= y === y2 <= y) return;
      found.push({ x: x1 + ((y - y1) / (y2 - y1)) * (x2 - x1), turn: y2 > y1 ? 1 : -1 });
    });
  }
  return found.sort((one, other) => one.x - other.x);
}
