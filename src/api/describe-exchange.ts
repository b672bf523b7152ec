/** Decorators that say of a route for files what it takes and answers, for the description of the API. */
import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';

import { exportable, exportFormats, mediaTypes, viewParameters } from '../exchange/export/export-view';
import { answers, problemResponse } from './answers';
import { asksWith, onlyJson } from './describe';
import { count, list, object, orNull, text, type SchemaObject } from './schemas';

type Decorator = ReturnType<typeof applyDecorators>;

const anything: SchemaObject = { type: 'object', additionalProperties: true };

const dryRun = object({
  batch: text('The code of the import', 'IMPORT-1A2B3C4D5E6F-1'),
  files: list(anything, 'Each file with its SHA-256 and how many rows were read'),
  mapping: text('How the files were read'),
  imported: orNull({ ...anything, description: 'The standing import of these very files by this mapping' }),
  rows: list(anything, 'Each row with the line it is about and the entries it becomes'),
  entries: count('How many entries it makes'),
  officers: list(anything, 'Officers who are new in the register'),
  control: { ...anything, description: 'How many lines were read and what their amounts add up to' },
  totals: list(anything, 'Each printed total beside what the rows add up to'),
  notices: list(anything, 'What is good to know'),
  problems: list(anything, 'What keeps it from being recorded, each with sheet and cell'),
});

const sentences: Readonly<Record<number, string>> = {
  400: 'The request cannot be read, or a field or parameter is given twice',
  401: 'Nobody is signed in, or the token is not known',
  403: 'The role or the token may not do this',
  404: 'There is no such thing',
  409: 'It conflicts with what is recorded',
  413: 'The body is larger than is taken, or has too many parts',
  415: 'The body is of another content type',
  422: 'A file, its mapping, a row, a field or a parameter is wrong; the code says which',
  429: 'Too many requests; Retry-After says how long to wait',
  500: 'A fault',
  503: 'The store cannot be reached, or its history is damaged',
  507: 'There is no room left',
};

const problems = (...statuses: readonly number[]): readonly MethodDecorator[] =>
  statuses.map((status) => ApiResponse(problemResponse(status, sentences[status] ?? '')));

const always = [401, 403, 429, 500] as const;

export const DescribesImport = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'Import', summary: 'Imports a tracker, all or nothing.', tags: ['files'] }),
    ApiConsumes('multipart/form-data'),
    ApiQuery({
      name: 'dry_run',
      required: false,
      description: 'true: nothing is recorded',
      schema: { type: 'string', enum: ['true', 'false'] },
    }),
    ApiBody({
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'array', items: { type: 'string', format: 'binary' } },
          mapping: text('The mapping as JSON; left out, the remembered one that fits'),
          reason: text('Why plans change'),
          control_rows: text('How many lines there should be', '29'),
          control_total: text('What all amounts should add up to', '1500000.00'),
        },
      },
    }),
    ApiResponse({ status: 200, description: 'Tried, or nothing in it is new', schema: dryRun }),
    ApiResponse({ status: 201, description: 'Recorded; with receipts', schema: dryRun }),
    ...problems(400, 413, 415, 422, 503, 507, ...always),
  );

export const DescribesImports = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'Imports', summary: 'The imports that are recorded.', tags: ['files'] }),
    asksWith('as_at'),
    asksWith('known_at'),
    ApiResponse({
      status: 200,
      description: 'The answer',
      schema: object({ size: count('Entries'), batches: list(anything) }),
    }),
    onlyJson(),
    ...problems(400, 404, 422, 503, ...always),
  );

const kindCounts = (description: string): SchemaObject =>
  list(object({ kind: text('The kind of entry', 'SavingPlanned'), entries: count('How many of them') }), description);

const reversal = object({
  ...answers.Recorded.properties,
  takenBack: kindCounts('What was taken back'),
  stays: kindCounts('What a batch never takes back, such as its lines and a target'),
  effective: text('The day from which it is taken back', '2009-07-13'),
  notice: orNull(text('Why the same import cannot be made again, where it was dated before that day')),
});

const reversalBody: SchemaObject = {
  type: 'object',
  required: ['reason'],
  properties: {
    reason: text('Why'),
    effective: text(
      'From when it is taken back; today where it is left out. To import it again, the effective date of the import',
      '2009-07-13',
    ),
    period: text('The month it is posted in; that of the effective date where it is left out', '2009-07'),
  },
};

export const DescribesReversal = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'ReverseImport', summary: 'Takes a whole import back.', tags: ['files'] }),
    ApiParam({ name: 'batch', description: 'The code of the import', schema: { type: 'string' } }),
    ApiBody({ schema: reversalBody }),
    ApiResponse({ status: 201, description: 'Taken back', schema: reversal }),
    ...problems(400, 404, 409, 413, 415, 422, 503, 507, ...always),
  );

export const DescribesMappings = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'ImportMappings', summary: 'The remembered mappings, by name.', tags: ['files'] }),
    ApiResponse({ status: 200, description: 'The answer', schema: anything }),
    onlyJson(),
    ...problems(422, ...always),
  );

export const DescribesExport = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'Export',
      summary: 'A view as a file. It takes the parameters of the question behind it.',
      tags: ['files'],
    }),
    ApiParam({
      name: 'name',
      description: `One of ${exportable.join(', ')}, with the suffix ${exportFormats.join(', ')} or an Accept header`,
      schema: { type: 'string' },
      example: 'paper.pdf',
    }),
    ...[...new Set(Object.values(viewParameters).flat())].map(asksWith),
    ApiQuery({
      name: 'since',
      required: false,
      description: 'For the paper: the seq of what the last one knew; movement is told from there',
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'table',
      required: false,
      description: 'For CSV, where the view has several tables: the name of one',
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'mapping',
      required: false,
      description: 'For the tracker: the name of the remembered mapping it came in by; left out, its own layout',
      schema: { type: 'string' },
    }),
    ApiProduces(...Object.values(mediaTypes)),
    ApiResponse({ status: 200, description: 'The file', schema: { type: 'string', format: 'binary' } }),
    ...problems(400, 404, 422, 503, ...always),
  );
