import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import type { Scope } from '../domain/entries';
import { FindingsQuery, type FindingAnswer } from '../queries/findings';
import type { Parameters } from '../queries/read-question';
import { ReconciliationQuery, type ReconciledAnswer } from '../queries/reconciliation';
import { address } from './address';
import { momentBar, Page } from './page';
import { Given, PagesAt } from './pages-at';

/** What is accepted but not settled, and the printed totals beside the computed ones. */
@PagesAt('')
export class FindingsController {
  public constructor(private readonly queries: QueryBus) {}

  @Get('findings')
  public async findings(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new FindingsQuery(parameters)));
    const kinds = [...new Set(answer.findings.map(({ kind }) => kind))];
    return new Page(
      'findings',
      {
        answer,
        groups: kinds.map((kind) => groupOf(kind, answer.findings)),
        kind: parameters['kind'],
        all: address('/findings', { as_at: answer.asAt, known_at: answer.size - 1 }),
      },
      {
        about: answer,
        takes: momentBar,
        sheet: () => ({
          name: 'findings',
          columns: ['Kind', 'Finding', 'Amount (£)', 'Lines', 'Entries'],
          rows: answer.findings.map(({ kind, message, amount, lines, entries }) => [
            kind,
            message,
            amount,
            lines.join(' '),
            entries.join(' '),
          ]),
        }),
      },
    );
  }

  @Get('reconciliation')
  public async reconciliation(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new ReconciliationQuery(parameters)));
    const known = { as_at: answer.asAt, known_at: answer.size - 1 };
    return new Page(
      'reconciliation',
      {
        answer,
        totals: answer.totals.map((total) => ({ ...total, href: traceOf(total, known) })),
        differ: answer.totals.filter(({ agrees }) => !agrees).length,
      },
      {
        about: answer,
        takes: momentBar,
        sheet: () => ({
          name: 'printed-totals',
          columns: ['Total', 'Column', 'Year', 'As printed', 'Printed (£)', 'Computed (£)', 'Difference (£)', 'Entry'],
          rows: answer.totals.map((total) => [
            total.label,
            total.figure,
            total.year,
            total.printed,
            total.amount,
            total.computed,
            total.difference,
            total.entry,
          ]),
        }),
      },
    );
  }
}

/** The most findings of a kind on a page that shows several kinds. */
const MOST = 50;

function groupOf(kind: string, findings: readonly FindingAnswer[]): object {
  const all = findings.filter((finding) => finding.kind === kind);
  return { kind, count: all.length, findings: all.slice(0, MOST), more: Math.max(0, all.length - MOST) };
}

/** The rows that a printed total claims to add up. */
const traceOf = ({ figure, year, scope }: ReconciledAnswer, known: Readonly<Record<string, string | number>>): string =>
  address(`/trace/${figure}`, { by: inAddress(year), definition: 'published', ...partOf(scope), ...known });

function partOf(scope: Scope): Readonly<Record<string, string>> {
  if (scope.of === 'ledger') return {};
  return scope.of === 'line' ? { line: scope.line } : { [scope.of]: scope.name };
}
