import type { LineId } from '../../domain/identifiers';
import { refuse, type Refusal } from '../../domain/refusals';
import type { TrackedLine } from '../../queries/tracker';
import type { Mapping } from './mapping';
import type { LineRow } from './rows';

/** Gives each row the line it is about: one that is there, or one to be registered. */
export class LineCodes {
  private readonly lines: ReadonlyMap<LineId, TrackedLine>;
  private readonly used = new Set<string>();

  public constructor(
    lines: readonly TrackedLine[],
    private readonly knownBy: Mapping['lines'],
    rows: readonly LineRow[],
  ) {
    this.lines = new Map(lines.map((line) => [line.id, line]));
    for (const { code } of rows) if (code !== null) this.used.add(code);
  }

  /** Names are not keys: a row without an id is a line that is there only where the mapping allows it and the title is the same. */
  public lineOf(row: LineRow): { readonly code: LineId; readonly line: TrackedLine | null } | Refusal {
    if (row.code !== null) return { code: row.code, line: this.lines.get(row.code) ?? null };
    const stem = codeFrom(row.title);
    if (stem === null)
      return refuse('CODE_FORMAT', `No code can be made of the title "${row.title.slice(0, 40)}"; give the line one.`);
    const code = this.free(stem);
    this.used.add(code);
    const line = this.lines.get(code) ?? null;
    if (line === null || (this.knownBy === 'id or title' && line.title === row.title)) return { code, line };
    return refuse(
      'LINE_EXISTS',
      `There is a line ${code} already; give this row an id of its own, or let rows find their line by title ("lines": "id or title").`,
    );
  }

  private free(stem: string): LineId {
    for (let count = 1; ; count += 1) {
      const code = count === 1 ? stem : `${stem.slice(0, 36)}-${String(count)}`;
      if (!this.used.has(code)) return code as LineId;
    }
  }
}

function codeFrom(title: string): string | null {
  const code = title
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40)
    .replace(/-$/, '');
  return code.length < 2 ? null : code;
}
