import { randomUUID } from 'node:crypto';

import { Body, Get, Header, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';

import { Authority } from '../../access/authority';
import { SignedIn, type SignedInVisit } from '../../access/visit';
import { Record as RecordEntry } from '../../commands/record';
import { isRefusal, type Refusal } from '../../domain/refusals';
import type { Parameters } from '../../queries/read-question';
import { address, toEntry } from '../address';
import type { FormBody } from '../form-body';
import { Page } from '../page';
import { Given, PagesAt } from '../pages-at';
import { seeOther } from '../see-other';
import { flowOf } from './flows';
import { carriedOn, formOf, problemsIn, problemsOn, type Form } from './form';
import { RecordPages } from './record-pages';
import { Rehearsal } from './rehearsal';
import { Subject } from './subject';

/**
 * The browser keeps the pages of a form for its own Back, which could not show an answer to a form otherwise. It asks again
 * for anything else, and signing out has it forget them.
 */
const FOR_BACK = 'private, no-cache';

/** Records by forms: one question a page, all answers checked with the figures before and after, then one command. */
@PagesAt('record')
export class RecordController {
  public constructor(
    private readonly authority: Authority,
    private readonly commands: CommandBus,
    private readonly subject: Subject,
    private readonly rehearsal: Rehearsal,
    private readonly pages: RecordPages,
  ) {}

  /** Where a form begins. The version of the line is what the officer is shown from here on. */
  @Get()
  @Header('cache-control', FOR_BACK)
  public async begin(@SignedIn() visit: SignedInVisit, @Given() parameters: Parameters): Promise<Page> {
    const { line, entry, batch } = parameters;
    const flow = flowOf(parameters['kind']);
    if (flow === null) return this.pages.kinds(visit.officer, textOf(line));
    this.authority.recorder(visit, flow.kind);
    if (flow.about === 'line' && textOf(line) === '') return this.pages.whichLine(flow);
    const seen = await this.subject.of(flow, { line: textOf(line), entry: textOf(entry), batch: textOf(batch) });
    const form = formOf({ kind: flow.kind, ...seen }, await this.subject.offers(), randomUUID);
    return form === null ? this.pages.kinds(visit.officer, '') : this.pages.question(form, 0, []);
  }

  @Post()
  @Header('cache-control', FOR_BACK)
  public async next(
    @SignedIn() visit: SignedInVisit,
    @Body() sent: FormBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | string> {
    const form = formOf(sent, await this.subject.offers(), randomUUID);
    if (form === null) return this.pages.kinds(visit.officer, sent['line'] ?? '');
    const recorder = this.authority.recorder(visit, form.kind);
    if (sent['do'] !== 'record') return this.ask(form, visit, sent['checking'] === 'yes');
    const outcome = await this.commands.execute(new RecordEntry(form.body, recorder, form.key));
    if (isRefusal(outcome)) return this.refused(form, outcome);
    const [first] = outcome.receipts;
    return seeOther(reply, address(toEntry(first?.seq ?? 0), { recorded: 'yes' }));
  }

  private async ask(form: Form, visit: SignedInVisit, checking: boolean): Promise<Page> {
    const { questions, at, go } = form;
    if (go !== null) return this.pages.question(form, go, [], checking);
    const problems = problemsIn(form);
    const answered = questions[at];
    if (answered !== undefined && problemsOn(answered, problems).length > 0)
      return this.pages.question(form, at, problems, checking);
    if (!checking && at + 1 < questions.length) return this.pages.question(form, at + 1, []);
    const missing = questions.findIndex((question) => problemsOn(question, problems).length > 0);
    return missing >= 0 ? this.pages.question(form, missing, problems, true) : this.check(form, visit);
  }

  private async check(form: Form, visit: SignedInVisit): Promise<Page> {
    const rehearsed = await this.rehearsal.of(form.body, this.authority.recorder(visit, form.kind));
    return isRefusal(rehearsed) ? this.refused(form, rehearsed) : this.pages.check(form, rehearsed, null);
  }

  /** Where somebody was quicker, what happened since is shown, and every answer is kept. */
  private async refused(form: Form, refusal: Refusal): Promise<Page> {
    if (refusal.code !== 'LINE_VERSION_STALE') return this.pages.check(form, null, refusal);
    const { line = '', lineVersion = '' } = form.answers;
    const since = await this.subject.since(line, lineVersion);
    const renewed: Form = { ...form, answers: { ...form.answers, lineVersion: since.version } };
    return this.pages.conflict(renewed, refusal, since.entries, carriedOn(renewed, null));
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
