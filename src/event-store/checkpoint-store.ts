/**
 * The port: where the signed checkpoints of one ledger are kept, on this machine and apart from the entries, whatever
 * store those are in. What is kept here is what makes an edit of the entries visible, and names it.
 */

/** A checkpoint with the leaf hashes of the entries that the one before did not cover. */
export interface SignedBatch {
  /** How many entries the checkpoint covers. */
  readonly size: number;
  /** The signed note. */
  readonly note: string;
  /** 32 bytes for each entry from the size before on. */
  readonly leaves: Buffer;
}

/** The last checkpoint, and where the one before it ended. */
export interface SignedHead {
  readonly from: number;
  readonly size: number;
  readonly note: string;
}

export interface CheckpointStore {
  /** The checkpoint of the largest size, or null. */
  last(): Promise<SignedHead | null>;

  /**
   * Keeps a checkpoint where the last one is still of the size given (0: there is none); false where it is not. Resolves
   * only when it would survive a power cut. Where it throws, it may or may not be kept.
   */
  add(batch: SignedBatch, after: number): Promise<boolean>;

  /** The first checkpoint that covers a seq, or null. */
  covering(seq: number): Promise<SignedHead | null>;

  /** The leaf hashes as they were signed, from a checkpoint's first entry on; `from` is such a first entry. */
  leavesFrom(from: number): Promise<Buffer | null>;

  /** Keeps signature lines of witnesses beside the checkpoint of that size. */
  addCosignatures(size: number, lines: string): Promise<void>;

  /** The checkpoints that a witness cosigned, by size, each with the cosignatures. */
  cosigned(): Promise<readonly { readonly size: number; readonly note: string }[]>;

  close(): Promise<void>;
}

/** For Nest: what the checkpoint store is injected as. */
export const CHECKPOINT_STORE = Symbol('checkpoint store');

/** What is stored is not what was signed. Nothing is repaired: it is for people to look at. */
export class LedgerUnverified extends Error {
  public constructor(
    /** The first entry that is not as it was signed; null where it cannot be named. */
    public readonly seq: number | null,
    reason: string,
  ) {
    super(reason);
    this.name = 'LedgerUnverified';
  }
}

/** What is stored has the root of the last checkpoint, as after a restore; only whoever signs it is not here. */
export class SigningKeyMissing extends LedgerUnverified {
  public constructor() {
    super(null, `${NO_SIGNING_KEY}; ${PUT_KEYS_BACK}`);
    this.name = 'SigningKeyMissing';
  }
}

/** What is so then, in the same words everywhere. */
export const NO_SIGNING_KEY =
  'the key that signs the checkpoints of this ledger is not in keys/ of its data directory, so nothing can be recorded; ' +
  'the entries that its last checkpoint counts are as they were then, but its signature cannot be checked without the key';

export const PUT_KEYS_BACK = 'put the keys, which no backup holds, into keys/ and start again';
