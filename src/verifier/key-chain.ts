/** Which key signs when: from the pinned key on, over entries that change the key, each vouched for by the key before. */
import { textIn, type Entry } from './entry';
import { isSigned, keyOf, type Checkpoint, type Key } from './notes';
import { fail } from './outcome';

interface Change {
  readonly seq: number;
  readonly previous: string;
  readonly next: Key;
}

export class KeyChain {
  private readonly changes: Change[] = [];

  public constructor(private readonly pinned: readonly Key[]) {}

  public add(entry: Entry): void {
    if (entry.kind !== 'KeyRotated') return;
    const { facts, seq } = entry;
    const next = keyOf(textIn(facts, 'next', seq)) ?? fail(seq, 'the key that takes over is not one');
    if (next.type !== 1 || next.name !== this.pinned[0]?.name) fail(seq, 'the key that takes over is of another name');
    this.changes.push({ seq, previous: textIn(facts, 'previous', seq), next });
  }

  /**
   * Checks the signatures of checkpoints in the order of their sizes, and gives every key that was trusted. Those from
   * before a pinned key took over cannot be judged by it, and are passed over.
   */
  public check(checkpoints: readonly Checkpoint[]): readonly Key[] {
    let [current, at] = this.start();
    const trusted = [current];
    for (const checkpoint of checkpoints) {
      if (at > 0 && checkpoint.size <= (this.changes[at - 1]?.seq ?? 0)) continue;
      this.require(checkpoint, current);
      for (
        let change = this.changes[at];
        change !== undefined && change.seq < checkpoint.size;
        change = this.changes[at]
      ) {
        if (change.previous !== current.text) fail(change.seq, 'the key is changed from one that did not sign');
        this.require(checkpoint, change.next);
        current = change.next;
        trusted.push(current);
        at += 1;
      }
    }
    return trusted;
  }

  /** Every key the entries speak of, which is what a policy may name. */
  public named(): readonly string[] {
    return [
      ...this.pinned.map(({ text }) => text),
      ...this.changes.flatMap(({ previous, next }) => [previous, next.text]),
    ];
  }

  /** The pinned key that signs first, and how many changes lie behind it. */
  private start(): [Key, number] {
    const at = this.changes.findIndex(({ previous }) => this.pinned.some(({ text }) => text === previous));
    const before = at < 0 ? this.changes.length : at;
    const text = this.changes[at]?.previous ?? this.changes.at(-1)?.next.text;
    const key = this.pinned.find((each) => each.text === text) ?? this.pinned[0];
    return key === undefined ? fail(null, 'no key is trusted') : [key, before];
  }

  private require(checkpoint: Checkpoint, key: Key): void {
    if (checkpoint.origin !== key.name)
      fail(null, `a checkpoint is from the log ${checkpoint.origin}, not from ${key.name}`);
    if (!isSigned(checkpoint, key))
      fail(null, `the checkpoint of size ${String(checkpoint.size)} is not signed by ${key.text}`);
  }
}
