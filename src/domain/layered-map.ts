/**
 * A map that can be tried out: a fork sees all its parent holds and keeps its own changes, so that a batch of commands
 * is decided on a fork and forgotten when the store refuses it.
 */
export class LayeredMap<Key, Value> {
  /** Made when it is first needed: most forks change few of their maps. */
  private own: Map<Key, Value> | null = null;
  /** Makes what was stored anew, when it is first asked for. */
  private stored: (() => Map<Key, Value>) | null = null;

  /** A map to try things out on, where there is a parent. */
  public constructor(private readonly parent: LayeredMap<Key, Value> | null = null) {}

  /** The value set last, here or in a parent. */
  public get(key: Key): Value | undefined {
    const own = this.mine()?.get(key);
    if (this.parent === null || own !== undefined) return own;
    return this.parent.get(key);
  }

  /** Whether any value was set. */
  public has(key: Key): boolean {
    return this.mine()?.has(key) === true || (this.parent?.has(key) ?? false);
  }

  /** Sets a value here, not in a parent. */
  public set(key: Key, value: Value): void {
    const own = this.mine() ?? new Map<Key, Value>();
    this.own = own;
    own.set(key, value);
  }

  /** All keys, those of the fork included, each once. */
  public *keys(): IterableIterator<Key> {
    if (this.parent !== null) yield* this.parent.keys();
    for (const key of this.mine()?.keys() ?? []) if (!(this.parent?.has(key) ?? false)) yield key;
  }

  /** Takes over what a fork of this map has changed, or what a map of this kind held when it was stored. */
  public adopt(changes: LayeredMap<Key, Value> | ReadonlyMap<Key, Value>): void {
    const own = changes instanceof LayeredMap ? changes.mine() : changes;
    own?.forEach((value, key) => {
      this.set(key, value);
    });
  }

  /** All it holds, to be stored. Only of a map that is nobody's fork. */
  public all(): ReadonlyMap<Key, Value> {
    if (this.parent !== null) throw new Error('a fork does not hold all');
    return this.mine() ?? new Map<Key, Value>();
  }

  /** Holds, in the place of what is here, what this gives when it is first asked for. */
  public restore(stored: () => Map<Key, Value>): void {
    this.own = null;
    this.stored = stored;
  }

  private mine(): Map<Key, Value> | null {
    if (this.stored === null) return this.own;
    this.own = this.stored();
    this.stored = null;
    return this.own;
  }
}
