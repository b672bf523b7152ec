/** Something does not hold: the first entry it can be pinned on, and why. The program leaves with 1. */
export class Failed extends Error {
  public constructor(
    public readonly seq: number | null,
    reason: string,
  ) {
    super(reason);
  }
}

/** It cannot be told whether all holds: a file is missing or cannot be read, or the call makes no sense. Leaves with 2. */
export class CannotTell extends Error {}

export const fail = (seq: number | null, reason: string): never => {
  throw new Failed(seq, reason);
};

export const cannotTell = (reason: string): never => {
  throw new CannotTell(reason);
};
