import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { Definition } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { allBuiltIn } from '../../projections/definitions';
import { figureNames, type FigureName } from '../../projections/figure';
import { position, type Amounts } from '../../projections/position';
import { Projection } from '../../projections/projection';
import { HashTree } from '../tamper-evidence/hash-tree';
import { LedgerView } from './ledger-view';
import { yearsOf } from './lines';
import { ask, readParameters, type Asked, type ParameterName, type Parameters } from './read-question';

/** A figure that came out otherwise when it was built again. */
export interface DifferenceAnswer {
  readonly figure: FigureName;
  readonly by: FinancialYear;
  readonly definition: string;
  /** Null: of the whole ledger. */
  readonly line: string | null;
  readonly inMemory: Pounds;
  readonly rebuilt: Pounds;
}

/** That the figures in memory are those of the stored entries, built anew from the first one. */
export interface RebuildAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  /** The root of the tree over exactly these entries, in base64, as a checkpoint has it. */
  readonly root: string;
  readonly postings: number;
  /** How many figures were compared: each, of the whole and of each line, by each year, under each definition. */
  readonly compared: number;
  /** Whether all of them are the same. */
  readonly equal: boolean;
  /** The first of those that are not. */
  readonly differences: readonly DifferenceAnswer[];
}

/** What a rebuild is asked with. */
export const rebuildParameters: readonly ParameterName[] = ['as_at', 'known_at'];

const PAGE = 500;
const MOST_DIFFERENCES = 50;

/** Asks for everything to be read again from the first entry, and held against what is in memory. */
export class RebuildQuery extends Query<RebuildAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(RebuildQuery)
export class RebuildHandler implements IQueryHandler<RebuildQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: RebuildQuery): Promise<RebuildAnswer | Refusal> {
    const read = readParameters(parameters, rebuildParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { size, asAt } = asked.moment;
    const { projection, tree } = await this.readAgain(size);
    const { compared, differences } = compare(asked, projection);
    return {
      asAt,
      size: tree.size,
      root: tree.root(tree.size).toString('base64'),
      postings: projection.table.postings,
      compared,
      equal: differences.length === 0,
      differences: differences.slice(0, MOST_DIFFERENCES),
    };
  }

  /** Reads the first `size` entries from the store into an empty projection and an empty tree. */
  private async readAgain(size: number): Promise<{ readonly projection: Projection; readonly tree: HashTree }> {
    const [projection, tree] = [new Projection(), new HashTree()];
    for (let from = 0; from < size; from += PAGE) {
      const seqs = Array.from({ length: Math.min(PAGE, size - from) }, (_, index) => from + index);
      for (const { entry, leaf } of (await this.view.stored(seqs)).values()) {
        if (entry.seq !== projection.table.size) throw new Error(`entry ${String(projection.table.size)} is missing`);
        projection.append(entry);
        tree.append(Buffer.from(leaf, 'hex'));
      }
    }
    return { projection, tree };
  }
}

/** Holds what was built again against what is in memory, by every year and under every definition. */
function compare(
  asked: Asked,
  rebuilt: Projection,
): { readonly compared: number; readonly differences: readonly DifferenceAnswer[] } {
  const { projection, moment } = asked;
  const differences: DifferenceAnswer[] = [];
  let compared = 0;
  for (const definition of [...allBuiltIn, ...projection.register.adopted(moment)]) {
    for (const by of yearsOf(asked)) {
      const [inMemory, again] = [
        amountsOf(asked, projection, definition, by),
        amountsOf(asked, rebuilt, definition, by),
      ];
      for (const line of new Set([...inMemory.keys(), ...again.keys()])) {
        compared += figureNames.length;
        for (const figure of figureNames) {
          const [one, other] = [inMemory.get(line)?.[figure] ?? null, again.get(line)?.[figure] ?? null];
          if (one === other) continue;
          differences.push({
            figure,
            by,
            definition: definition.name,
            line,
            inMemory: shown(one),
            rebuilt: shown(other),
          });
        }
      }
    }
  }
  return { compared, differences };
}

const shown = (amount: Amounts[FigureName] | null): Pounds => pounds(amount ?? (0 as Amounts[FigureName]));

/** The figures of the whole ledger, under null, and of each line. */
function amountsOf(
  { question, moment }: Asked,
  projection: Projection,
  definition: Definition,
  by: FinancialYear,
): ReadonlyMap<string | null, Amounts> {
  const { amounts, lines } = position(projection, { ...question, definition, by }, moment, {});
  return new Map([[null, amounts], ...lines.map((part) => [part.line.id, part.amounts] as const)]);
}
