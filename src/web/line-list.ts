/** The lines in a table that is sorted and narrowed by links and a form, a page at a time. */
import { Refused } from '../access/door-problem';
import { pence, type Pounds } from '../domain/money';
import { refuse } from '../domain/refusals';
import type { LinesAnswer, ListedLine } from '../queries/lines';
import type { Parameters } from '../queries/read-question';
import { address, pinned, toLine, toTrace } from './address';
import type { Sheet } from './sheet';
import { inThousandsCell, type ShownCell } from './shown-cell';

const PAGE = 50;

interface Column {
  readonly name: string;
  readonly heading: string;
  readonly figure: string;
  readonly amountOf: (line: ListedLine) => Pounds;
}

const columns: readonly Column[] = [
  { name: 'plan', heading: 'Plan', figure: 'plan', amountOf: ({ figures }) => figures.plan },
  { name: 'forecast', heading: 'Forecast', figure: 'forecast', amountOf: ({ figures }) => figures.forecast },
  { name: 'achieved', heading: 'Achieved', figure: 'achieved', amountOf: ({ figures }) => figures.achieved.total },
  {
    name: 'outstanding',
    heading: 'Outstanding',
    figure: 'outstanding',
    amountOf: ({ figures }) => figures.outstanding,
  },
  { name: 'unphased', heading: 'No year', figure: 'unphased', amountOf: ({ figures }) => figures.unphased },
];

export interface LineList {
  readonly count: number;
  readonly headings: readonly {
    readonly text: string;
    readonly href: string;
    readonly sorted: 'ascending' | 'descending' | null;
  }[];
  readonly rows: readonly {
    readonly line: ListedLine;
    readonly href: string;
    readonly cells: readonly ShownCell[];
  }[];
  readonly first: number;
  readonly last: number;
  readonly previous: string | null;
  readonly next: string | null;
  /** All of them, not only the page. */
  readonly sheet: Sheet;
}

export function listOf(answer: LinesAnswer, choice: Parameters, asked: Parameters): LineList {
  const { sort, page, rating, owner } = choice;
  const chosen = answer.lines.filter(
    (line) => (isNone(rating) || line.rating?.rating === rating) && (isNone(owner) || line.owner === owner),
  );
  const order = sortOf(sort);
  const sorted = order === null ? chosen : [...chosen].sort(order.compare);
  const start = (pageOf(page, sorted.length) - 1) * PAGE;
  const rows = sorted.slice(start, start + PAGE);
  const given = { ...asked, rating, owner };
  const at = (change: Parameters): string =>
    address('/lines', {
      ...(given as Record<string, string>),
      sort: textOf(sort),
      ...(change as Record<string, string>),
    });
  return {
    count: sorted.length,
    headings: [['line', 'Line'] as const, ...columns.map(({ name, heading }) => [name, heading] as const)].map(
      ([name, text]) => ({
        text,
        href: at({ sort: order?.name === name && order.falls ? name : `-${name}` }),
        sorted: order?.name !== name ? null : order.falls ? 'descending' : 'ascending',
      }),
    ),
    rows: rows.map((line) => rowOf(line, answer)),
    first: rows.length === 0 ? 0 : start + 1,
    last: start + rows.length,
    previous: start === 0 ? null : at({ page: String(start / PAGE) }),
    next: start + PAGE < sorted.length ? at({ page: String(start / PAGE + 2) }) : null,
    sheet: sheetOf(sorted),
  };
}

function rowOf(line: ListedLine, answer: LinesAnswer): LineList['rows'][number] {
  const question = pinned(answer);
  return {
    line,
    href: address(toLine(line.id), { ...question }),
    cells: columns.map(({ figure, heading, amountOf }) =>
      inThousandsCell(amountOf(line), toTrace(figure, answer.by, question, { line: line.id }), heading),
    ),
  };
}

interface Order {
  readonly name: string;
  readonly falls: boolean;
  readonly compare: (one: ListedLine, other: ListedLine) => number;
}

/** `plan` is the smallest first, `-plan` the largest. */
function sortOf(sort: unknown): Order | null {
  if (isNone(sort)) return null;
  const text = textOf(sort) ?? '';
  const [name, falls] = text.startsWith('-') ? [text.slice(1), true] : [text, false];
  const sign = falls ? -1 : 1;
  if (name === 'line')
    return { name, falls, compare: (one, other) => sign * one.title.localeCompare(other.title, 'en-GB') };
  const column = columns.find((each) => each.name === name);
  if (column === undefined)
    throw new Refused(
      refuse('CHOICE_UNKNOWN', `Lines are sorted by line, ${columns.map((each) => each.name).join(', ')}.`),
    );
  return { name, falls, compare: (one, other) => sign * (pence(column.amountOf(one)) - pence(column.amountOf(other))) };
}

function pageOf(page: unknown, count: number): number {
  if (isNone(page)) return 1;
  const number = /^[1-9]\d{0,5}$/.test(textOf(page) ?? '') ? Number(page) : 0;
  if (number >= 1 && (number - 1) * PAGE < Math.max(1, count)) return number;
  throw new Refused(refuse('PARAM_RANGE', `There are ${String(Math.ceil(count / PAGE))} pages.`));
}

const isNone = (value: unknown): boolean => value === undefined || value === '';
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const sheetOf = (lines: readonly ListedLine[]): Sheet => ({
  name: 'lines',
  columns: [
    'Line',
    'Title',
    'Section',
    'Group',
    'Accountable officer',
    'Stage',
    'Rating',
    ...columns.map(({ heading }) => `${heading} (£)`),
  ],
  rows: lines.map((line) => [
    line.id,
    line.title,
    line.section,
    line.group,
    line.owner,
    line.stage,
    line.rating?.rating ?? null,
    ...columns.map(({ amountOf }) => amountOf(line)),
  ]),
});

/** What lines can be narrowed to. */
export function choicesIn({
  lines,
}: LinesAnswer): Readonly<Record<'sections' | 'groups' | 'tags' | 'owners', readonly string[]>> {
  const distinct = (of: (line: ListedLine) => readonly (string | null)[]): readonly string[] => [
    ...new Set(lines.flatMap(of).filter((each): each is string => each !== null)),
  ];
  return {
    sections: distinct(({ section }) => [section]),
    groups: distinct(({ group }) => [group]),
    tags: distinct(({ tags }) => tags),
    owners: distinct(({ owner }) => [owner]),
  };
}
