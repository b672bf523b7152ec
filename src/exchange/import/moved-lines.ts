import type { TrackedLine } from '../../queries/tracker';
import type { Notice } from './layout';
import type { RowRequest } from './row-request';

/** A layout whose section is not the ledger's moves every line it reads: said before it is recorded. */
export function movedLines(requests: readonly RowRequest[], lines: readonly TrackedLine[]): readonly Notice[] {
  const sectionOf = new Map<string | null, string>(lines.map(({ id, section }) => [id, section]));
  const moves = new Map<string, number>();
  for (const { kind, line, body } of requests) {
    const [from, to] = [sectionOf.get(line), (body as { readonly section?: string }).section];
    if (kind !== 'LineAmended' || from === undefined || to === undefined || from === to) continue;
    const way = `from ${from} to ${to}`;
    moves.set(way, (moves.get(way) ?? 0) + 1);
  }
  return [...moves].map(([way, count]) => ({
    sheet: null,
    cell: null,
    message: `${count === 1 ? '1 line moves' : `${String(count)} lines move`} ${way}.`,
  }));
}
