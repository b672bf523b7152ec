import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { DoorProblem } from '../access/door-problem';
import { Pages } from './pages';

/** Says to people what is wrong, with the code and the sentence that programs get. */
@Injectable()
export class ErrorPage {
  public constructor(private readonly pages: Pages) {}

  public async send(problem: DoorProblem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = { problem, requestId: request.id };
    // Where the ledger itself is the trouble, its frame cannot be had.
    const html = await this.pages
      .render('error', context)
      .catch(() => this.pages.renderWithoutLedger('error', context));
    await reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', 'text/html; charset=utf-8')
      .send(html);
  }
}
