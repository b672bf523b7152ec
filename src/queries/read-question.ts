/** Reads what a question is about from the parameters of an address or the options of a command line: the same ones. */
import { readDate, readInstant, type Instant, type IsoDate } from '../domain/dates';
import { classes, ratings, statuses, type Class, type Definition, type Rating, type Status } from '../domain/entries';
import { readYear, type FinancialYear } from '../domain/financial-year';
import { readLineId, readSeq, type LineId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { readText } from '../domain/text';
import { allBuiltIn, definitionNamed } from '../../projections/definitions';
import { figureNamed, figureNames, type FigureName, type Question } from '../../projections/figure';
import { findingKinds, targetDeadline } from '../../projections/findings/view';
import type { Filter } from '../../projections/position';
import type { Moment } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { LARGEST_SEED } from '../../projections/sample';
import { readPlace, type Place } from './cursor';
import type { AsOf, LedgerView } from './ledger-view';

/** The parameters of a question as they came in: text, or nothing. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Everything a position, a trace or a list is asked with. */
export interface Asked {
  readonly projection: Projection;
  readonly moment: Moment;
  readonly question: Question;
  readonly filter: Filter;
}

type Reader = (value: string) => unknown;

const readChoice =
  (words: readonly string[], code: 'CLASS_UNKNOWN' | 'CHOICE_UNKNOWN'): Reader =>
  (value) =>
    words.includes(value) ? value : refuse(code, `"${value.slice(0, 40)}" is not one of: ${words.join(', ')}.`);

const readName: Reader = (value) => readText(value, 200);

const readWhole =
  (from: number, to: number, what: string): Reader =>
  (value) => {
    const number = /^(0|[1-9]\d{0,9})$/.test(value) ? Number(value) : -1;
    return number >= from && number <= to
      ? number
      : refuse('PARAM_RANGE', `${what} is a whole number from ${String(from)} to ${String(to)}.`);
  };

const readKnownAt: Reader = (value) => (/^\d+$/.test(value) ? readSeq(value) : readInstant(value));

function readLimit(value: string): number | Refusal {
  const limit = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  return limit >= 1 && limit <= 200 ? limit : refuse('PARAM_RANGE', 'A page has from 1 to 200 rows.');
}

const readers = {
  by: readYear,
  definition: readName,
  section: readName,
  group: readName,
  tag: readName,
  line: readLineId,
  class: readChoice(classes, 'CLASS_UNKNOWN'),
  status: readChoice(statuses, 'CHOICE_UNKNOWN'),
  as_at: readDate,
  known_at: readKnownAt,
  limit: readLimit,
  after: readPlace,
  kind: readChoice(findingKinds, 'CHOICE_UNKNOWN'),
  figure: readName,
  from_known_at: readKnownAt,
  to_known_at: readKnownAt,
  from_as_at: readDate,
  to_as_at: readDate,
  rating: readChoice(ratings, 'CHOICE_UNKNOWN'),
  deliver: readWhole(0, 100, 'What is delivered, in per cent,'),
  n: readWhole(1, 1_000, 'The size of a sample'),
  seed: readWhole(1, LARGEST_SEED, 'A seed'),
} satisfies Record<string, Reader>;

export type ParameterName = keyof typeof readers;

/** What was read: only the parameters that were given. */
export interface Read {
  readonly by?: FinancialYear;
  readonly definition?: string;
  readonly section?: string;
  readonly group?: string;
  readonly tag?: string;
  readonly line?: LineId;
  readonly class?: Class;
  readonly status?: Status;
  readonly as_at?: IsoDate;
  readonly known_at?: number | Instant;
  readonly limit?: number;
  readonly after?: number;
  readonly kind?: string;
  readonly figure?: string;
  readonly from_known_at?: number | Instant;
  readonly to_known_at?: number | Instant;
  readonly from_as_at?: IsoDate;
  readonly to_as_at?: IsoDate;
  readonly rating?: Rating;
  readonly deliver?: number;
  readonly n?: number;
  readonly seed?: number;
}

/** What every question about figures can be asked with. */
export const figureParameters: readonly ParameterName[] = [
  'by',
  'definition',
  'section',
  'group',
  'tag',
  'line',
  'class',
  'status',
  'as_at',
  'known_at',
];

/** What chooses the part of the ledger and how it is counted, where the moments are given apart. */
export const withoutMoment: readonly ParameterName[] = figureParameters.filter(
  (name) => name !== 'as_at' && name !== 'known_at',
);

/** Reads the parameters a question takes. Refuses: UNKNOWN_FIELD, PARAM_REPEATED, and what each of them refuses. */
export function readParameters(given: Parameters, takes: readonly ParameterName[]): Read | Refusal {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === '') continue;
    const known = takes.find((candidate) => candidate === name);
    if (known === undefined) {
      return refuse(
        'UNKNOWN_FIELD',
        `There is no parameter "${name.slice(0, 40)}" here; it takes ${takes.join(', ') || 'none'}.`,
      );
    }
    if (typeof value !== 'string') return refuse('PARAM_REPEATED', `Give "${name}" once.`);
    const result: unknown = readers[known](value);
    if (isRefusal(result)) return result;
    read[name] = result;
  }
  return read['after'] === undefined ? read : goingOn(read, read['after'] as Place);
}

