/** Seqs of entries, the latest first. Never changed, so that forks can share it. */
export interface Chain {
  readonly seq: number;
  readonly before: Chain | null;
}

/** The seqs of a chain, latest first. */
export function seqsIn(chain: Chain | null): readonly number[] {
  const seqs: number[] = [];
  for (let link = chain; link !== null; link = link.before) seqs.push(link.seq);
  return seqs;
}

/** The chain of these seqs, given latest first. */
export const chainOf = (seqs: readonly number[]): Chain | null =>
  seqs.reduceRight<Chain | null>((before, seq) => ({ seq, before }), null);

/** A chain without some of its links. */
export const without = (chain: Chain | null, gone: ReadonlySet<number>): Chain | null =>
  chainOf(seqsIn(chain).filter((seq) => !gone.has(seq)));
