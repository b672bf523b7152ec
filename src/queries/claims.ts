/** The totals that a bundle claims, each with the entries it comes from, in the form that the page of the bytes specifies. */
import { createHash } from 'node:crypto';

import type { Definition } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { add, pounds, type Pence, type Pounds } from '../domain/money';
import { allBuiltIn } from '../../projections/definitions';
import { figures, type FigureName, type Question, type Weight } from '../../projections/figure';
import { countedRows } from '../../projections/position';
import type { Moment, PostingRow, PostingTable } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { canonicalJson } from '../tamper-evidence/canonical-json';

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

interface Source {
  readonly seq: string;
  readonly amount: Pounds;
}

/** The claims at a moment, a line of canonical JSON each: by definition, year and figure. */
export function* claimLines(projection: Projection, moment: Moment): Generator<string> {
  const { baseYear } = projection.register.ledger;
  const rows = projection.table.list(moment, () => true);
  // A definition that spreads one-off cost counts parts of postings, which the page of the bytes does not specify.
  const adopted = projection.register.adopted(moment).filter(({ oneOff }) => oneOff !== 'spread');
  for (const definition of [...allBuiltIn, ...adopted]) {
    for (const by of yearsOf(projection, moment, baseYear)) {
      for (const figure of claimed) yield claimLine(projection, rows, { figure, definition, by });
    }
  }
}

/** Every year in which something takes effect, from the base year on. */
function yearsOf({ table }: Projection, moment: Moment, baseYear: FinancialYear): readonly FinancialYear[] {
  const years = table.shapesAt(moment).flatMap(({ from }) => (from === 'opening' || from < baseYear ? [] : [from]));
  return [...new Set(years)].sort();
}

interface Asked {
  readonly figure: FigureName;
  readonly definition: Definition;
  readonly by: FinancialYear;
}

function claimLine(projection: Projection, rows: readonly PostingRow[], { figure, definition, by }: Asked): string {
  const question = { by, definition, baseYear: projection.register.ledger.baseYear };
  const weights = weightsOf(projection.table, figure, question);
  const sources: Source[] = [];
  const digest = createHash('sha256');
  let [amount, count] = [0 as Pence, 0];
  for (const { seq, sum } of sumsByEntry(rows, weights)) {
    amount = add(amount, sum);
    count += 1;
    digest.update(`${String(seq)} ${pounds(sum)}\n`);
    if (count <= MOST_LISTED) sources.push({ seq: String(seq), amount: pounds(sum) });
  }
  return canonicalJson({
    amount: pounds(amount),
    by,
    count: String(count),
    definition: definition.name,
    digest: digest.digest('hex'),
    figure,
    sources: count > MOST_LISTED ? null : sources.map((source) => [source.seq, source.amount]),
  });
}

/** How each cell counts. Rulings and ratings of lines are left out, as no claimed figure looks at them. */
function weightsOf({ shapes, cells }: PostingTable, figure: FigureName, question: Question): readonly Weight[] {
  const { weigh } = figures[figure];
  const ofShape = shapes.map((shape) => weigh({ ...shape, ruling: false, atRisk: false }, question));
  return cells.map(({ shape }) => ofShape[shape] ?? 0);
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
