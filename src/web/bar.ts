/** The bar of a page: which moment and question it answers, its permanent address, and how to ask it anew. */
import type { FastifyRequest } from 'fastify';

import type { Parameters } from '../queries/read-question';
import { address, without, type Parameter } from './address';
import type { About, Page } from './page';

export interface Bar {
  readonly path: string;
  readonly asAt: string | null;
  /** The seq of the last entry the page knows. */
  readonly knownAt: number | null;
  readonly by: string | null;
  readonly definition: string | null;
  readonly takes: readonly string[];
  /** What was asked of each of these, to stand in its field. */
  readonly asked: Readonly<Record<string, Parameter>>;
  /** Other parameters, which asking anew keeps. */
  readonly kept: readonly (readonly [string, string])[];
  /** Where this very answer can be had for ever. */
  readonly permanent: string;
  readonly csv: string | null;
}

/** Where a list goes on; a new question begins at its first page. */
const places = ['after', 'before', 'format'];

export function barOf({ about, takes = [], sheet }: Page['parts'], request: FastifyRequest): Bar {
  const path = request.url.split('?')[0] ?? '/';
  const given = textOnly(request.query as Parameters);
  const isTaken = (name: string): boolean => takes.some((field) => field === name);
  const question = questionOf(about);
  const fixed = Object.fromEntries(Object.entries(question).filter(([name]) => isTaken(name)));
  const asked = { ...(without(given, 'format') as typeof given), ...fixed };
  return {
    path,
    ...momentOf(about),
    takes,
    asked: { ...question, as_at: given['as_at'] ?? '', known_at: given['known_at'] ?? '' },
    kept: Object.entries(given).filter(([name]) => !isTaken(name) && !places.includes(name)),
    permanent: address(path, asked),
    csv: sheet === undefined ? null : address(path, { ...asked, format: 'csv' }),
  };
}

/** What asking the same again for ever takes. */
function questionOf(about: About | undefined): Readonly<Record<string, Parameter>> {
  if (about === undefined) return {};
  const { by, definition, asAt, size } = about;
  return { by: by?.replace('/', '-'), definition, as_at: asAt, known_at: size - 1 };
}

const momentOf = (about: About | undefined): Pick<Bar, 'asAt' | 'knownAt' | 'by' | 'definition'> => ({
  asAt: about?.asAt ?? null,
  knownAt: about === undefined ? null : about.size - 1,
  by: about?.by ?? null,
  definition: about?.definition ?? null,
});

const textOnly = (parameters: Parameters): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      (each): each is [string, string] => typeof each[1] === 'string' && each[1] !== '',
    ),
  );
