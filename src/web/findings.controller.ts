import { Controller, Get, Header, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import type { Scope } from '../domain/entries';
import { FindingsQuery } from '../queries/findings';
import type { Parameters } from '../queries/read-question';
import { ReconciliationQuery, type ReconciledAnswer } from '../queries/reconciliation';
import { address } from './address';
import { Pages } from './pages';

/** What is accepted but not settled, and the printed totals beside the computed ones. */
@ApiExcludeController()
@Controller()
export class FindingsController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get('findings')
  @Header('content-type', 'text/html; charset=utf-8')
  public async findings(@Query() parameters: Parameters): Promise<string> {
    const answer = settled(await this.queries.execute(new FindingsQuery(parameters)));
    const kinds = [...new Set(answer.findings.map(({ kind }) => kind))];
    return this.pages.render('findings', {
      answer,
      groups: kinds.map((kind) => ({ kind, findings: answer.findings.filter((finding) => finding.kind === kind) })),
      kind: parameters['kind'],
      all: address('/findings', { as_at: answer.asAt, known_at: answer.size - 1 }),
    });
  }

  @Get('reconciliation')
  @Header('content-type', 'text/html; charset=utf-8')
  public async reconciliation(@Query() parameters: Parameters): Promise<string> {
    const answer = settled(await this.queries.execute(new ReconciliationQuery(parameters)));
    const known = { as_at: answer.asAt, known_at: answer.size - 1 };
    return this.pages.render('reconciliation', {
      answer,
      totals: answer.totals.map((total) => ({ ...total, href: traceOf(total, known) })),
      differ: answer.totals.filter(({ agrees }) => !agrees).length,
    });
  }
}

/** The rows that a printed total claims to add up. */
const traceOf = ({ figure, year, scope }: ReconciledAnswer, known: Readonly<Record<string, string | number>>): string =>
  address(`/trace/${figure}`, { by: inAddress(year), definition: 'published', ...partOf(scope), ...known });

function partOf(scope: Scope): Readonly<Record<string, string>> {
  if (scope.of === 'ledger') return {};
  return scope.of === 'line' ? { line: scope.line } : { [scope.of]: scope.name };
}
