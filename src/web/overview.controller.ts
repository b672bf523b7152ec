import { Controller, Get, Header, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import { FindingsQuery, type FindingAnswer } from '../queries/findings';
import { PlanTableQuery } from '../queries/plan-table';
import { PositionQuery, type PositionAnswer } from '../queries/position';
import type { Parameters } from '../queries/read-question';
import { allBuiltIn } from '../../projections/definitions';
import { address, pinned, toTrace } from './address';
import { Pages } from './pages';
import { planTable } from './plan-table';
import { inMillions, isNil, unsigned } from './wording';

/** The first page: where the plan stands, the published table as the ledger computes it, and what is not settled. */
@ApiExcludeController()
@Controller()
export class OverviewController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  public async overview(@Query() parameters: Parameters): Promise<string> {
    const position = settled(await this.queries.execute(new PositionQuery(parameters)));
    const table = settled(await this.queries.execute(new PlanTableQuery(parameters, true)));
    const { by, asAt } = position;
    const moment = { as_at: asAt, known_at: String(position.size - 1) };
    const found = settled(await this.queries.execute(new FindingsQuery(moment)));
    const question = pinned(position);
    const definitions = await this.underEach(parameters);
    return this.pages.render('overview', {
      position,
      question,
      headline: headline(position),
      figures: keyFigures(position, (figure) => toTrace(figure, by, question)),
      definitions: definitions.map((each) => ({ ...each, href: toTrace('gap', by, pinned(each)) })),
      choices: allBuiltIn,
      years: table.columns.filter(({ figure }) => figure === 'level').map((column) => column.by),
      table: planTable(table),
      findings: grouped(found.findings),
      findingsAddress: address('/findings', moment),
      findingsCount: found.count,
      permanent: address('/', { by: inAddress(by), ...question }),
      given: parameters,
    });
  }

  /** The same question under every definition that each ledger knows. */
  private async underEach(parameters: Parameters): Promise<readonly (PositionAnswer & { readonly title: string })[]> {
    return Promise.all(
      allBuiltIn.map(async ({ name, title }) => ({
        title,
        ...settled(await this.queries.execute(new PositionQuery({ ...parameters, definition: name }))),
      })),
    );
  }
}

/** The position in one or two sentences, for who reads nothing else. */
function headline({ by, plan, target, gap, gapIs, unphased, definition }: PositionAnswer): string {
  const difference = gapIs === 'none' ? 'no gap' : `a ${gapIs} of ${inMillions(unsigned(gap))}`;
  const first = `By ${by} the plan reaches ${inMillions(plan)} against a target of ${inMillions(target)}: ${difference} under the definition \u201c${definition}\u201d.`;
  return isNil(unphased) ? first : `${first} ${inMillions(unphased)} is planned with no year behind it.`;
}

interface KeyFigure {
  readonly title: string;
  readonly amount: string;
  readonly note: string;
  readonly href: string;
}

function keyFigures(position: PositionAnswer, toFigure: (figure: string) => string): readonly KeyFigure[] {
  const { by, target, plan, deadline, due, carriedForward, identified, identifiedShare, achieved, unphased } = position;
  const figure = (title: string, name: string, amount: PositionAnswer['plan'], note: string): KeyFigure => ({
    title,
    amount: inMillions(amount),
    note,
    href: toFigure(name),
  });
  return [
    figure('Target', 'target', target, deadline === null ? 'No target is set' : `To be saved by ${deadline}`),
    figure('Plan', 'plan', plan, `By ${by}; ${due ?? 'no deadline'}`),
    figure('Identified', 'identified', identified, identifiedShare === null ? '' : `${identifiedShare}% of the target`),
    figure('Carried forward', 'carriedForward', carriedForward, 'Achieved in an earlier period'),
    figure('Achieved, claimed', 'achieved.claimed', achieved.claimed, 'Not verified by a second officer yet'),
    figure('Achieved, verified', 'achieved.verified', achieved.verified, 'Verified by a second officer'),
    figure('Unphased', 'unphased', unphased, 'Planned with no year behind it'),
  ];
}

interface FindingGroup {
  readonly kind: string;
  readonly findings: readonly FindingAnswer[];
}

function grouped(findings: readonly FindingAnswer[]): readonly FindingGroup[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.map((kind) => ({ kind, findings: findings.filter((finding) => finding.kind === kind) }));
}
