import type { Entry } from '../src/domain/entries';
import { PostingTable } from './posting-table';
import { Register } from './register';

/** All that is kept in memory to answer questions: the amounts and the facts. Built from entries alone, in their order. */
export class Projection {
  public readonly table = new PostingTable();
  public readonly register = new Register();

  /** Takes in the next entry; entries come in the order of their seqs. */
  public append(entry: Entry): void {
    this.table.append(entry);
    this.register.append(entry);
  }
}
