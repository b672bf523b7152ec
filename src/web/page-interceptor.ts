import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';

import { Refused } from '../access/door-problem';
import { visitOf } from '../access/visit';
import { refuse } from '../domain/refusals';
import type { Parameters } from '../queries/read-question';
import { barOf } from './bar';
import { Page } from './page';
import { Pages } from './pages';
import { asCsv, fileName } from './sheet';

type MakesSheet = NonNullable<Page['parts']['sheet']>;

/** Shows what a controller gives: as a page in its frame, or as a sheet where that was asked for. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  public constructor(private readonly pages: Pages) {}

  public intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    return next
      .handle()
      .pipe(
        mergeMap((given: unknown) =>
          given instanceof Page ? this.answer(given, request, reply) : Promise.resolve(given),
        ),
      );
  }

  private async answer(page: Page, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { about, sheet, status } = page.parts;
    if (wantsSheet(request, sheet)) {
      const made = await sheet();
      void reply.header('content-type', 'text/csv; charset=utf-8');
      void reply.header('content-disposition', `attachment; filename="${fileName(made, about)}"`);
      return asCsv(made);
    }
    void reply.header('content-type', 'text/html; charset=utf-8');
    void reply.status(status ?? 200);
    return this.pages.render(page.template, visitOf(request), { ...page.context, bar: barOf(page.parts, request) });
  }
}

function wantsSheet({ query }: FastifyRequest, sheet: MakesSheet | undefined): sheet is MakesSheet {
  const { format } = query as Parameters;
  if (format === undefined || format === '') return false;
  if (format === 'csv' && sheet !== undefined) return true;
  throw new Refused(
    refuse('CHOICE_UNKNOWN', sheet === undefined ? 'This page has no other form.' : 'The form of an answer is csv.'),
  );
}
