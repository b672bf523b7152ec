/**
 * A map that can be tried out: a fork sees all its parent holds and keeps its own changes, so that a batch of commands
 * is decided on a fork and forgotten when the store refuses it.
 */
export class LayeredMap<Key, Value> {
  private readonly own = new Map<Key, Value>();

  public constructor(private readonly parent: LayeredMap<Key, Value> | null = null) {}

  /** The value set last, here or in a parent. */
  public get(key: Key): Value | undefined {
    return this.own.get(key) ?? this.parent?.get(key);
  }

  /** Whether any value was set. */
  public has(key: Key): boolean {
    return this.own.has(key) || (this.parent?.has(key) ?? false);
  }

  /** Sets a value here, not in a parent. */
  public set(key: Key, value: Value): void {
    this.own.set(key, value);
  }

  /** All keys, those of the fork included, each once. */
  public *keys(): IterableIterator<Key> {
    if (this.parent !== null) yield* this.parent.keys();
    for (const key of this.own.keys()) if (!(this.parent?.has(key) ?? false)) yield key;
  }

  /** Takes over what a fork of this map has changed. */
  public adopt(fork: LayeredMap<Key, Value>): void {
    for (const [key, value] of fork.own) this.own.set(key, value);
  }

  /** A map to try things out on. */
  public fork(): LayeredMap<Key, Value> {
    return new LayeredMap(this);
  }
}
