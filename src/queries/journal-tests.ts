import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant, IsoDate } from '../domain/dates';
import type { Entry } from '../domain/entries';
import type { LineId, OfficerId } from '../domain/identifiers';
import { pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { journalTests, type Population } from '../../projections/journal-tests/journal-tests';
import { LedgerView } from './ledger-view';
import { readQuestion, type Parameters } from './read-question';

interface FlaggedEntry {
  readonly seq: number;
  readonly kind: Entry['kind'];
  readonly line: LineId | null;
  readonly officer: OfficerId;
  readonly effective: IsoDate;
  readonly recordedAt: Instant;
}

export interface JournalTestAnswer {
  readonly test: string;
  readonly looksFor: string;
  readonly count: number;
  /** Of a long list only the first ones. */
  readonly entries: readonly FlaggedEntry[];
}

type PopulationAnswer = Omit<Population, 'sum'> & { readonly sum: Pounds };

export interface JournalTestsAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly tests: readonly JournalTestAnswer[];
  /** What was tested, as read from the store. */
  readonly tested: PopulationAnswer;
  /** The same as every figure adds it up. */
  readonly ledger: PopulationAnswer;
  /** Whether count and sum of the two are the same, so that no entry was left out. */
  readonly complete: boolean;
}

/** How many entries of a test are listed. */
const MOST_ENTRIES = 200;

/** Asks which entries an auditor should look at first. */
export class JournalTestsQuery extends Query<JournalTestsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(JournalTestsQuery)
export class JournalTestsHandler implements IQueryHandler<JournalTestsQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: JournalTestsQuery): Promise<JournalTestsAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, ['as_at', 'known_at']);
    if (isRefusal(asked)) return asked;
    const { projection, moment } = asked;
    const entries = await this.view.entriesUpTo(moment);
    const { flagged, tested, ledger, complete } = journalTests(projection, entries, moment);
    return {
      asAt: moment.asAt,
      size: moment.size,
      tests: flagged.map(({ test, looksFor, entries: found }) => ({
        test,
        looksFor,
        count: found.length,
        entries: found.slice(0, MOST_ENTRIES).map(flaggedEntry),
      })),
      tested: inPounds(tested),
      ledger: inPounds(ledger),
      complete,
    };
  }
}

const flaggedEntry = ({ seq, kind, line, officer, effective, recordedAt }: Entry): FlaggedEntry => ({
  seq,
  kind,
  line,
  officer,
  effective,
  recordedAt,
});

const inPounds = ({ sum, ...counts }: Population): PopulationAnswer => ({ ...counts, sum: pounds(sum as Pence) });
