import {
  applyDecorators,
  Controller,
  createParamDecorator,
  UseInterceptors,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import type { Parameters } from '../queries/read-question';
import { without } from './address';
import { PageInterceptor } from './page-interceptor';

/** A controller of pages at a path: its handlers give a `Page`, which is shown in the frame or sent as a sheet. */
export const PagesAt = (path: string): ClassDecorator =>
  applyDecorators(ApiExcludeController(), Controller(path), UseInterceptors(PageInterceptor));

/** The parameters of the question, without the one that says in which form the answer is wanted. */
export const Given = createParamDecorator((_: unknown, context: ExecutionContext): Parameters => {
  const { query } = context.switchToHttp().getRequest<FastifyRequest>();
  return without(query as Parameters, 'format');
});
