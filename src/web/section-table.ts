/** The plan by section, in a table whose every number is a link to the postings behind it. */
import type { Pounds } from '../domain/money';
import type { FigureName } from '../../projections/figure';
import type { FiguresAnswer, YearsAnswer } from '../queries/years';
import { figuresBy } from './plan-charts';
import { address, pinned, toTrace } from './address';
import { inThousandsCell, type ShownCell } from './shown-cell';
import { inWords, isNil } from './wording';

export interface SectionTable {
  readonly by: string;
  readonly levels: readonly string[];
  readonly contributions: readonly string[];
  readonly rows: readonly { readonly name: string; readonly href: string; readonly cells: readonly ShownCell[] }[];
  readonly total: readonly ShownCell[];
}

interface Column {
  readonly figure: FigureName;
  readonly year: YearsAnswer['by'];
  /** The place of the year, or -1 for the year asked. */
  readonly index: number;
}

export function sectionTable(answer: YearsAnswer): SectionTable {
  const { by, years, sections, filter } = answer;
  const question = pinned(answer);
  const contributed = years.filter(({ figures }) => !isNil(figures.budgetContribution));
  const columns: readonly Column[] = [
    { figure: 'plan', year: by, index: -1 },
    ...years.map(({ year }, index): Column => ({ figure: 'level', year, index })),
    ...contributed.map((each): Column => ({
      figure: 'budgetContribution',
      year: each.year,
      index: years.indexOf(each),
    })),
  ];
  const cells = (of: readonly FiguresAnswer[], whole: FiguresAnswer, part: object): readonly ShownCell[] =>
    columns.map(({ figure, year, index }) => {
      const amount = (index < 0 ? whole : of[index])?.[figure] ?? ('0.00' as Pounds);
      return inThousandsCell(
        amount,
        toTrace(figure, year, question, { ...filter, ...part }),
        `${inWords(figure)} ${year}`,
      );
    });
  return {
    by,
    levels: years.map(({ year }) => year),
    contributions: contributed.map(({ year }) => year),
    rows: sections.map(({ name, figures, years: of }) => ({
      name,
      href: address('/lines', { by: by.replace('/', '-'), section: name, ...question }),
      cells: cells(of, figures, { section: name }),
    })),
    total: cells(
      years.map(({ figures }) => figures),
      figuresBy(answer),
      {},
    ),
  };
}
