import type { Entry } from '../src/domain/entries';
import { pence } from '../src/domain/money';
import { LineNumbers } from './cells';
import { PostingTable } from './posting-table';
import { Register } from './register';
import { RunningSums } from './running-sums';
import { Standings } from './standings';

/** All that is kept in memory to answer questions: the amounts and the facts. Built from entries alone, in their order. */
export class Projection {
  public readonly lines = new LineNumbers();
  public readonly table = new PostingTable(this.lines);
  public readonly register = new Register(this.table);
  public readonly standings = new Standings(this.lines, this.register);
  public readonly sums = new RunningSums(this.table, this.standings);

  /** Takes in the next entry; entries come in the order of their seqs. */
  public append(entry: Entry): void {
    this.sums.keep();
    if (entry.line !== null) this.lines.number(entry.line);
    const cells = this.table.append(entry);
    entry.postings.forEach(({ amount }, place) => {
      this.sums.append(cells[place] ?? 0, pence(amount));
    });
    this.register.append(entry);
    for (const line of this.standings.append(entry)) this.sums.moveLine(line, entry.seq);
  }
}
