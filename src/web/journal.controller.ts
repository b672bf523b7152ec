import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { Refused, settled } from '../access/door-problem';
import { readSeq } from '../domain/identifiers';
import { refuse } from '../domain/refusals';
import {
  EntriesQuery,
  EntryQuery,
  type EntriesAnswer,
  type EntryAnswer,
  type MarkedEntryAnswer,
} from '../queries/entries';
import type { Parameters } from '../queries/read-question';
import { address } from './address';
import { factsOf } from './entry-facts';
import { summaryOf } from './entry-summary';
import { Pages } from './pages';

const PAGE = 50;

/** The journal and its entries. */
@ApiExcludeController()
@Controller('entries')
export class JournalController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  /** Oldest first, or from the newest back; `before` is where a page of the latter ends. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  public async journal(@Query() { order, before, ...parameters }: Parameters): Promise<string> {
    const newest = newestFirst(order, parameters);
    const page = newest ? await this.fromTheNewest(before) : await this.fromTheOldest(parameters);
    return this.pages.render('entries', {
      ...page,
      entries: page.entries.map((entry) => ({ ...entry, summary: summaryOf(entry) })),
      newest,
      line: parameters['line'],
    });
  }

  @Get(':seq')
  @Header('content-type', 'text/html; charset=utf-8')
  public async entry(@Param('seq') seq: string): Promise<string> {
    const entry = settled(await this.queries.execute(new EntryQuery(settled(readSeq(seq)))));
    return this.pages.render('entry', {
      entry,
      summary: summaryOf(entry),
      facts: factsOf(entry.facts),
      about: aboutOf(entry.facts),
      since: (await this.doneAbout(entry)).map((later) => ({ ...later, summary: summaryOf(later) })),
    });
  }

  private async fromTheOldest(parameters: Parameters): Promise<ShownPage> {
    const { entries, next } = await this.ask({ limit: String(PAGE), ...parameters });
    const after = typeof parameters['after'] === 'string' ? parameters['after'] : '';
    const rest = { order: 'oldest', line: textOf(parameters['line']) };
    return {
      entries,
      previous: after === '' ? null : address('/entries', rest),
      previousText: 'First page',
      next: next === null ? null : address('/entries', { ...rest, after: next }),
    };
  }

  private async fromTheNewest(before: unknown): Promise<ShownPage> {
    const { size } = await this.ask({ limit: '1' });
    const end = before === undefined || before === '' ? size : Math.min(size, settled(readSeq(before)));
    const start = Math.max(0, end - PAGE);
    const limit = Math.max(1, end - start);
    const { entries } = await this.ask({ limit: String(limit), ...(start === 0 ? {} : { after: String(start - 1) }) });
    const later = Math.min(size, end + PAGE);
    return {
      entries: entries.filter(({ seq }) => seq < end).reverse(),
      previous: end === size ? null : address('/entries', { before: later === size ? null : later }),
      previousText: 'Previous',
      next: start === 0 ? null : address('/entries', { before: start }),
    };
  }

  private async ask(parameters: Parameters): Promise<EntriesAnswer> {
    return settled(await this.queries.execute(new EntriesQuery(parameters)));
  }

  /** The entries by which this one was verified, rejected, reversed or settled, in the order they were recorded. */
  private async doneAbout({ marks }: MarkedEntryAnswer): Promise<readonly EntryAnswer[]> {
    const seqs = Object.values(marks).filter((seq): seq is number => seq !== null);
    const later = seqs.sort((one, other) => one - other).map((seq) => this.queries.execute(new EntryQuery(seq)));
    return (await Promise.all(later)).map(settled);
  }
}

interface ShownPage {
  readonly entries: readonly EntryAnswer[];
  readonly previous: string | null;
  readonly previousText: string;
  readonly next: string | null;
}

/** The entries that an entry is about: one, or all that were reversed with their batch. */
function aboutOf(facts: EntryAnswer['facts']): readonly string[] {
  if ('entry' in facts) return [facts.entry];
  if ('entries' in facts) return facts.entries;
  if ('query' in facts) return [facts.query];
  if ('assertion' in facts) return [facts.assertion];
  return 'amends' in facts ? [facts.amends] : [];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A line's entries are shown oldest first: that is its story. */
function newestFirst(order: unknown, parameters: Parameters): boolean {
  if (order !== undefined && order !== '' && order !== 'newest' && order !== 'oldest')
    throw new Refused(refuse('CHOICE_UNKNOWN', 'The order of the journal is newest or oldest.'));
  return order === 'newest' || (order !== 'oldest' && Object.keys(parameters).length === 0);
}
