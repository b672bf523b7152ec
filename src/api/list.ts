/** What all lists have in common: a link to their next page, and a form as CSV for those who ask for it. */
import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  mixin,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

import { DoorRefusal } from '../access/door-problem';
import { preferred } from './accept';
import { csvOf } from './csv';

const JSON_FORM = 'application/json';
const CSV_FORM = 'text/csv';

/** An answer that is a list, as far as this file looks at it. */
interface ListAnswer {
  readonly asAt: string;
  readonly size: number;
  readonly next?: string | null;
}

/** Says of a question that its answer is a list, and by which name. */
export const Lists = (name: string): ReturnType<typeof applyDecorators> =>
  applyDecorators(UseInterceptors(listing(name)));

function listing(name: string): Type<NestInterceptor> {
  @Injectable()
  class Listing implements NestInterceptor {
    public intercept(context: ExecutionContext, next: CallHandler<ListAnswer>): Observable<unknown> {
      const http = context.switchToHttp();
      const request = http.getRequest<FastifyRequest>();
      const reply = http.getResponse<FastifyReply>();
      const form = preferred(request.headers.accept, [JSON_FORM, CSV_FORM]);
      if (form === null) throw notAcceptable();
      void reply.header('vary', 'accept');
      return next.handle().pipe(
        map((answer) => {
          linkNext(answer, request, reply);
          return form === CSV_FORM ? asCsv(name, answer, reply) : answer;
        }),
      );
    }
  }
  return mixin(Listing);
}

const notAcceptable = (): DoorRefusal =>
  new DoorRefusal('NOT_ACCEPTABLE', `This answer comes as ${JSON_FORM} or ${CSV_FORM}; accept one of them.`);

/** The next page of the same answer, as RFC 8288 has it. */
function linkNext({ next }: ListAnswer, { url }: FastifyRequest, reply: FastifyReply): void {
  if (next === null || next === undefined) return;
  const [path = '/', parameters = ''] = url.split('?');
  const query = new URLSearchParams(parameters);
  query.set('after', next);
  void reply.header('link', `<${path}?${query.toString()}>; rel="next"`);
}

/** The file's name says which moment its figures are about. */
function asCsv(name: string, answer: ListAnswer, reply: FastifyReply): string {
  const file = `${name}-${answer.asAt}-seq-${String(answer.size - 1)}.csv`;
  void reply.header('content-type', `${CSV_FORM}; charset=utf-8; header=present`);
  void reply.header('content-disposition', `attachment; filename="${file}"`);
  const rows: unknown = Reflect.get(answer, name);
  return csvOf(Array.isArray(rows) ? (rows as object[]) : []);
}
