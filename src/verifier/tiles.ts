/** The tiles of a bundle: the hashes that were signed, by which the first entry that is another one can be named. */
import { join } from 'node:path';

import { readBytes } from './files';
import { fail } from './outcome';
import { Leaves, RightEdge } from './tree';

const HASH = 32;
const A_TILE = 256;

function pathOf(level: number, index: number, width: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const last = groups.length - 1;
  const path = groups.map((group, at) => (at === last ? group : `x${group}`)).join('/');
  return `tile/${String(level)}/${path}${width === A_TILE ? '' : `.p/${String(width)}`}`;
}

/** The tiles of a level in order, as they are in the bundle. Ends where one is not there. */
function* tilesOf(folder: string, level: number, count: number): Generator<Buffer> {
  for (let first = 0; first < count; first += A_TILE) {
    const path = pathOf(level, first / A_TILE, Math.min(A_TILE, count - first));
    const bytes = readBytes(join(folder, path));
    if (bytes === null) return;
    yield bytes;
  }
}

/** The first entry whose leaf is not the one that was signed; null where the tiles are not those that were signed. */
export function firstUnsigned(folder: string, leaves: Leaves, size: number, root: Buffer): number | null {
  const edge = new RightEdge();
  let different: number | null = null;
  for (const tile of tilesOf(folder, 0, size)) {
    for (let at = 0; at + HASH <= tile.length; at += HASH) {
      const signed = tile.subarray(at, at + HASH);
      const seq = edge.size;
      if (different === null && (seq >= leaves.count || !leaves.at(seq).equals(signed))) different = seq;
      edge.add(Buffer.from(signed));
    }
  }
  return edge.size === size && edge.root().equals(root) ? (different ?? size) : null;
}

/** Fails where a tile of the bundle is not what the entries hash to. Tiles that are not there are not missed. */
export function checkTiles(folder: string, leaves: Leaves): void {
  let below: Leaves | null = leaves;
  for (let level = 0; below !== null && below.count > 0; level += 1) below = checkLevel(folder, level, below);
}

/** Checks one level and gives the next: the roots over 256 hashes each. Null where this level is not there. */
function checkLevel(folder: string, level: number, hashes: Leaves): Leaves | null {
  const next: Buffer[] = [];
  let [at, found] = [0, false];
  for (const tile of tilesOf(folder, level, hashes.count)) {
    found = true;
    const width = Math.min(A_TILE, hashes.count - at);
    const expected = Buffer.concat(Array.from({ length: width }, (_, index) => hashes.at(at + index)));
    if (!tile.equals(expected)) fail(null, `${pathOf(level, at / A_TILE, width)} is not what the entries hash to`);
    if (width === A_TILE) next.push(rootOver(expected));
    at += width;
  }
  return found ? leavesOf(next) : null;
}

function rootOver(hashes: Buffer): Buffer {
  const edge = new RightEdge();
  for (let at = 0; at < hashes.length; at += HASH) edge.add(hashes.subarray(at, at + HASH));
  return edge.root();
}

function leavesOf(hashes: readonly Buffer[]): Leaves {
  const leaves = new Leaves();
  for (const hash of hashes) leaves.add(hash);
  return leaves;
}
