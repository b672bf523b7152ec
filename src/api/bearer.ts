import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { AccessTokens } from '../access/access-tokens';
import { DoorRefusal } from '../access/door-problem';
import type { Recorder } from '../commands/requests/base';

const recorders = new WeakMap<FastifyRequest, Recorder>();

/** Lets only officers record. Who records comes from the token, never from the body. */
@Injectable()
export class BearerGuard implements CanActivate {
  public constructor(private readonly tokens: AccessTokens) {}

  public canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = /^Bearer ([\w~+/.-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    const officer = token === undefined ? null : this.tokens.officer(token);
    if (officer === null) throw unauthenticated(token !== undefined);
    recorders.set(request, { officer: officer.id, role: officer.role });
    return true;
  }
}

const unauthenticated = (tokenGiven: boolean): DoorRefusal =>
  tokenGiven
    ? new DoorRefusal('UNAUTHENTICATED', 'This token is not known; it ends when the server stops. Use a new one.', {
        'www-authenticate': 'Bearer realm="ledger", error="invalid_token"',
      })
    : new DoorRefusal('UNAUTHENTICATED', 'To record, send the token of an officer: Authorization: Bearer <token>.', {
        'www-authenticate': 'Bearer realm="ledger"',
      });

/** The officer that the guard let in. */
export const RecorderOf = createParamDecorator((_: unknown, context: ExecutionContext): Recorder => {
  const recorder = recorders.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (recorder === undefined) throw new Error('a route that records needs the BearerGuard');
  return recorder;
});
