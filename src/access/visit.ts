import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Scope } from './access-tokens';
import type { SignedInOfficer } from './officer-register';

/** Who stands at the door with a request. */
export interface Visit {
  /** Null where nobody is signed in. */
  readonly officer: SignedInOfficer | null;
  /** The token a program came with, as lists call it; null where a person came with a session, or nobody did. */
  readonly token: string | null;
  /** What the token is for; null where a person came with a session, or nobody did. */
  readonly scopes: readonly Scope[] | null;
  /** When the officer last proved who she is, in milliseconds since 1970. */
  readonly signedInAt: number;
  /** The cookie of the browser, signed in or not; null where there is none. */
  readonly cookie: string | null;
  /** What a form must carry; null where there is no cookie. */
  readonly csrf: string | null;
}

/** A visit by somebody who is let in. */
export type SignedInVisit = Visit & { readonly officer: SignedInOfficer };

const visits = new WeakMap<FastifyRequest, Visit>();

export const rememberVisit = (request: FastifyRequest, visit: Visit): void => {
  visits.set(request, visit);
};

/** Whose visit a request is; null before the guard has looked. */
export const visitOf = (request: FastifyRequest): Visit | null => visits.get(request) ?? null;

const ofController = (context: ExecutionContext): Visit => {
  const visit = visitOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (visit === null) throw new Error('a request came past the guard');
  return visit;
};

/** A parameter of a controller: the visit, of somebody or of nobody. */
export const VisitOf = createParamDecorator((_: unknown, context: ExecutionContext): Visit => ofController(context));

/** A parameter of a controller whose route needs a role: the visit of the officer who was let in. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): SignedInVisit => {
  const visit = ofController(context);
  const { officer } = visit;
  if (officer === null) throw new Error('a route that is open to anyone has no officer');
  return { ...visit, officer };
});
