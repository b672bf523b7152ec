/** Decorators that say of a route about access what it takes and answers, for the description of the API. */
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCookieAuth, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';

import { accessEvents } from '../access/access-log';
import { scopes } from '../access/access-tokens';
import { roles } from '../domain/entries';
import { problemResponse } from './answers';
import { onlyJson } from './describe';
import { count, list, object, orNull, text, word, type SchemaObject } from './schemas';

/** What the description calls the session of a browser. */
export const SESSION = 'session';

export type Decorator = ReturnType<typeof applyDecorators>;

const officer = text('The officer, by id', 'off-201');
const instant = (what: string): SchemaObject => text(what, '2026-11-22T09:00:00.000Z');
const ofScopes = list(word('What it may be used for', scopes), 'What the token may be used for');

const me = object({
  officer,
  name: text('The name in the register', 'Finance officer one (sample)'),
  role: word('The role', roles),
  scopes: orNull(ofScopes),
  signedInAt: instant('When the officer last proved who she is'),
});

const token = object({
  id: text('What the token is called; not the token', '1a2b3c4d'),
  officer,
  label: text('What it is for, in words', 'Monthly return'),
  scopes: ofScopes,
  madeAt: instant('When it was made'),
  endsAt: instant('When it ends'),
});

const logged = object({
  number: count('The place in the log, from 1', 1),
  at: instant('When'),
  what: word('What happened', accessEvents),
  officer: orNull(officer),
  detail: text('The route, the code of the refusal, or whom it was done to', 'GET /api/v1/exports/:name'),
});

const newToken = {
  type: 'object' as const,
  required: ['label', 'scopes'],
  properties: {
    label: text('What it is for, in words', 'Monthly return'),
    scopes: ofScopes,
    days: count('How long it lasts, from 1 to 366 days; left out: 30', 30),
  },
};

export const problems = (...more: readonly (readonly [number, string])[]): readonly MethodDecorator[] =>
  [
    [401, 'Nobody is signed in, or too long ago for this'] as const,
    [403, 'The role or the token may not do this'] as const,
    [429, 'Too many requests; Retry-After says how long to wait'] as const,
    ...more,
  ].map(([status, description]) => ApiResponse(problemResponse(status, description)));

const operation = (operationId: string, summary: string): MethodDecorator =>
  ApiOperation({ operationId, summary, tags: ['access'] });

export const describes = (operationId: string, summary: string, ...others: readonly MethodDecorator[]): Decorator =>
  applyDecorators(ApiBearerAuth(), operation(operationId, summary), ...others);

/** The same for what no token may do, whoever made it: it takes the session of somebody who has just signed in. */
export const describesForPeople = (
  operationId: string,
  summary: string,
  ...others: readonly MethodDecorator[]
): Decorator => applyDecorators(ApiCookieAuth(SESSION), operation(operationId, summary), ...others);

export const answered = (schema: SchemaObject, status = 200): MethodDecorator =>
  applyDecorators(
    ApiResponse({ status, description: 'The answer', content: { 'application/json': { schema } } }),
    // What is posted is done in whatever form its answer is wanted.
    ...(status === 200 ? [onlyJson()] : []),
  );

export const wrong = [422, 'A field or a parameter is not what it should be; the code says which'] as const;

export const DescribesAccess = {
  me: (): Decorator => describes('Me', 'Who is signed in, and for what.', answered(me), ...problems()),
  tokens: (): Decorator =>
    describes(
      'Tokens',
      'Your tokens that have not ended; an administrator sees all, a program only its own. Not what they are.',
      answered(object({ tokens: list(token) })),
      ...problems(),
    ),
  make: (): Decorator =>
    describesForPeople(
      'MakeToken',
      'Makes a token, which is told once. For people who have just signed in, not for programs.',
      ApiBody({ schema: newToken }),
      answered(object({ token: text('The token; it cannot be asked for again') }), 201),
      ...problems([400, 'The body cannot be read'], [415, 'The body is of another content type'], wrong),
    ),
  end: (): Decorator =>
    describes(
      'EndToken',
      'Ends a token at once. A program ends only the one it came with.',
      ApiParam({ name: 'token', description: 'The token, as the list calls it', schema: { type: 'string' } }),
      ApiResponse({ status: 204, description: 'It has ended' }),
      ...problems([404, 'There is no such token, or it has ended']),
    ),
  log: (): Decorator =>
    describes(
      'AccessLog',
      'Who came in, was turned away or took something out, latest first.',
      ApiQuery({
        name: 'limit',
        required: false,
        description: 'The most on a page, from 1 to 200',
        schema: { type: 'string' },
        example: '50',
      }),
      ApiQuery({
        name: 'after',
        required: false,
        description: 'The `next` of the page before',
        schema: { type: 'string' },
        example: '51',
      }),
      answered(
        object({ events: list(logged), next: orNull(text('Ask for the next page with this as `after`', '51')) }),
      ),
      ...problems(wrong),
    ),
};
