/**
 * Where does the plan stand against the target, by a year, under a definition, as at a moment? Every figure of the
 * position, for the whole ledger and for each section, group, tag and line. Formula: for each figure, the sum of the
 * postings its filter takes.
 */
import { add, type Pence } from '../src/domain/money';
import { figureNames, weighed, type FigureName, type Question, type Weight } from './figure';
import { takesShape, type Filter } from './filter';
import { takenLines, visitHeld } from './held';
import { lineFigures, type LineFigures } from './line-figures';
import type { Moment, PostingRow } from './posting-table';
import type { Projection } from './projection';
import { UNKNOWN, type Standing } from './standings';
import { PartSums, Weights, type Amounts } from './weights';

export { namesPart, takesLine, type Filter } from './filter';
export type { Amounts } from './weights';

/** The figures of one section, group, tag or line. */
export interface Part {
  readonly name: string;
  readonly amounts: Amounts;
}

/**
 * The figures of the whole that the filter leaves, and of each of its parts, in pence. Tags may overlap; the other
 * parts do not.
 */
export interface Position {
  readonly amounts: Amounts;
  readonly sections: readonly Part[];
  readonly groups: readonly Part[];
  readonly tags: readonly Part[];
  /** Worked out only where somebody looks at it. */
  readonly lines: readonly LineFigures[];
}

/** Adds up every figure for the whole and for each part. A part has no target, as that is the whole ledger’s. */
export function position(projection: Projection, question: Question, moment: Moment, filter: Filter): Position {
  const { shapes } = projection.table;
  const weights = new Weights(shapes, question, (shape) => takesShape(filter, shape));
  const open = (): PartSums => new PartSums(weights, shapes.length);
  const whole = open();
  const parts = { sections: new Parts(open), groups: new Parts(open), tags: new Parts(open) };
  const partsOf: (readonly PartSums[])[] = [];
  const membership = ({ section, group, tags }: Standing): readonly PartSums[] => [
    parts.sections.of(section),
    ...(group === null ? [] : [parts.groups.of(group)]),
    ...tags.map((tag) => parts.tags.of(tag)),
  ];
  const standings = visitHeld(projection, moment, filter, (standing, shape, amount, number) => {
    const terms = weights.of(shape, standing);
    whole.add(terms, amount);
    if (standing === null) return;
    const members = (partsOf[number] ??= membership(standing));
    for (const part of members) part.add(terms, amount);
  });
  return {
    amounts: whole.amounts(),
    sections: parts.sections.listed(standings.map(({ section }) => [section])),
    groups: parts.groups.listed(standings.map(({ group }) => (group === null ? [] : [group]))),
    tags: parts.tags.listed(standings.map(({ tags }) => tags)),
    get lines() {
      return lineFigures(projection, question, moment, filter).lines;
    },
  };
}

/** The parts of one kind that lines belong to, by name. */
class Parts {
  private readonly sums = new Map<string, PartSums>();

  public constructor(private readonly open: () => PartSums) {}

  public of(name: string): PartSums {
    const known = this.sums.get(name) ?? this.open();
    this.sums.set(name, known);
    return known;
  }

  /** The parts in the order the lines first name them. */
  public listed(names: readonly (readonly string[])[]): readonly Part[] {
    return [...new Set(names.flat())].map((name) => ({ name, amounts: this.of(name).amounts() }));
  }
}

/** What a figure is made of, posting by posting, each with the sign it counts with. */
export interface Trace {
  readonly amount: Pence;
  readonly rows: readonly PostingRow[];
}

/** The same filter as the figure's, listed instead of added up. */
export function trace(
  projection: Projection,
  name: FigureName,
  question: Question,
  moment: Moment,
  filter: Filter,
): Trace {
  const { table } = projection;
  const weightOf = cellWeights(projection, name, question, moment, filter);
  const listed = table.list(moment, (cell) => weightOf[cell] !== 0);
  const rows = countedRows(listed, weightOf);
  return { rows, amount: rows.reduce((sum, row) => add(sum, row.pence as Pence), 0 as Pence) };
}

/**
 * Postings with what they count. Of a cell that counts with a part only, each posting counts by how much it moves the part
 * of the running sum, so that the postings come to exactly what the cell counts.
 */
export function countedRows(listed: readonly PostingRow[], weightOf: readonly Weight[]): readonly PostingRow[] {
  const running = new Map<number, number>();
  return listed.map((row) => {
    const weight = weightOf[row.cell] ?? 0;
    if (typeof weight === 'number') return { ...row, pence: weighed(row.pence, weight) };
    const before = running.get(row.cell) ?? 0;
    running.set(row.cell, before + row.pence);
    return { ...row, pence: weighed(before + row.pence, weight) - weighed(before, weight) };
  });
}

/** How each cell counts in a figure at a moment, by what is known of its line then: added, taken off, or not at all. */
export function cellWeights(
  projection: Projection,
  name: FigureName,
  question: Question,
  moment: Moment,
  filter: Filter,
): readonly Weight[] {
  const { table, standings } = projection;
  const weights = new Weights(table.shapes, question, (shape) => takesShape(filter, shape));
  const figure = figureNames.indexOf(name);
  const standingOf = standings.at(moment);
  const taken = takenLines(projection, moment, filter);
  const cells = table.held.all();
  return Array.from(cells.lines, (line, cell): Weight => {
    if (taken[line] !== true) return 0;
    return weights.in(figure, cells.shapes[cell] ?? 0, standings.all[standingOf[line] ?? UNKNOWN] ?? null);
  });
}
