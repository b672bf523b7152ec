import type { EntryId } from '../domain/identifiers';
import type { NewEntry, StoredEntry } from './event-store';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database';

const NEWLINE = 10;

/** What a store asks of one connection, each statement prepared once. All of it throws the driver's errors. */
export class SqliteLedger {
  private readonly statements: Record<'begin' | 'commit' | 'rollback' | 'head' | 'read' | 'insert', SqliteStatement>;

  public constructor(public readonly database: SqliteDatabase) {
    this.statements = {
      // The lock is taken before the head is looked at, so that no other process can move it in between.
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
      head: database.prepare('SELECT coalesce(max(seq), -1) + 1 FROM entries'),
      // As bytes, because the driver ends the whole process at a text that is not UTF-8, and one damaged byte makes it so.
      read: database.prepare(
        'SELECT seq, CAST(id || char(10) || bytes AS BLOB) FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?',
      ),
      insert: database.prepare('INSERT INTO entries (seq, id, bytes) VALUES (?, ?, ?)'),
    };
  }

  public begin(): void {
    this.statements.begin.run();
  }

  public commit(): void {
    this.statements.commit.run();
  }

  /** Some errors have already ended the transaction. */
  public rollback(): void {
    if (this.database.inTransaction) this.statements.rollback.run();
  }

  public head(): number {
    return this.statements.head.all()[0]?.[0] as number;
  }

  public read(from: number, limit: number): StoredEntry[] {
    // A negative limit would mean none.
    const rows = this.statements.read.all(from, Math.max(0, limit)) as [number, Buffer | null][];
    return rows.map(([seq, row]) => storedAs(seq, row ?? Buffer.from('\n')));
  }

  /** Whether these very entries are stored from a seq on. */
  public holds(entries: readonly NewEntry[], from: number): boolean {
    const stored = this.read(from, entries.length);
    return entries.every(({ id }, index) => stored[index]?.seq === from + index && stored[index].id === id);
  }

  public insert(entries: readonly NewEntry[], from: number): void {
    for (const [index, { id, bytes }] of entries.entries()) this.statements.insert.run(from + index, id, bytes);
  }

  /** Leaves the whole ledger in its one file, for those who copy files. Where that fails, the log has the rest. */
  public tidyUp(): void {
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // Also what a connection for reading only answers.
    }
  }
}

/** Takes apart an id, which has no newline, and the bytes behind it. Damaged bytes become another text, never the right one. */
function storedAs(seq: number, row: Buffer): StoredEntry {
  const end = row.indexOf(NEWLINE);
  return { seq, id: row.toString('latin1', 0, end) as EntryId, bytes: row.toString('utf8', end + 1) };
}
