/** The totals that a bundle claims, each with the entries it comes from, in the form that the page of the bytes specifies. */
import type { FinancialYear } from '../domain/financial-year';
import { add, pounds, type Pence, type Pounds } from '../domain/money';
import { allBuiltIn } from '../../projections/definitions';
import { figures, type FigureName, type Question, type Weight } from '../../projections/figure';
import { countedRows } from '../../projections/position';
import type { Moment, PostingRow, PostingTable } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import { sha256OfParts } from '../tamper-evidence/leaf';

/** What is claimed: every figure but those that hang on more than postings, namely on rulings and ratings of lines. */
const claimed: readonly FigureName[] = [
  'target',
  'plan',
  'carriedForward',
  'fullYearEffects',
  'level',
  'newInYear',
  'unphased',
  'identified',
  'unidentified',
  'forecast',
  'budgetContribution',
  'gap',
  'achieved',
  'achieved.claimed',
  'achieved.verified',
  'achieved.certified',
  'achieved.gross',
  'achieved.ongoingCost',
  'outstanding',
  'oneOffCost',
  'excludedCost',
  'oneOffCover',
  'partnershipTarget',
];

/** The most sources that are listed; more are only counted and digested. */
const MOST_LISTED = 1_000;

/** How many source lines are digested at once. */
const AT_ONCE = 4_096;

/** The claims at a moment, a line of canonical JSON each: by definition, year and figure. */
export function* claimLines(projection: Projection, moment: Moment): Generator<string> {
  const { baseYear } = projection.register.ledger;
  const sums = new Sums(projection.table, moment);
  // A definition that spreads one-off cost counts parts of postings, which the page of the bytes does not specify.
  const adopted = projection.register.adopted(moment).filter(({ oneOff }) => oneOff !== 'spread');
  for (const definition of [...allBuiltIn, ...adopted]) {
    for (const by of yearsOf(projection, moment, baseYear)) {
      for (const figure of claimed) {
        const sum = sums.of(figure, { by, definition, baseYear });
        yield canonicalJson({ ...sum, by, definition: definition.name, figure });
      }
    }
  }
}

/** Every year in which something takes effect, from the base year on. */
function yearsOf({ table }: Projection, moment: Moment, baseYear: FinancialYear): readonly FinancialYear[] {
  const years = table.shapesAt(moment).flatMap(({ from }) => (from === 'opening' || from < baseYear ? [] : [from]));
  return [...new Set(years)].sort();
}

/** What a claim says of its postings, whatever it is called. */
interface Sum {
  readonly amount: Pounds;
  readonly count: string;
  readonly digest: string;
  readonly sources: readonly (readonly [seq: string, amount: Pounds])[] | null;
}

/** Adds up. Figures that count the same postings in the same way are added up once. */
class Sums {
  private readonly rows: readonly PostingRow[];
  private readonly known = new Map<string, Sum>();

  public constructor(
    private readonly table: PostingTable,
    moment: Moment,
  ) {
    this.rows = table.list(moment, () => true);
  }

  /** Rulings and ratings of lines are left out, as no claimed figure looks at them. */
  public of(figure: FigureName, question: Question): Sum {
    const { weigh } = figures[figure];
    const weights = this.table.shapes.map((shape) => weigh({ ...shape, ruling: false, atRisk: false }, question));
    const key = JSON.stringify(weights);
    const sum =
      this.known.get(key) ?? this.addUp(Array.from(this.table.held.all().shapes, (shape) => weights[shape] ?? 0));
    this.known.set(key, sum);
    return sum;
  }

  private addUp(weights: readonly Weight[]): Sum {
    const sources: [string, Pounds][] = [];
    const chunks: string[] = [];
    let [amount, count, waiting] = [0 as Pence, 0, ''];
    for (const { seq, sum } of sumsByEntry(this.rows, weights)) {
      amount = add(amount, sum);
      count += 1;
      waiting += `${String(seq)} ${pounds(sum)}\n`;
      if (count <= MOST_LISTED) sources.push([String(seq), pounds(sum)]);
      if (count % AT_ONCE !== 0) continue;
      chunks.push(waiting);
      waiting = '';
    }
    return {
      amount: pounds(amount),
      count: String(count),
      digest: sha256OfParts([...chunks, waiting]),
      sources: count > MOST_LISTED ? null : sources,
    };
  }
}

/** What each entry adds, for the entries of which a posting counts. Rows come in the order of their entries. */
function* sumsByEntry(rows: readonly PostingRow[], weights: readonly Weight[]): Generator<{ seq: number; sum: Pence }> {
  let open: { seq: number; sum: Pence } | null = null;
  for (const { seq, cell, pence } of countedRows(rows, weights)) {
    if (weights[cell] === 0) continue;
    if (open !== null && open.seq !== seq) yield open;
    const before: Pence = open?.seq === seq ? open.sum : (0 as Pence);
    open = { seq, sum: add(before, pence as Pence) };
  }
  if (open !== null) yield open;
}
