import type { HashTree } from './hash-tree';

const TILE_HASHES = 256;
const TILE_HEIGHT = 8;

/** A file of hashes, 32 bytes each, and where C2SP `tlog-tiles` puts it. */
export interface Tile {
  readonly path: string;
  readonly hashes: Buffer;
}

/** The tiles of the first `size` leaves: each level holds the roots over 256 hashes of the level below. */
export function* tiles(tree: HashTree, size: number): Generator<Tile> {
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_HASHES)) {
    for (let first = 0; first < count; first += TILE_HASHES) {
      const width = Math.min(TILE_HASHES, count - first);
      const hashes = Array.from({ length: width }, (_, index) => tree.complete(level * TILE_HEIGHT, first + index));
      yield { path: tilePath(level, first / TILE_HASHES, width), hashes: Buffer.concat(hashes) };
    }
  }
}

/** `tile/0/x001/x234/067`, and `.p/12` after it where a tile holds 12 hashes rather than 256. */
function tilePath(level: number, index: number, width: number): string {
  const groups: string[] = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1_000)) {
    const digits = String(rest % 1_000).padStart(3, '0');
    groups.unshift(groups.length === 0 ? digits : `x${digits}`);
  }
  return `tile/${String(level)}/${groups.join('/')}${width === TILE_HASHES ? '' : `.p/${String(width)}`}`;
}
