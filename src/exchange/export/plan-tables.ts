/** The plan in the form in which it was published, and the figures of a position, as tables of a report. */
import type { PlanCell, PlanColumn, PlanTableAnswer } from '../../queries/plan-table';
import type { PositionAnswer } from '../../queries/position';
import type { YearsAnswer } from '../../queries/years';
import { figureWords, wordedFigures, type WordedFigure } from './figures-in-words';
import type { ReportTable } from './report';

const columnHeading = ({ figure, by }: PlanColumn): string => {
  if (figure === 'plan') return `Plan by ${by} (£)`;
  return figure === 'level' ? `Level ${by} (£)` : `Contribution to ${by} budget (£)`;
};

/** Nil is an amount, a blank is none. */
const shown = ({ amount, said }: PlanCell): string | null =>
  said?.what === 'blank' || (amount === '0.00' && said === null) ? null : amount;

/** Sections in order, under each its lines or groups, then its total; at the end the whole. */
export function planTable({ by, columns, sections, total }: PlanTableAnswer): ReportTable {
  const rows: (string | null)[][] = [];
  const totals: number[] = [];
  for (const section of sections) {
    for (const row of section.rows) {
      const name =
        row.line === null ? `${row.name} (${row.lines === 1 ? '1 line' : `${String(row.lines)} lines`})` : row.name;
      rows.push([section.name, name, row.line, ...row.cells.map(shown)]);
    }
    totals.push(rows.length);
    rows.push([section.name, `Total of ${section.name}`, null, ...section.total.map(({ amount }) => amount)]);
  }
  totals.push(rows.length);
  rows.push(['Whole plan', 'Total efficiency plan', null, ...total.map(({ amount }) => amount)]);
  return {
    name: 'Plan',
    title: `The plan by ${by}, in the form in which it was published`,
    columns: [
      { heading: 'Section', kind: 'text' },
      { heading: 'Line', kind: 'text' },
      { heading: 'Code', kind: 'text' },
      ...columns.map((column) => ({ heading: columnHeading(column), kind: 'money' as const })),
    ],
    rows,
    totals,
  };
}

/** The figures by the year asked under each definition, beside each other. */
export function definitionsTable({ by, definitions }: YearsAnswer): ReportTable {
  return {
    name: 'Definitions',
    title: `Where the plan stands by ${by}, under each definition`,
    columns: [
      { heading: 'Figure', kind: 'text' },
      ...definitions.map(({ name }) => ({ heading: `${name} (£)`, kind: 'money' as const })),
    ],
    rows: wordedFigures.map((figure) => [figureWords[figure], ...definitions.map(({ figures }) => figures[figure])]),
  };
}

/** The figures of a position: the whole, then each section. */
export function positionTable(answer: PositionAnswer): ReportTable {
  const part: readonly WordedFigure[] = wordedFigures.filter((figure) => figure !== 'target' && figure !== 'gap');
  const of = (figures: Omit<PositionAnswer['sections'][number], 'name'>, figure: WordedFigure): string | null => {
    if (figure === 'target' || figure === 'gap') return null;
    if (figure === 'achieved') return figures.achieved.total;
    const [, status] = figure.split('.') as [string, 'claimed' | 'verified' | 'certified' | undefined];
    return status === undefined ? figures[figure as 'plan'] : figures.achieved[status];
  };
  return {
    name: 'Position',
    title: `Position by ${answer.by}, ${answer.definition}`,
    columns: [
      { heading: 'Part', kind: 'text' },
      { heading: 'Target (£)', kind: 'money' },
      { heading: 'Gap (£)', kind: 'money' },
      ...part.map((figure) => ({ heading: `${figureWords[figure]} (£)`, kind: 'money' as const })),
    ],
    rows: [
      ['Whole plan', answer.target, answer.gap, ...part.map((figure) => of(answer, figure))],
      ...answer.sections.map((section) => [section.name, null, null, ...part.map((figure) => of(section, figure))]),
    ],
    totals: [0],
  };
}
