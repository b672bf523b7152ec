import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { actions, kinds, type Action } from '../../access/matrix';
import type { SignedInOfficer } from '../../access/officer-register';
import { readPounds } from '../../domain/money';
import { isRefusal, type Because, type Refusal } from '../../domain/refusals';
import { settled } from '../../access/door-problem';
import { EntryQuery } from '../../queries/entries';
import type { JournalEntry } from '../../queries/journal';
import { readSeq } from '../../domain/identifiers';
import { summaryOf } from '../entry-summary';
import { Page } from '../page';
import { inPounds } from '../wording';
import { completeAmount, type FieldProblem } from './answers';
import { flows, type Flow } from './flows';
import { carriedOn, type Form } from './form';
import type { Question } from './questions';
import type { Rehearsed } from './rehearsal';
import { Subject } from './subject';

const statusOf: Readonly<Record<Because, number>> = {
  malformed: 400,
  input: 422,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  rule: 422,
};

/** Whether a role may record a kind of entry, by the one table that says so. */
export const mayRecord = (role: SignedInOfficer['role'], kind: Flow['kind']): boolean => {
  const action: Action = kinds[kind];
  const { who } = actions[action];
  return who !== 'anyone' && who.some((each) => each === role);
};

/** The pages of a form. */
@Injectable()
export class RecordPages {
  public constructor(
    private readonly queries: QueryBus,
    private readonly subject: Subject,
  ) {}

  /** What an officer can record: on a line, or in the ledger as a whole. */
  public kinds({ role }: SignedInOfficer, line: string): Page {
    const allowed = flows.filter(({ kind }) => mayRecord(role, kind));
    return new Page('record-kinds', {
      line,
      ofLine: allowed.filter(({ about }) => about === 'line'),
      ofLedger: line === '' ? allowed.filter(({ about }) => about === 'ledger') : [],
    });
  }

  public async whichLine(flow: Flow): Promise<Page> {
    return new Page('record-line', { flow, lines: (await this.subject.offers()).lines });
  }

  public async question(form: Form, at: number, problems: readonly FieldProblem[], checking = false): Promise<Page> {
    const question = form.questions[at];
    if (question === undefined) throw new Error(`the form has no question ${String(at)}`);
    const own = problems.filter(({ field }) => question.fields.some(({ name }) => name === field));
    return new Page(
      'record-question',
      {
        flow: form.flow,
        subject: await this.subjectOf(form),
        question: shownQuestion(question, form, own),
        problems: own,
        hidden: [...carriedOn(form, question), ['at', String(at)], ...(checking ? [['checking', 'yes']] : [])],
        step: at + 1,
        steps: form.questions.length,
        back: at === 0 ? null : at - 1,
      },
      { status: own.length > 0 ? 422 : 200 },
    );
  }

  /** All answers, and either what they would do or why they cannot be recorded. */
  public async check(form: Form, rehearsed: Rehearsed | null, refusal: Refusal | null): Promise<Page> {
    return new Page(
      'record-check',
      {
        flow: form.flow,
        subject: await this.subjectOf(form),
        answers: form.questions.map((question, place) => ({
          place,
          title: question.title,
          texts: answersOf(question, form),
        })),
        hidden: [...carriedOn(form, null), ['checking', 'yes']],
        sentences: rehearsed?.entries.map(summaryOf) ?? [],
        effect: rehearsed?.effect ?? null,
        batch: rehearsed?.batch ?? null,
        refusal,
      },
      { status: refusal === null ? 200 : statusOf[refusal.because] },
    );
  }

  public async conflict(
    form: Form,
    refusal: Refusal,
    since: readonly JournalEntry[],
    hidden: readonly (readonly [string, string])[],
  ): Promise<Page> {
    return new Page(
      'record-conflict',
      {
        flow: form.flow,
        subject: await this.subjectOf(form),
        refusal,
        since: since.map((entry) => ({ ...entry, summary: summaryOf(entry) })),
        answers: form.questions.map((question) => ({ title: question.title, texts: answersOf(question, form) })),
        hidden: [...hidden, ['checking', 'yes']],
      },
      { status: statusOf[refusal.because] },
    );
  }

  /** What the form is about, in words. */
  private async subjectOf({ answers }: Form): Promise<object> {
    const { line = null, entry, reversed = null } = answers;
    if (entry === undefined) return { line, batch: reversed, entry: null };
    const found = settled(await this.queries.execute(new EntryQuery(settled(readSeq(entry)))));
    return { line, batch: reversed, entry: { ...found, summary: summaryOf(found) } };
  }
}

const shownQuestion = (question: Question, { answers }: Form, problems: readonly FieldProblem[]): object => ({
  ...question,
  fields: question.fields.map((field) => ({
    ...field,
    id: idOf(field.name),
    value: answers[field.name] ?? '',
    problem: problems.find(({ field: name }) => name === field.name)?.message ?? null,
  })),
});

/** The id of a field on the page; a summary of errors leads there. */
const idOf = (name: string): string => `field-${name.replaceAll(/[^\w-]/g, '-')}`;

/** As every amount is written, where it is one. */
function amountText(typed: string): string {
  const amount = readPounds(completeAmount(typed));
  return isRefusal(amount) ? typed : inPounds(amount);
}

const answersOf = ({ fields }: Question, { answers }: Form): readonly string[] => {
  const given = fields.filter(({ name }) => answers[name] !== undefined);
  if (given.length === 0) return ['Nothing stated'];
  return given.map(({ name, label, type, choices }) => {
    const value = answers[name] ?? '';
    const chosen = choices?.find(([each]) => each === value)?.[1];
    const text = type === 'amount' ? amountText(value) : (chosen ?? value);
    return fields.length === 1 ? text : `${label}: ${text}`;
  });
};
