/**
 * Where does the plan stand against the target, by a year, under a definition, as at a moment? Every figure of the
 * position, for the whole ledger and for each section, group, tag and line. Formula: for each figure, the sum of the
 * postings its filter takes.
 */
import type { Class, Status } from '../src/domain/entries';
import type { LineId } from '../src/domain/identifiers';
import { add, type Pence } from '../src/domain/money';
import { figureNames, figures, weighed, type FigureName, type Question, type Weight } from './figure';
import type { LineAt } from './register';
import type { Moment, PostingRow, Shape } from './posting-table';
import type { Projection } from './projection';

/** The part of the ledger a question looks at. Nothing given: all of it. */
export interface Filter {
  readonly section?: string;
  readonly group?: string;
  readonly tag?: string;
  readonly line?: LineId;
  readonly class?: Class;
  readonly status?: Status;
}

/** Every figure's amount in pence. */
export type Amounts = Readonly<Record<FigureName, Pence>>;

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
  readonly lines: readonly (Part & { readonly line: LineAt })[];
}

/** The amounts of one part while they are being added up. */
class Sums {
  private readonly sums = new Float64Array(figureNames.length);

  public add(weights: readonly Weight[], amount: number): void {
    for (let figure = 0; figure < weights.length; figure += 1) {
      const weight = weights[figure] ?? 0;
      if (weight !== 0) this.sums[figure] = (this.sums[figure] ?? 0) + weighed(amount, weight);
    }
  }

  public amounts(): Amounts {
    return Object.fromEntries(
      figureNames.map((name, index) => [name, add((this.sums[index] ?? 0) as Pence)]),
    ) as Amounts;
  }
}

/** Adds up every figure for the whole and for each part. A part has no target, as that is the whole ledger’s. */
export function position(projection: Projection, question: Question, moment: Moment, filter: Filter): Position {
  const lines = new Map(projection.register.lines(moment).map((line) => [line.id, line]));
  const cellAmounts = projection.table.amountsAt(moment);
  const weights = weigher(projection, question, filter);
  const whole = new Sums();
  const byLine = new Map<LineId, Sums>();
  for (const line of lines.values()) if (takesLine(filter, line)) byLine.set(line.id, new Sums());
  projection.table.cells.forEach(({ line, shape }, cell) => {
    const at = line === null ? null : (lines.get(line) ?? null);
    const sums = line === null ? null : byLine.get(line);
    if (sums === undefined || (line === null && !takesLine(filter, null))) return;
    const weight = weights(shape, at);
    whole.add(weight, cellAmounts[cell] ?? 0);
    sums?.add(weight, cellAmounts[cell] ?? 0);
  });
  const parts = [...byLine].flatMap(([id, sums]) => {
    const line = lines.get(id);
    return line === undefined ? [] : [{ name: line.title, line, amounts: sums.amounts() }];
  });
  return {
    amounts: whole.amounts(),
    sections: gather(parts, ({ section }) => [section]),
    groups: gather(parts, ({ group }) => (group === null ? [] : [group])),
    tags: gather(parts, ({ tags }) => tags),
    lines: parts,
  };
}

/** Adds the lines up into the parts they belong to, in the order the parts first appear. */
function gather(lines: Position['lines'], partsOf: (line: LineAt) => readonly string[]): readonly Part[] {
  const parts = new Map<string, Amounts[]>();
  for (const { line, amounts } of lines) {
    for (const name of partsOf(line)) {
      const members = parts.get(name);
      if (members === undefined) parts.set(name, [amounts]);
      else members.push(amounts);
    }
  }
  return [...parts].map(([name, members]) => ({ name, amounts: sumOf(members) }));
}

function sumOf(members: readonly Amounts[]): Amounts {
  const sums = figureNames.map((name) => {
    // Not one call with all of them: a part can have more lines than a call can have arguments.
    let sum = 0 as Pence;
    for (const amounts of members) sum = add(sum, amounts[name]);
    return [name, sum] as const;
  });
  return Object.fromEntries(sums) as Amounts;
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
  const { table, register } = projection;
  const weights = weigher(projection, question, filter);
  const figure = figureNames.indexOf(name);
  const lineAt = new Map(register.lines(moment).map((line) => [line.id, line]));
  return table.cells.map(({ line, shape }): Weight => {
    const at = line === null ? null : (lineAt.get(line) ?? undefined);
    if (at === undefined || !takesLine(filter, at)) return 0;
    return weights(shape, at)[figure] ?? 0;
  });
}

/** Rule 13: nobody has settled yet whether the line is an efficiency. */
export const waitsForRuling = (line: LineAt | null): boolean => line !== null && line.ruling !== null;

/** R41: the line is rated amber or red by a stated test. */
export const isAtRisk = (line: LineAt | null): boolean =>
  line?.rating?.rating === 'amber' || line?.rating?.rating === 'red';

/** Works out once for each shape how it counts in every figure, rather than once for each posting. */
function weigher(
  { table }: Projection,
  question: Question,
  filter: Filter,
): (shape: number, line: LineAt | null) => readonly Weight[] {
  const known = new Map<number, readonly Weight[]>();
  return (number, line) => {
    const [ruling, atRisk] = [waitsForRuling(line), isAtRisk(line)];
    const key = number * 4 + (ruling ? 2 : 0) + (atRisk ? 1 : 0);
    const before = known.get(key);
    if (before !== undefined) return before;
    const shape = table.shapes[number];
    const weights = figureNames.map((name): Weight =>
      shape === undefined || !takesShape(filter, shape)
        ? 0
        : figures[name].weigh({ ...shape, ruling, atRisk }, question),
    );
    known.set(key, weights);
    return weights;
  };
}

/** A class or status in the filter leaves out postings of another one; what has none, such as the target, stays. */
export const takesShape = ({ class: of, status }: Filter, shape: Shape): boolean =>
  (of === undefined || shape.class === null || shape.class === of) &&
  (status === undefined || shape.status === null || shape.status === status);

/** Whether a filter names a part of the ledger. The target is the whole ledger's: a part has none to fall short of. */
export const namesPart = ({ section, group, tag, line }: Filter): boolean =>
  section !== undefined || group !== undefined || tag !== undefined || line !== undefined;

/** What belongs to no line, such as the target, is in the whole ledger only. */
export function takesLine(filter: Filter, line: LineAt | null): boolean {
  const { section, group, tag } = filter;
  if (line === null) return !namesPart(filter);
  return (
    (section === undefined || line.section === section) &&
    (group === undefined || line.group === group) &&
    (tag === undefined || line.tags.includes(tag)) &&
    (filter.line === undefined || line.id === filter.line)
  );
}
