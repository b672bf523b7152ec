/** From what a form sends to the request that any client would send, and from what is wrong with it back to the field. */
import type { Problem } from '../../domain/refusals';
import type { Flow } from './flows';
import type { Question } from './questions';

export type Answers = Readonly<Record<string, string>>;

/** Fields that a form carries besides the answers of its questions. */
export const carriedFields = ['line', 'lineVersion', 'entry', 'leaf', 'reversed'] as const;

/** People write pounds as they are used to: `£200,000`. Whatever else it is stays as it is, and is refused. */
export function completeAmount(text: string): string {
  const bare = text.trim().replace(/^(-?)£/, '$1');
  const digits = /^-?\d{1,3}(,\d{3})+(\.\d{2})?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return /^-?(0|[1-9]\d*)$/.test(digits) ? `${digits}.00` : digits;
}

/** The request that the answers come to. What was left empty is left out. */
export function requestOf({ kind }: Flow, questions: readonly Question[], answers: Answers): Record<string, unknown> {
  const body: Record<string, unknown> = { kind };
  for (const name of carriedFields) if (given(answers, name)) body[name] = answers[name];
  for (const { name, type } of questions.flatMap(({ fields }) => fields)) {
    if (!given(answers, name)) continue;
    const value = answers[name] ?? '';
    put(body, name, type === 'amount' ? completeAmount(value) : value.trim());
  }
  if (questions.some(({ id }) => id === 'levels')) body['levels'] ??= [];
  return body;
}

const given = (answers: Answers, name: string): boolean => (answers[name] ?? '').trim() !== '';

function put(body: Record<string, unknown>, name: string, value: string): void {
  const [first, second] = split(name);
  if (second === undefined) body[first] = value;
  else if (first === 'levels')
    body[first] = [...((body[first] as object[] | undefined) ?? []), { year: second, level: value }];
  else body[first] = { ...(body[first] as object | undefined), [second]: value };
}

/** At the first point only: a year has none, but a name of a field could. */
const split = (name: string): readonly [string, string?] => {
  const point = name.indexOf('.');
  return point < 0 ? [name] : [name.slice(0, point), name.slice(point + 1)];
};

export interface FieldProblem {
  /** Null where it is about no field of a form. */
  readonly field: string | null;
  readonly message: string;
}

/** Finds the field a problem is about by its pointer: `/closed/first`, `/levels/0/level`. */
export function fieldProblems(
  problems: readonly Problem[],
  questions: readonly Question[],
  body: Readonly<Record<string, unknown>>,
): readonly FieldProblem[] {
  const names = questions.flatMap(({ fields }) => fields.map(({ name }) => name));
  return problems.map(({ pointer, message }) => {
    const [, first = '', second = ''] = pointer.split('/');
    const levels = body['levels'] as readonly { readonly year: string }[] | undefined;
    const part = first === 'levels' ? (levels?.[Number(second)]?.year ?? '') : second;
    const name = part === '' ? first : `${first}.${part}`;
    const field = names.find((each) => each === name) ?? names.find((each) => each.startsWith(`${first}.`)) ?? null;
    return { field, message: sentenceOf(message) };
  });
}

/** The message without the path of the field before it: the form shows where it belongs. */
function sentenceOf(message: string): string {
  const text = message.replace(/^[\w/.-]+: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
