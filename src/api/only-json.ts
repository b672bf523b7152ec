import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

import { DoorRefusal } from '../access/door-problem';
import { preferred } from './accept';

/** Refuses whoever accepts everything but JSON, rather than send what was not asked for: NOT_ACCEPTABLE. */
@Injectable()
export class OnlyJson implements NestInterceptor {
  public intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { headers } = http.getRequest<FastifyRequest>();
    if (preferred(headers.accept, ['application/json']) === null)
      throw new DoorRefusal(
        'NOT_ACCEPTABLE',
        'This answer comes as application/json alone; as files the views are at /api/v1/exports.',
      );
    void http.getResponse<FastifyReply>().header('vary', 'accept');
    return next.handle();
  }
}
