import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import { FindingsQuery, type FindingAnswer } from '../queries/findings';
import { PositionQuery, type PositionAnswer } from '../queries/position';
import type { Parameters } from '../queries/read-question';
import { TrancheTotalsQuery, type TrancheTotalsAnswer } from '../queries/tranche-totals';
import { YearsQuery, type YearsAnswer } from '../queries/years';
import { address, pinned, toTrace, without } from './address';
import { shown, type ShownChart } from './chart-view';
import { keyFigures } from './key-figures';
import { Page, wholeBar } from './page';
import { Given, PagesAt } from './pages-at';
import { builtChart, classesChart, statusChart, yearsChart } from './plan-charts';
import { sectionTable } from './section-table';
import type { Sheet } from './sheet';
import { inMillions, isNil, unsigned } from './wording';

/** The one page of the chief finance officer: where the plan stands, how it is built, and what is not settled. */
@PagesAt('')
export class OverviewController {
  public constructor(private readonly queries: QueryBus) {}

  @Get()
  public async overview(@Given() parameters: Parameters): Promise<Page> {
    const position = settled(await this.queries.execute(new PositionQuery(parameters)));
    const years = settled(await this.queries.execute(new YearsQuery(parameters)));
    const tranches = await this.tranches(parameters);
    const moment = { as_at: position.asAt, known_at: String(position.size - 1) };
    const found = settled(await this.queries.execute(new FindingsQuery(moment)));
    const question = pinned(position);
    const asked = { by: inAddress(position.by), ...question };
    const figures = keyFigures(position, tranches);
    return new Page(
      'overview',
      {
        position,
        headline: headline(position),
        figures,
        definitions: underEach(years),
        charts: chartsOf(years, asked),
        table: sectionTable(years),
        links: { plan: address('/reports/plan', asked), months: address('/charts/months', asked) },
        findings: grouped(found.findings).map((group) => ({
          ...group,
          href: address('/findings', { kind: group.kind, ...moment }),
        })),
        findingsAddress: address('/findings', moment),
        findingsCount: found.count,
      },
      { about: position, takes: wholeBar, sheet: () => sheetOf(figures, years) },
    );
  }

  /** What lasts is asked of whole parts: a status has no tranches of its own. */
  private async tranches(parameters: Parameters): Promise<TrancheTotalsAnswer> {
    return settled(await this.queries.execute(new TrancheTotalsQuery(without(parameters, 'status'))));
  }
}

const chartsOf = (years: YearsAnswer, asked: Readonly<Record<string, string | number>>): readonly ShownChart[] =>
  [builtChart, yearsChart, classesChart, statusChart].map((make) => {
    const chart = make(years);
    return shown(chart, address(`/charts/${chart.name}`, { ...years.filter, ...asked }));
  });

/** The position in one or two sentences, for who reads nothing else. */
function headline({ by, plan, target, gap, gapIs, unphased, definition }: PositionAnswer): string {
  const reach = `By ${by} the plan reaches ${inMillions(plan)}`;
  const noYear = isNil(unphased) ? '' : ` ${inMillions(unphased)} is planned with no year behind it.`;
  if (target === null || gap === null || gapIs === null)
    return `${reach} in this part of the ledger under the definition \u201c${definition}\u201d; the target is the whole ledger's.${noYear}`;
  const gapWords = gapIs === 'none' ? 'no gap, to the pound' : `a ${gapIs} of ${inMillions(unsigned(gap))}`;
  return `${reach} against a target of ${inMillions(target)}: ${gapWords}, under the definition \u201c${definition}\u201d.${noYear}`;
}

/** The gap under each definition the ledger knows. */
function underEach(years: YearsAnswer): readonly object[] {
  const { by, asAt, size, target } = years;
  if (target === null) return [];
  return years.definitions.map(({ name, title, figures: { plan, gap } }) => {
    const question = pinned({ definition: name, asAt, size });
    return {
      title,
      plan,
      gap,
      gapIs: isNil(gap) ? 'No gap' : gap.startsWith('-') ? 'Surplus' : 'Gap',
      href: toTrace('gap', by, question),
      planHref: toTrace('plan', by, question),
    };
  });
}

interface FindingGroup {
  readonly kind: string;
  readonly findings: readonly FindingAnswer[];
  readonly more: number;
}

/** The most findings of a kind that the page lists itself. */
const MOST_FINDINGS = 20;

function grouped(findings: readonly FindingAnswer[]): readonly FindingGroup[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const all = findings.filter((finding) => finding.kind === kind);
    return { kind, findings: all.slice(0, MOST_FINDINGS), more: Math.max(0, all.length - MOST_FINDINGS) };
  });
}

const sheetOf = (figures: ReturnType<typeof keyFigures>, years: YearsAnswer): Sheet => ({
  name: 'position',
  columns: ['Figure', 'Amount (£)', 'Note'],
  rows: [
    ...figures.map(({ title, exact, note }) => [title, exact, note]),
    ...years.definitions.map(({ name, figures: { gap } }) => [`Gap, definition ${name}`, gap, '']),
  ],
});
