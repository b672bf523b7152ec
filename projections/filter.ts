/** The part of the ledger a question looks at. */
import type { Class, Status } from '../src/domain/entries';
import type { LineId } from '../src/domain/identifiers';
import type { Shape } from './cells';
import type { Standing } from './standings';

/** Nothing given: all of it. */
export interface Filter {
  readonly section?: string;
  readonly group?: string;
  readonly tag?: string;
  readonly line?: LineId;
  readonly class?: Class;
  readonly status?: Status;
}

/** A class or status in the filter leaves out postings of another one; what has none, such as the target, stays. */
export const takesShape = ({ class: of, status }: Filter, shape: Shape): boolean =>
  (of === undefined || shape.class === null || shape.class === of) &&
  (status === undefined || shape.status === null || shape.status === status);

/** Whether a filter names a part of the ledger. The target is the whole ledger's: a part has none to fall short of. */
export const namesPart = ({ section, group, tag, line }: Filter): boolean =>
  section !== undefined || group !== undefined || tag !== undefined || line !== undefined;

/** Whether a filter takes lines of a standing, whichever line it names. What belongs to no line is in the whole only. */
export function takesStanding(filter: Filter, standing: Standing | null): boolean {
  const { section, group, tag } = filter;
  if (standing === null) return !namesPart(filter);
  return (
    (section === undefined || standing.section === section) &&
    (group === undefined || standing.group === group) &&
    (tag === undefined || standing.tags.includes(tag))
  );
}

/** What belongs to no line, such as the target, is in the whole ledger only. */
export function takesLine(
  filter: Filter,
  line: (Pick<Standing, 'section' | 'group' | 'tags'> & { readonly id: LineId }) | null,
): boolean {
  if (line === null) return !namesPart(filter);
  return (
    takesStanding(filter, { ...line, waitsForRuling: false, isAtRisk: false }) &&
    (filter.line === undefined || line.id === filter.line)
  );
}
