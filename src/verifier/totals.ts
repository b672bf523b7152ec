/** The claimed totals, added up again from the postings of the entries, with their sources. */
import { createHash } from 'node:crypto';

import { fieldsOf, type Fields } from './canonical';
import { adopted, builtIn, figures, type Definition, type Shape } from './definitions';
import { textIn, type Entry } from './entry';
import { fail } from './outcome';
import { poundsOf } from './pence';

const MOST_LISTED = 1_000;
/** How many source lines are digested at once. */
const AT_ONCE = 4_096;

/** Numbers in a row that grows, eight bytes each. */
class Numbers {
  public length = 0;
  private values = new Float64Array(1_024);

  public add(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  public all(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

/** What a total is made of, without what it is called. */
interface Sum {
  readonly amount: string;
  readonly count: string;
  readonly digest: string;
  readonly sources: string;
}

export class Totals {
  private baseYear = '';
  private readonly definitions: Definition[] = [...builtIn];
  private readonly shapes: Shape[] = [];
  private readonly shapeNumbers = new Map<string, number>();
  // One for each posting.
  private readonly seqs = new Numbers();
  private readonly shapeOf = new Numbers();
  private readonly amounts = new Numbers();
  /** Figures that count the same postings in the same way are added up once. */
  private readonly known = new Map<string, Sum>();

  public add(entry: Entry): void {
    if (entry.kind === 'LedgerOpened') this.baseYear = textIn(entry.facts, 'baseYear', entry.seq);
    if (entry.kind === 'DefinitionAdopted') {
      const definition = adopted(entry);
      if (!definition.oneOffSpread) this.definitions.push(definition);
    }
    for (const { measure, tranche, from, of, status, identified, pence } of entry.postings) {
      const key = [measure, tranche, from, of ?? '', status ?? '', String(identified)].join('|');
      const shape =
        this.shapeNumbers.get(key) ?? this.shapes.push({ measure, tranche, from, of, status, identified }) - 1;
      this.shapeNumbers.set(key, shape);
      this.seqs.add(entry.seq);
      this.shapeOf.add(shape);
      this.amounts.add(pence);
    }
  }

  /** Fails at the first line that does not say what the entries add up to, naming the first source that differs. */
  public check(
    lines: readonly string[],
    head: { readonly origin: string; readonly root: string; readonly size: number },
  ): void {
    const first = `{"baseYear":"${this.baseYear}","origin":"${head.origin}","root":"${head.root}","size":"${String(head.size)}"}`;
    if (lines[0] !== first) fail(null, 'the claimed totals are not about the tree of this checkpoint');
    let at = 1;
    for (const line of this.claims()) {
      if (lines[at] !== line) complain(lines[at], line);
      at += 1;
    }
    if (lines.length > at) fail(null, 'there are more claimed totals than there are totals');
  }

  private *claims(): Generator<string> {
    for (const definition of this.definitions) {
      for (const by of this.years()) {
        for (const [figure, weigh] of figures) {
          const question = { definition, by, baseYear: this.baseYear };
          const { amount, count, digest, sources } = this.sum(this.shapes.map((shape) => weigh(shape, question)));
          yield `{"amount":"${amount}","by":"${by}","count":"${count}","definition":${JSON.stringify(definition.name)},"digest":"${digest}","figure":"${figure}","sources":${sources}}`;
        }
      }
    }
  }

  private years(): readonly string[] {
    const years = this.shapes.map(({ from }) => from).filter((from) => from !== 'opening' && from >= this.baseYear);
    return [...new Set(years)].sort();
  }

  private sum(weights: readonly number[]): Sum {
    const key = weights.join('');
    const known = this.known.get(key) ?? this.addUp(weights);
    this.known.set(key, known);
    return known;
  }

  private addUp(weights: readonly number[]): Sum {
    const digest = createHash('sha256');
    const listed: string[] = [];
    let [total, count, waiting] = [0, 0, ''];
    for (const [seq, sum] of this.sources(weights)) {
      total += sum;
      count += 1;
      const amount = poundsOf(sum);
      waiting += `${String(seq)} ${amount}\n`;
      if (count <= MOST_LISTED) listed.push(`["${String(seq)}","${amount}"]`);
      if (count % AT_ONCE !== 0) continue;
      digest.update(waiting);
      waiting = '';
    }
    const sources = count > MOST_LISTED ? 'null' : `[${listed.join(',')}]`;
    return { amount: poundsOf(total), count: String(count), digest: digest.update(waiting).digest('hex'), sources };
  }

  /** Each entry of which a posting counts, with the sum of those that do. */
  private *sources(weights: readonly number[]): Generator<readonly [seq: number, sum: number]> {
    const [seqs, shapes, amounts] = [this.seqs.all(), this.shapeOf.all(), this.amounts.all()];
    let [open, sum] = [-1, 0];
    for (let at = 0; at < seqs.length; at += 1) {
      const weight = weights[shapes[at] ?? 0] ?? 0;
      if (weight === 0) continue;
      const seq = seqs[at] ?? 0;
      if (seq !== open && open >= 0) yield [open, sum];
      if (seq !== open) [open, sum] = [seq, 0];
      sum += weight * (amounts[at] ?? 0);
    }
    if (open >= 0) yield [open, sum];
  }
}

const textOf = (fields: Fields | null, name: string): string => {
  const value = fields?.[name];
  return typeof value === 'string' ? value : 'nothing';
};
const nameOf = (fields: Fields | null): string =>
  `${textOf(fields, 'figure')} by ${textOf(fields, 'by')} under ${textOf(fields, 'definition')}`;

function complain(claimed: string | undefined, computed: string): never {
  const [says, is] = [fieldsOf(claimed ?? ''), fieldsOf(computed)];
  if (nameOf(says) !== nameOf(is)) return fail(null, `the total ${nameOf(is)} is not claimed where it should be`);
  const amounts = `${textOf(says, 'amount')} is claimed, the entries add up to ${textOf(is, 'amount')}`;
  return fail(
    firstDifference(says?.['sources'], is?.['sources']),
    `the total ${nameOf(is)} or its sources are not what the entries say: ${amounts}`,
  );
}

/** The entry of the first source that is not the same. */
function firstDifference(says: unknown, is: unknown): number | null {
  if (!Array.isArray(says) || !Array.isArray(is)) return null;
  const at = is.findIndex((source, index) => JSON.stringify(source) !== JSON.stringify(says[index]));
  const source: unknown = at < 0 ? says[is.length] : is[at];
  const seq = Array.isArray(source) ? Number(source[0]) : NaN;
  return Number.isSafeInteger(seq) ? seq : null;
}
