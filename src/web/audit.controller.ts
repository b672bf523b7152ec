import { randomInt } from 'node:crypto';

import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { EvidenceQuery } from '../queries/evidence';
import { FrameQuery } from '../queries/frame';
import { JournalTestsQuery } from '../queries/journal-tests';
import type { Parameters } from '../queries/read-question';
import { RebuildQuery } from '../queries/rebuild';
import { LARGEST_SEED, SampleQuery } from '../queries/sample';
import { YearsQuery, type YearsAnswer } from '../queries/years';
import {
  auditIndex,
  compareReport,
  journalTestsReport,
  rebuildReport,
  replayReport,
  sampleReport,
} from './audit-reports';
import { momentBar, Page, wholeBar } from './page';
import { Given, PagesAt } from './pages-at';
import { reportSheet, type Report } from './report';

/** What an auditor does: go back to any moment, compare two, draw a sample, test the journal, and verify. */
@PagesAt('audit')
export class AuditController {
  public constructor(private readonly queries: QueryBus) {}

  @Get()
  public async index(): Promise<Page> {
    const frame = settled(await this.queries.execute(new FrameQuery()));
    return pageOf(auditIndex(frame, settled(await this.queries.execute(new EvidenceQuery()))));
  }

  /** The figures as they were at a moment, beside those of now. */
  @Get('replay')
  public async replay(@Given() parameters: Parameters): Promise<Page> {
    const { as_at: _asAt, known_at: _knownAt, ...whole } = parameters;
    const [then, now] = [await this.figures(parameters), await this.figures(whole)];
    return pageOf(replayReport(then, now), then, wholeBar);
  }

  @Get('compare')
  public async compare(@Given() parameters: Parameters): Promise<Page> {
    const { from_known_at, from_as_at, to_known_at, to_as_at, ...whole } = parameters;
    const from = await this.figures({ ...whole, known_at: from_known_at ?? '0', as_at: from_as_at });
    const to = await this.figures({ ...whole, known_at: to_known_at, as_at: to_as_at });
    return pageOf(compareReport(from, to, parameters), to);
  }

  /** Without a seed one is made and told, so that anyone can draw the same sample again. */
  @Get('sample')
  public async sample(@Given() { figure, n, seed, ...parameters }: Parameters): Promise<Page> {
    const asked = { ...parameters, n: n ?? '10', seed: isGiven(seed) ? seed : String(randomInt(1, LARGEST_SEED)) };
    const name = typeof figure === 'string' && figure !== '' ? figure : 'plan';
    const answer = settled(await this.queries.execute(new SampleQuery(name, asked)));
    return pageOf(sampleReport(answer), answer, wholeBar);
  }

  @Get('journal-tests')
  public async journalTests(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new JournalTestsQuery(parameters)));
    return pageOf(journalTestsReport(answer), answer, momentBar);
  }

  /** Reads every entry again from the first one, and holds the figures against those in memory. */
  @Get('verify')
  public async verify(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new RebuildQuery(parameters)));
    const evidence = settled(await this.queries.execute(new EvidenceQuery()));
    return pageOf(rebuildReport(answer, evidence), answer);
  }

  private async figures(parameters: Parameters): Promise<YearsAnswer> {
    return settled(await this.queries.execute(new YearsQuery(parameters)));
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

const pageOf = (shown: Report, about?: Page['parts']['about'], takes: Page['parts']['takes'] = []): Page =>
  new Page(
    'report',
    { report: shown, section: '/audit' },
    {
      ...(about === undefined ? {} : { about }),
      takes,
      ...(shown.tables.length === 0 ? {} : { sheet: () => reportSheet(shown) }),
    },
  );