/** A cursor decides the moment by itself; what the question says of it is then said again at most. */
const goingOn = (read: Read, { after, moment }: Place): Read =>
  moment === null ? { ...read, after } : { ...read, after, known_at: moment.size - 1, as_at: moment.asAt };

/**
 * The whole question: the moment, the year (the target's deadline where none is given), the definition (as published
 * where none is given) and the part of the ledger.
 */
export async function ask(view: LedgerView, read: Read): Promise<Asked | Refusal> {
  const at = await view.at(asOf(read));
  if (isRefusal(at)) return at;
  const { projection, moment } = at;
  const definition = readDefinition(projection, moment, read.definition ?? 'published');
  if (isRefusal(definition)) return definition;
  const { baseYear } = projection.register.ledger;
  const by = read.by ?? targetDeadline(projection, moment) ?? baseYear;
  const filter = filterOf(read);
  const unknown = filter.line !== undefined && projection.register.line(filter.line, moment) === null;
  if (unknown)
    return refuse('LINE_NOT_FOUND', `There is no line ${String(filter.line)} in this ledger at that moment.`);
  const noSuchPart = refuseUnknownPart(projection, moment, filter);
  if (noSuchPart !== null) return noSuchPart;
  return { projection, moment, question: { by, definition, baseYear }, filter };
}

/** Reads what a question was asked with and what it is about, in one way for every question. */
export async function readQuestion(
  view: LedgerView,
  parameters: Parameters,
  takes: readonly ParameterName[],
): Promise<(Asked & { readonly read: Read }) | Refusal> {
  const read = readParameters(parameters, takes);
  if (isRefusal(read)) return read;
  const asked = await ask(view, read);
  return isRefusal(asked) ? asked : { ...asked, read };
}

/** The same for a question about one figure, by its name. Refuses: FIGURE_UNKNOWN. */
export async function readFigureQuestion(
  view: LedgerView,
  figure: string,
  parameters: Parameters,
  takes: readonly ParameterName[],
): Promise<(Asked & { readonly read: Read; readonly figure: FigureName }) | Refusal> {
  const name = readFigure(figure);
  if (isRefusal(name)) return name;
  const asked = await readQuestion(view, parameters, takes);
  return isRefusal(asked) ? asked : { ...asked, figure: name };
}

/** What was asked, as every answer about figures repeats it. */
export interface QuestionHead {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  /** How many entries the answer knows; the last of them is seq `size - 1`. */
  readonly size: number;
  readonly filter: Filter;
}

export const headOf = ({ question, moment, filter }: Asked): QuestionHead => ({
  by: question.by,
  definition: question.definition.name,
  asAt: moment.asAt,
  size: moment.size,
  filter,
});

/** How many names a refusal lists, so that its sentence stays one to read. */
const MOST_NAMES = 20;

/** A name nobody has would be answered with nought, which reads like an amount: it is refused instead, NOT_FOUND. */
function refuseUnknownPart({ standings }: Projection, moment: Moment, filter: Filter): Refusal | null {
  if (filter.section === undefined && filter.group === undefined && filter.tag === undefined) return null;
  const known = standings.knownAt(moment);
  const parts = [
    ['section', filter.section, known.map(({ section }) => section)],
    ['group', filter.group, known.flatMap(({ group }) => group ?? [])],
    ['tag', filter.tag, known.flatMap(({ tags }) => tags)],
  ] as const;
  for (const [what, name, all] of parts) {
    if (name === undefined || all.includes(name)) continue;
    const names = [...new Set(all)];
    const listed = names.slice(0, MOST_NAMES).map((each) => `"${each}"`);
    const more = names.length > MOST_NAMES ? [`${String(names.length - MOST_NAMES)} more`] : [];
    const there = names.length === 0 ? 'there is none' : `there are ${[...listed, ...more].join(', ')}`;
    return refuse('NOT_FOUND', `There is no ${what} "${name.slice(0, 40)}" at that moment; ${there}.`);
  }
  return null;
}

/** A figure by its name. Refuses: FIGURE_UNKNOWN. */
export const readFigure = (name: string): FigureName | Refusal =>
  figureNamed(name) ??
  refuse('FIGURE_UNKNOWN', `There is no figure "${name.slice(0, 40)}"; there are ${figureNames.join(', ')}.`);

/** The moment a question is about. */
export const asOf = ({ known_at, as_at }: Read): AsOf => ({
  ...(known_at === undefined ? {} : { knownOn: known_at }),
  ...(as_at === undefined ? {} : { asAt: as_at }),
});

function readDefinition({ register }: Projection, moment: Moment, name: string): Definition | Refusal {
  const known = [...allBuiltIn, ...register.adopted(moment)].map((definition) => definition.name);
  return (
    definitionNamed(register, moment, name) ??
    refuse('DEFINITION_UNKNOWN', `There is no definition "${name.slice(0, 40)}"; there are ${known.join(', ')}.`)
  );
}

const filterOf = ({ section, group, tag, line, class: of, status }: Read): Filter => ({
  ...(section === undefined ? {} : { section }),
  ...(group === undefined ? {} : { group }),
  ...(tag === undefined ? {} : { tag }),
  ...(line === undefined ? {} : { line }),
  ...(of === undefined ? {} : { class: of }),
  ...(status === undefined ? {} : { status }),
});
