/** Decorators that say of a route what it takes and answers, for the description of the API, and hold it to JSON. */
import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';

import { rehearsalParameters } from '../queries/rehearsal';
import type { ParameterName } from '../queries/read-question';
import { answers, problemResponse } from './answers';
import { OnlyJson } from './only-json';
import type { SchemaObject } from './schemas';

const parameters: Readonly<Record<ParameterName, readonly [description: string, example: string]>> = {
  by: ['The financial year it is asked by; left out: the deadline of the target', '2010-11'],
  definition: ['What counts: published, phased, ni179 or one that was adopted', 'published'],
  section: ['Only this section', 'Activity in 2009/10'],
  group: ['Only this group', 'Divisional revenue strategies'],
  tag: ['Only lines with this tag', 'quick-win'],
  line: ['Only this line', 'IT-PROCUREMENT'],
  class: ['Only this class', 'cashable'],
  status: ['Only this status', 'claimed'],
  as_at: ['As at this effective date; left out: the latest in the ledger', '2009-07-13'],
  known_at: ['As known on this seq or at this moment; left out: now', '120'],
  limit: ['The most rows on a page, from 1 to 200', '50'],
  after: ['The `next` of the page before', '50'],
  kind: ['Only this kind of finding', 'unphased'],
  figure: ['The figure', 'plan'],
  from_known_at: [
    'From what was known on this seq or at this moment; left out: the first entry, or now where a date is given',
    '12',
  ],
  to_known_at: ['To what was known on this seq or at this moment; left out: now', '179'],
  from_as_at: ['From what stood as at this effective date; left out: the latest known then', '2009-07-13'],
  to_as_at: ['To what stood as at this effective date; left out: the latest known then', '2009-12-01'],
  rating: ['The lines with this rating', 'amber'],
  deliver: ['How much of their planned levels the chosen lines deliver, in per cent', '80'],
  n: ['Into how many parts the amount is divided: about so many postings are drawn', '10'],
  seed: ['The seed of the sample; left out: one is made at random, and always told', '37443'],
};

/** One parameter of a question. */
export const asksWith = (name: ParameterName): MethodDecorator => {
  const [description, example] = parameters[name];
  return ApiQuery({ name, description, required: false, schema: { type: 'string' }, example });
};

const etag = {
  ETag: { description: 'Names these exact bytes; send it as If-None-Match', schema: { type: 'string' as const } },
};
const nextLink = {
  Link: { description: 'The next page of this very answer, rel="next"', schema: { type: 'string' as const } },
};

const ifNoneMatch = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: 'The ETag of the answer you have: 304 says that it is still the same',
  schema: { type: 'string' },
  example: '"g3rO2o8aQdT1uS7c5w0LkQ"',
});

const inPath: Readonly<Record<string, readonly [description: string, example: string]>> = {
  figure: ['The figure', 'plan'],
  seq: ['The seq of the entry', '12'],
  id: ['The line', 'IT-PROCUREMENT'],
  batch: ['The code of the import', 'IMPORT-0123456789AB-1'],
};

/** What stands in the address of a question. */
const named = (name: string): MethodDecorator => {
  const [description = '', example = ''] = inPath[name] ?? [];
  return ApiParam({ name, description, schema: { type: 'string' }, example });
};

interface Asking {
  /** The parameters in its address. */
  readonly names?: readonly string[];
  /** Whether the answer is a list, which comes in pages and as CSV too. */
  readonly list?: boolean;
}

/** A question: what it takes and how its answer looks. What is no list comes as JSON alone. */
export const Describes = (
  summary: string,
  schema: SchemaObject,
  takes: readonly ParameterName[],
  { names = [], list = false }: Asking = {},
): ReturnType<typeof applyDecorators> =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary, tags: ['questions'] }),
    ...names.map(named),
    ...takes.map(asksWith),
    ApiHeader({
      name: 'Ledger-At-Least',
      required: false,
      description: 'The seq of a receipt: answered only by a node that knows this entry, otherwise SEQ_NOT_REACHED',
      schema: { type: 'string', pattern: '^\\d+$' },
      example: '180',
    }),
    ifNoneMatch,
    ApiResponse({
      status: 200,
      description: 'The answer',
      headers: { ...etag, ...(takes.includes('after') ? nextLink : {}) },
      content: { 'application/json': { schema }, ...(list ? { 'text/csv': { schema: { type: 'string' } } } : {}) },
    }),
    ApiResponse({ status: 304, description: 'It is what you have' }),
    ...(list ? [ApiResponse(problemResponse(406, 'It comes as JSON or CSV, and neither is accepted'))] : [onlyJson()]),
    ...questionProblems(takes.length > 0),
  );

