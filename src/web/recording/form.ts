/** Where an officer is in a form. */
import type { RecordableKind } from '../../commands/requests/requests';
import { readRequest } from '../../commands/requests/requests';
import { isRefusal } from '../../domain/refusals';
import type { FormBody } from '../form-body';
import { carriedFields, fieldProblems, requestOf, type Answers, type FieldProblem } from './answers';
import { flowOf, questionsOf, type Flow } from './flows';
import type { Offers, Question } from './questions';

export interface Form {
  readonly flow: Flow;
  readonly kind: RecordableKind;
  readonly questions: readonly Question[];
  readonly answers: Answers;
  /** The idempotency key this form will be recorded under. */
  readonly key: string;
  /** The question that was answered, or -1 where none was. */
  readonly at: number;
  /** The question that was asked for, by a button. */
  readonly go: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export function formOf(sent: FormBody, offers: Offers, newKey: () => string): Form | null {
  const flow = flowOf(sent['kind']);
  if (flow === null) return null;
  const questions = questionsOf(flow, offers);
  const names = [...carriedFields, ...questions.flatMap(({ fields }) => fields.map(({ name }) => name))];
  const answers = Object.fromEntries(
    names.flatMap((name) => (sent[name] === undefined || sent[name] === '' ? [] : [[name, sent[name]]])),
  );
  return {
    flow,
    kind: flow.kind,
    questions,
    answers,
    key: sent['key'] === undefined || sent['key'] === '' ? newKey() : sent['key'],
    at: placeOf(sent['at'], questions) ?? -1,
    go: placeOf(sent['go'], questions),
    body: requestOf(flow, questions, answers),
  };
}

const placeOf = (text: string | undefined, questions: readonly Question[]): number | null =>
  text !== undefined && /^\d{1,2}$/.test(text) && Number(text) < questions.length ? Number(text) : null;

/** What is wrong with the answers as they are, each with its field. */
export function problemsIn({ body, questions }: Form): readonly FieldProblem[] {
  const request = readRequest(body);
  if (!isRefusal(request)) return [];
  const { problems, message, detail } = request;
  return problems.length > 0 ? fieldProblems(problems, questions, body) : [{ field: detail['field'] ?? null, message }];
}

export const problemsOn = (question: Question, problems: readonly FieldProblem[]): readonly FieldProblem[] =>
  problems.filter(({ field }) => question.fields.some(({ name }) => name === field));

/** Everything a page has to carry on, but for the fields it asks itself. */
export function carriedOn(
  { answers, kind, key }: Form,
  question: Question | null,
): readonly (readonly [string, string])[] {
  const asked = new Set(question?.fields.map(({ name }) => name));
  return [['kind', kind], ['key', key], ...Object.entries(answers).filter(([name]) => !asked.has(name))];
}
