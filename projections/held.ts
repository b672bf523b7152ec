/** What is held at a moment by the lines a filter takes, standing by standing. */
import type { LineId } from '../src/domain/identifiers';
import { takesStanding, type Filter } from './filter';
import type { Projection } from './projection';
import { OF_NO_LINE, UNKNOWN, type Standing } from './standings';
import type { Moment } from './timeline';

/** Takes what is held of a shape: by lines of one standing together, or by one of them. */
export type VisitHeld = (standing: Standing | null, shape: number, amount: number, number: number) => void;

/** Which lines a filter takes at a moment, by their numbers; what belongs to no line stands under its own. */
export function takenLines({ standings, lines }: Projection, moment: Moment, filter: Filter): readonly boolean[] {
  const wanted = filter.line === undefined ? null : lines.find(filter.line);
  // Asked first: a moment may have standings that no line had before.
  const ofLines = standings.at(moment);
  const taken = standings.all.map((standing, number) => number !== UNKNOWN && takesStanding(filter, standing));
  return Array.from(
    ofLines,
    (standing, line) => taken[standing] === true && (filter.line === undefined || line === wanted),
  );
}

/**
 * Visits what is held at a moment, and gives the standings there are, each once, in the order of the first line of each.
 * Of one-off cost, which may count with a part, what each line holds is visited by itself.
 */
export function visitHeld(
  projection: Projection,
  moment: Moment,
  filter: Filter,
  visit: VisitHeld,
): readonly Standing[] {
  const { standings, sums } = projection;
  if (filter.line !== undefined) return visitLine(projection, moment, filter, filter.line, visit);
  const ofLines = standings.at(moment);
  const taken = standings.all.map((standing, number) =>
    number === OF_NO_LINE ? takesStanding(filter, null) : standing !== null && takesStanding(filter, standing),
  );
  sums.visit(moment, ofLines, (number, shape, amount) => {
    if (taken[number] === true) visit(standings.all[number] ?? null, shape, amount, number);
  });
  return standings
    .numbersAt(moment, ofLines)
    .flatMap((number) => (taken[number] === true ? (standings.all[number] ?? []) : []));
}

function visitLine(
  projection: Projection,
  moment: Moment,
  filter: Filter,
  id: LineId,
  visit: VisitHeld,
): readonly Standing[] {
  const { standings, table } = projection;
  const line = projection.lines.find(id);
  if (line === null) return [];
  const number = standings.ofLineAt(line, moment);
  const standing = standings.all[number] ?? null;
  if (standing === null || !takesStanding(filter, standing)) return [];
  const amounts = table.amountsAt(moment);
  for (const cell of table.held.ofLine(line)) visit(standing, table.held.shape(cell), amounts[cell] ?? 0, number);
  return [standing];
}
