import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';

import { DoorRefusal, settled } from '../access/door-problem';
import { readSeq } from '../domain/identifiers';
import { KnownQuery } from '../queries/known';

/** The header that names the seq of a receipt: the answer must know that entry. */
const AT_LEAST = 'ledger-at-least';

/**
 * Of several nodes one may not have heard yet what was just recorded through another one. A question that names a seq is
 * answered when this node knows it, or refused as SEQ_NOT_REACHED, never answered without it.
 */
@Injectable()
export class AtLeastGuard implements CanActivate {
  public constructor(private readonly queries: QueryBus) {}

  public async canActivate(context: ExecutionContext): Promise<boolean> {
    const asked = context.switchToHttp().getRequest<FastifyRequest>().headers[AT_LEAST];
    if (asked === undefined) return true;
    const seq = settled(readSeq(String(asked)));
    if (await this.queries.execute(new KnownQuery(seq))) return true;
    throw new DoorRefusal(
      'SEQ_NOT_REACHED',
      `This node does not know entry ${String(seq)} yet; ask again in a moment, and check the seq if that does not help.`,
      { 'retry-after': '1' },
    );
  }
}
