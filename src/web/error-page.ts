import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { DoorProblem } from '../access/door-problem';
import { visitOf } from '../access/visit';
import { address } from './address';
import { Pages } from './pages';
import { wayBack } from './way-back';

/** What people are told who send a form and have to sign in for it: to them the sentence for programs is a dead end. */
const signInFirstBy: Readonly<Partial<Record<string, { readonly title: string; readonly sentence: string }>>> = {
  UNAUTHENTICATED: {
    title: 'You are not signed in',
    sentence: 'You signed out, or you were signed out because nothing was done for 30 minutes or 8 hours had passed.',
  },
  STEP_UP: {
    title: 'You have to sign in again',
    sentence: 'For this it must be known that it is still you, by a sign-in within the last five minutes.',
  },
};

/** Says to people what is wrong, with the code and, but for signing in, the sentence that programs get. */
@Injectable()
export class ErrorPage {
  public constructor(private readonly pages: Pages) {}

  public async send(problem: DoorProblem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const signInFirst = signInFirstBy[problem.code] ?? null;
    const visit = visitOf(request);
    const signInAddress = address('/sign-in', { to: pageOfForm(request) });
    const context = { problem, requestId: request.id, signInFirst, signInAddress };
    // Where the ledger itself is the trouble, its frame cannot be had.
    const html = await this.pages
      .render('error', visit, context)
      .catch(() => this.pages.renderWithoutLedger('error', visit, context));
    await reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', 'text/html; charset=utf-8')
      .send(html);
  }
}

/** The page a form was sent from, as far as the browser says so; the first page where that is none of ours. */
function pageOfForm({ headers: { referer = '' }, host }: FastifyRequest): string {
  const from = URL.canParse(referer) ? new URL(referer) : null;
  return from?.host === host ? wayBack(`${from.pathname}${from.search}`) : '/';
}
