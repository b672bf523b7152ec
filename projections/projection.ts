import type { Entry } from '../src/domain/entries';
import { pence } from '../src/domain/money';
import type { TextParts } from '../src/domain/text-column';
import { LineNumbers } from './cells';
import { PostingTable, type TableParts } from './posting-table';
import { Register, type RegisterParts } from './register';
import { RunningSums, type SumParts } from './running-sums';
import { Standings, type StandingParts } from './standings';

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface ProjectionParts {
  readonly lines: TextParts;
  readonly table: TableParts;
  readonly register: RegisterParts;
  readonly standings: StandingParts;
  readonly sums: SumParts;
}

/** All that is kept in memory to answer questions: the amounts and the facts. Built from entries alone, in their order. */
export class Projection {
  public readonly lines = new LineNumbers();
  public readonly table = new PostingTable(this.lines);
  public readonly register = new Register(this.table, this.lines);
  public readonly standings = new Standings(this.lines, this.register);
  public readonly sums = new RunningSums(this.table, this.standings);

  /** The same entries give the same data. */
  public toParts(): ProjectionParts {
    return {
      lines: this.lines.toParts(),
      table: this.table.toParts(),
      register: this.register.toParts(),
      standings: this.standings.toParts(),
      sums: this.sums.toParts(),
    };
  }

  /** A projection from what `toParts` gave: the same as from the entries. */
  public static fromParts(parts: ProjectionParts): Projection {
    const projection = new Projection();
    projection.lines.restore(parts.lines);
    projection.table.restore(parts.table);
    projection.register.restore(parts.register);
    projection.standings.restore(parts.standings);
    projection.sums.restore(parts.sums);
    return projection;
  }

  /** Takes in the next entry; entries come in the order of their seqs. */
  public append(entry: Entry): void {
    this.sums.keep();
    const cells = this.table.append(entry);
    entry.postings.forEach(({ amount }, place) => {
      this.sums.append(cells[place] ?? 0, pence(amount));
    });
    this.register.append(entry);
    const line = this.standings.append(entry);
    if (line !== null) this.sums.moveLine(line, entry.seq);
  }
}