/** An answer that comes in no other form; whoever accepts only another one is refused. */
export const onlyJson = (): ReturnType<typeof applyDecorators> =>
  applyDecorators(
    UseInterceptors(OnlyJson),
    ApiResponse(problemResponse(406, 'It comes as JSON, which is not accepted')),
  );

const questionProblems = (takesSomething = true): readonly MethodDecorator[] => [
  ...(takesSomething ? [ApiResponse(problemResponse(400, 'A parameter is given twice'))] : []),
  ApiResponse(problemResponse(401, 'Nobody is signed in, or the token is not known')),
  ApiResponse(problemResponse(403, 'The role or the token may not ask this')),
  ApiResponse(problemResponse(404, 'There is no such line or entry, or no ledger yet')),
  ApiResponse(problemResponse(422, 'A parameter is not what it should be; the code says which')),
  ApiResponse(problemResponse(429, 'Too many requests; Retry-After says how long to wait')),
  ApiResponse(problemResponse(500, 'A fault')),
  ApiResponse(problemResponse(503, 'The store cannot be reached, its history is damaged, or the seq is not reached')),
];

/** The stream of what is recorded. */
export const DescribesChanges = (): ReturnType<typeof applyDecorators> =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({
      summary:
        'What is recorded, as it is recorded: server-sent events, each with its seq as id and the entry as data.',
      tags: ['questions'],
    }),
    asksWith('after'),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The seq of the last entry seen; the stream goes on after it',
      schema: { type: 'string' },
      example: '179',
    }),
    ApiResponse({
      status: 200,
      description: 'The events, until either side ends them; a comment every 15 seconds',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
    ...questionProblems(),
  );

/** A route that records. Its body is filled in when the whole description is built, because all kinds share it. */
export const DescribesRecording = (
  operationId: string,
  summary: string,
  onLine = false,
): ReturnType<typeof applyDecorators> =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId, summary, tags: ['recording'] }),
    ApiQuery({
      name: 'dry_run',
      required: false,
      description: 'With true nothing is recorded: the answer says which entries and figures would result',
      schema: { type: 'string', enum: ['true', 'false'] },
    }),
    ...rehearsalParameters.map(asksWith),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'A text of your own that names this command: sent again, nothing is recorded twice. Needed unless it is a dry run',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
      example: 'it-procurement-2009-10-achieved',
    }),
    ...(onLine
      ? [
          ApiParam({ name: 'id', description: 'The line', schema: { type: 'string' }, example: 'IT-PROCUREMENT' }),
          ApiHeader({
            name: 'If-Match',
            required: false,
            description: 'The version of the line as you saw it, in quotation marks',
            schema: { type: 'string' },
            example: '"12"',
          }),
        ]
      : []),
    ApiBody({ schema: { type: 'object' } }),
    ...recordingResponses(),
  );

function recordingResponses(): readonly MethodDecorator[] {
  const schema = answers.Recorded;
  return [
    ApiResponse({ status: 201, description: 'Recorded', schema, headers: location }),
    ApiResponse({
      status: 200,
      description: 'Recorded before under the same key: the first answer again. For a dry run, what would result',
      content: { 'application/json': { schema: { oneOf: [schema, answers.Rehearsed] } } },
      headers: { ...location, 'Idempotency-Replayed': { description: 'true', schema: { type: 'string' } } },
    }),
    ...problemStatuses.map(([status, description]) => ApiResponse(problemResponse(status, description))),
  ];
}

const location = { Location: { description: 'The first entry it made', schema: { type: 'string' as const } } };

const problemStatuses: readonly (readonly [number, string])[] = [
  [400, 'The request cannot be read, or the Idempotency-Key is missing'],
  [401, 'No token, one that is not known, or one too old to verify, certify or re-open with'],
  [403, 'The role may not do this, or it needs a second officer'],
  [404, 'There is no such line, entry or batch'],
  [409, 'It is there already, or has changed meanwhile'],
  [412, 'The line has changed since you saw it'],
  [413, 'The body is larger than 64 KiB'],
  [415, 'The body is not application/json'],
  [422, 'A field is not what it should be, or a rule of the ledger forbids it; the code says which'],
  [429, 'Too many requests; Retry-After says how long to wait'],
  [500, 'A fault'],
  [503, 'The store cannot be reached, or it is not known whether this was recorded: send it again with the same key'],
  [507, 'There is no room left'],
];
