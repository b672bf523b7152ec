/** The streams of the KurrentDB double, and the rules of appending to them. No wire here. */

export interface DoubleEvent {
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

export type Proposed = Omit<DoubleEvent, 'revision'>;

export type AppendResult =
  | { readonly stored: true; readonly last: number }
  | { readonly stored: false; readonly current: number | null }
  | 'deleted'
  | 'too large';

/** What a server up to 25.0 takes in one append. */
const LARGEST_APPEND = 1_048_576;

export class DoubleStreams {
  private readonly streams = new Map<string, DoubleEvent[]>();
  private readonly tombstones = new Set<string>();
  private readonly listeners = new Set<() => void>();

  /** Appends at an exact revision, -1 for no stream; the same ids at the same place are the same append, however old. */
  public append(stream: string, expected: number, proposed: readonly Proposed[]): AppendResult {
    if (this.tombstones.has(stream)) return 'deleted';
    if (proposed.reduce((sum, { data }) => sum + data.length, 0) > LARGEST_APPEND) return 'too large';
    const events = this.all(stream);
    const current = events.length - 1;
    if (expected === current) {
      const stored = proposed.map((event, index) => ({ ...event, revision: current + 1 + index }));
      this.streams.set(stream, [...events, ...stored]);
      for (const listener of [...this.listeners]) listener();
      return { stored: true, last: current + proposed.length };
    }
    const there = proposed.every(({ id }, index) => events[expected + 1 + index]?.id === id);
    if (there && expected < current) return { stored: true, last: expected + proposed.length };
    return { stored: false, current: current < 0 ? null : current };
  }

  /** What a reader is shown: nothing before `$tb`, and the last `$maxCount`. Null where there is no such stream. */
  public shown(stream: string): readonly DoubleEvent[] | 'deleted' | null {
    if (this.tombstones.has(stream)) return 'deleted';
    const events = this.all(stream);
    if (events.length === 0) return null;
    const { $tb = 0, $maxCount = events.length } = this.metadata(stream);
    const from = Math.max($tb, events.length - $maxCount);
    return from >= events.length ? null : events.slice(from);
  }

  public all(stream: string): readonly DoubleEvent[] {
    return this.streams.get(stream) ?? [];
  }

  public onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What an operator can do: set rules, delete a stream for ever, write over what an entry says. */
  public setMetadata(stream: string, metadata: object): void {
    const name = `$$${stream}`;
    const data = new Uint8Array(Buffer.from(JSON.stringify(metadata)));
    const id = crypto.randomUUID();
    this.append(name, this.all(name).length - 1, [{ id, type: '$metadata', contentType: 'application/json', data }]);
  }

  public metadata(stream: string): { readonly $tb?: number; readonly $maxCount?: number; readonly $acl?: object } {
    const last = this.all(`$$${stream}`).at(-1);
    return last === undefined ? {} : (JSON.parse(Buffer.from(last.data).toString()) as object);
  }

  public tombstone(stream: string): void {
    this.tombstones.add(stream);
  }

  public rewrite(stream: string, revision: number, change: (event: DoubleEvent) => DoubleEvent): void {
    this.streams.set(
      stream,
      this.all(stream).map((event) => (event.revision === revision ? change(event) : event)),
    );
  }

  /** As a scavenge does with what was redacted or cut out: the revision is not there any more. */
  public remove(stream: string, revision: number): void {
    this.streams.set(
      stream,
      this.all(stream).filter((event) => event.revision !== revision),
    );
  }
}
