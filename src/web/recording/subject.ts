import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../../access/door-problem';
import { OfficerRegister } from '../../access/officer-register';
import type { RecordableKind } from '../../commands/requests/requests';
import { startOf, yearStarting } from '../../domain/financial-year';
import { readSeq } from '../../domain/identifiers';
import { EntryQuery } from '../../queries/entries';
import { FrameQuery } from '../../queries/frame';
import { JournalQuery, type JournalEntry } from '../../queries/journal';
import { LineQuery, LinesQuery } from '../../queries/lines';
import type { Answers } from './answers';
import type { Flow } from './flows';
import type { Offers } from './questions';

/** How many years after the base year can be chosen, where the ledger knows fewer. */
const LEAST_YEARS = 5;

/** Who judges an entry judges the exact bytes she was shown; no other kind of entry names them. */
const judged: readonly RecordableKind[] = ['EntryVerified', 'EntryRejected'];

/** What a form is about, as its officer is shown it, and what the ledger has to offer as answers. */
@Injectable()
export class Subject {
  public constructor(
    private readonly queries: QueryBus,
    private readonly register: OfficerRegister,
  ) {}

  /** What the form carries of it: a line with its version, an entry with its leaf hash where it is judged, a batch. */
  public async of(
    { about, kind }: Flow,
    asked: { readonly line: string; readonly entry: string; readonly batch: string },
  ): Promise<Answers> {
    if (about === 'ledger') return {};
    if (about === 'batch') return { reversed: asked.batch };
    if (about === 'entry') {
      const { seq, leaf } = settled(await this.queries.execute(new EntryQuery(settled(readSeq(asked.entry)))));
      return { entry: String(seq), ...(judged.includes(kind) ? { leaf } : {}) };
    }
    const { id, version } = settled(await this.queries.execute(new LineQuery(asked.line, {})));
    return { line: id, lineVersion: String(version) };
  }

  public async offers(): Promise<Offers> {
    const { baseYear, years } = settled(await this.queries.execute(new FrameQuery()));
    const { lines } = settled(await this.queries.execute(new LinesQuery({})));
    const first = startOf(baseYear);
    const count = Math.max(LEAST_YEARS, years.length);
    return {
      years: Array.from({ length: count + 1 }, (_, index) => yearStarting(first + index)),
      officers: this.register.all().map(({ id, name }) => [id, name]),
      pots: lines.filter(({ pot }) => pot !== null).map(({ id, title }) => [id, title]),
      lines: lines.map(({ id, title }) => [id, title]),
    };
  }

  /** What was recorded on a line after a version of it, and the version it has now. */
  public async since(
    line: string,
    version: string,
  ): Promise<{ readonly version: string; readonly entries: readonly JournalEntry[] }> {
    const now = settled(await this.queries.execute(new LineQuery(line, {})));
    const { entries } = settled(
      await this.queries.execute(new JournalQuery({ line, order: 'oldest', after: version, limit: '200' })),
    );
    return { version: String(now.version), entries };
  }
}
