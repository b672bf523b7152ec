import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import type { SignedInOfficer } from '../access/officer-register';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { readSeq } from '../domain/identifiers';
import { EffectQuery } from '../queries/effect';
import { EntryQuery, type EntryAnswer, type MarkedEntryAnswer } from '../queries/entries';
import { balanceFigures, JournalQuery, type JournalAnswer } from '../queries/journal';
import type { Parameters } from '../queries/read-question';
import { address, pinned, toTrace, type Parameter } from './address';
import { factsOf } from './entry-facts';
import { summaryOf } from './entry-summary';
import { journalSheet } from './journal-sheet';
import { Page, wholeBar } from './page';
import { Given, PagesAt } from './pages-at';
import { flows, type Flow } from './recording/flows';
import { mayRecord } from './recording/record-pages';
import type { Sheet } from './sheet';
import { inWords } from './wording';

/** The journal and its entries. */
@PagesAt('entries')
export class JournalController {
  public constructor(private readonly queries: QueryBus) {}

  /** Newest first unless asked otherwise, with the running balance of a figure. */
  @Get()
  public async journal(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new JournalQuery(parameters)));
    const { by, figure, order, previous, next, kinds, officers, batches } = answer;
    const kept = { ...textOnly(parameters), before: null, after: null };
    const place = order === 'newest' ? 'before' : 'after';
    const page = (at: number | null): string | null =>
      at === null ? null : address('/entries', { ...kept, [place]: at < 0 || at >= answer.size ? null : at });
    return new Page(
      'entries',
      {
        entries: answer.entries.map((entry) => ({ ...entry, summary: summaryOf(entry) })),
        figure,
        balanceTitle: `${inWords(figure)} by ${by} after it`,
        given: kept,
        kinds,
        officers,
        batches,
        figures: balanceFigures,
        previous: page(previous),
        next: page(next),
      },
      { about: answer, takes: wholeBar, sheet: () => this.sheet(parameters) },
    );
  }

  @Get(':seq')
  public async entry(
    @Param('seq') seq: string,
    @SignedIn() visit: SignedInVisit,
    @Given() { recorded, ...parameters }: Parameters,
  ): Promise<Page> {
    const entry = settled(await this.queries.execute(new EntryQuery(settled(readSeq(seq)))));
    const effect = settled(await this.queries.execute(new EffectQuery(entry.seq, parameters)));
    const at = (known: number): ReturnType<typeof pinned> => pinned({ ...effect, size: known + 1 });
    return new Page('entry', {
      entry,
      summary: summaryOf(entry),
      facts: factsOf(entry.facts),
      about: aboutOf(entry.facts),
      since: (await this.doneAbout(entry)).map((later) => ({ ...later, summary: summaryOf(later) })),
      effect,
      moved: effect.moved.map((each) => ({
        ...each,
        beforeHref: entry.seq === 0 ? null : toTrace(each.figure, effect.by, at(entry.seq - 1)),
        afterHref: toTrace(each.figure, effect.by, at(entry.seq)),
      })),
      recorded: recorded === 'yes',
      may: flows.filter((flow) => flow.about === 'entry' && isOffered(flow.kind, entry, visit.officer)),
      earlier: entry.seq === 0 ? null : entry.seq - 1,
    });
  }

  /** The newest or oldest entries that were chosen, more of them than a page shows. */
  private async sheet(parameters: Parameters): Promise<Sheet> {
    const rows: JournalAnswer['entries'][number][] = [];
    let asked: Parameters = { ...parameters, limit: '200' };
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = settled(await this.queries.execute(new JournalQuery(asked)));
      rows.push(...answer.entries);
      if (answer.next === null) break;
      asked = { ...asked, [answer.order === 'newest' ? 'before' : 'after']: String(answer.next) };
    }
    return journalSheet(rows);
  }

  /** The entries by which this one was verified, rejected, reversed or settled, in the order they were recorded. */
  private async doneAbout({ marks }: MarkedEntryAnswer): Promise<readonly EntryAnswer[]> {
    const seqs = Object.values(marks).filter((seq): seq is number => seq !== null);
    const later = seqs.sort((one, other) => one - other).map((seq) => this.queries.execute(new EntryQuery(seq)));
    return (await Promise.all(later)).map(settled);
  }
}

/** Of 200 entries each: a sheet holds at most ten thousand. */
const MOST_PAGES = 50;

/** The entries that an entry is about: one, or all that were reversed with their batch. */
function aboutOf(facts: EntryAnswer['facts']): readonly string[] {
  if ('entry' in facts) return [facts.entry];
  if ('entries' in facts) return facts.entries;
  if ('query' in facts) return [facts.query];
  if ('assertion' in facts) return [facts.assertion];
  return 'amends' in facts ? [facts.amends] : [];
}

/** What makes sense on the entry's page for its reader; whether it may be, the rules decide when it is asked for. */
function isOffered(kind: Flow['kind'], entry: MarkedEntryAnswer, { id, role }: SignedInOfficer): boolean {
  if (!mayRecord(role, kind)) return false;
  const { verified, rejected, reversed, settled: done } = entry.marks;
  if (kind === 'AuditQueryAnswered') return entry.kind === 'AuditQueryRaised' && done === null;
  if (kind === 'DiscrepancyResolved') return entry.kind === 'TotalAsserted' && done === null;
  const isOpen = rejected === null && reversed === null;
  return kind === 'EntryReversed' ? isOpen : isOpen && verified === null && entry.officer !== id;
}

const textOnly = (parameters: Parameters): Readonly<Record<string, Parameter>> =>
  Object.fromEntries(
    Object.entries(parameters).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
