/**
 * A map that can be tried out: a fork sees all its parent holds and keeps its own changes, so that a batch of commands
 * is decided on a fork and forgotten when the store refuses it.
 */
export class LayeredMap<Key, Value> {
  /** Made when it is first needed: most forks change few of their maps. */
  private own: Map<Key, Value> | null = null;

  /** A map to try things out on, where there is a parent. */
  public constructor(private readonly parent: LayeredMap<Key, Value> | null = null) {}

  /** The value set last, here or in a parent. */
  public get(key: Key): Value | undefined {
    const own = this.own?.get(key);
    if (this.parent === null || own !== undefined) return own;
    return this.parent.get(key);
  }

  /** Whether any value was set. */
  public has(key: Key): boolean {
    return this.own?.has(key) === true || (this.parent?.has(key) ?? false);
  }

  /** Sets a value here, not in a parent. */
  public set(key: Key, value: Value): void {
    this.own ??= new Map();
    this.own.set(key, value);
  }

  /** All keys, those of the fork included, each once. */
  public *keys(): IterableIterator<Key> {
    if (this.parent !== null) yield* this.parent.keys();
    for (const key of this.own?.keys() ?? []) if (!(this.parent?.has(key) ?? false)) yield key;
  }

  /** Takes over what a fork of this map has changed, or what a map of this kind held when it was stored. */
  public adopt(changes: LayeredMap<Key, Value> | ReadonlyMap<Key, Value>): void {
    const own = changes instanceof LayeredMap ? changes.own : changes;
    own?.forEach((value, key) => {
      this.set(key, value);
    });
  }

  /** All it holds, to be stored. Only of a map that is nobody's fork. */
  public all(): ReadonlyMap<Key, Value> {
    if (this.parent !== null) throw new Error('a fork does not hold all');
    return this.own ?? new Map<Key, Value>();
  }
}
