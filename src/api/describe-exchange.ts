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

import { exportable, exportFormats, mediaTypes } from '../exchange/export/export-view';
import { answers, problemResponse } from './answers';
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

const problems = [
  ApiResponse(problemResponse(400, 'The request cannot be read')),
  ApiResponse(problemResponse(401, 'Nobody is signed in')),
  ApiResponse(problemResponse(403, 'The role may not do this')),
  ApiResponse(problemResponse(404, 'There is no such thing')),
  ApiResponse(problemResponse(409, 'It conflicts with what is recorded')),
  ApiResponse(problemResponse(415, 'The body is of another content type')),
  ApiResponse(problemResponse(422, 'A file, its mapping, a row or a parameter is wrong; the code says which')),
  ApiResponse(problemResponse(500, 'A fault')),
  ApiResponse(problemResponse(503, 'The store cannot be reached, or its history is damaged')),
];

export const DescribesImport = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'Import', summary: 'Imports a tracker, all or nothing.', tags: ['files'] }),
    ApiConsumes('multipart/form-data'),
    ApiQuery({
      name: 'dry_run',
      required: false,
      description: 'true: nothing is recorded',
      schema: { type: 'string' },
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
    ...problems,
  );

export const DescribesImports = (): Decorator =>
  applyDecorators(
    ApiOperation({ operationId: 'Imports', summary: 'The imports that are recorded.', tags: ['files'] }),
    ApiResponse({
      status: 200,
      description: 'The answer',
      schema: object({ size: count('Entries'), batches: list(anything) }),
    }),
    ...problems,
  );

export const DescribesReversal = (): Decorator =>
  applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ operationId: 'ReverseImport', summary: 'Takes a whole import back.', tags: ['files'] }),
    ApiParam({ name: 'batch', description: 'The code of the import', schema: { type: 'string' } }),
    ApiBody({ schema: { type: 'object', required: ['reason'], properties: { reason: text('Why') } } }),
    ApiResponse({ status: 201, description: 'Taken back', schema: answers.Recorded }),
    ...problems,
  );

export const DescribesMappings = (): Decorator =>
  applyDecorators(
    ApiOperation({ operationId: 'ImportMappings', summary: 'The remembered mappings, by name.', tags: ['files'] }),
    ApiResponse({ status: 200, description: 'The answer', schema: anything }),
    ...problems,
  );

export const DescribesExport = (): Decorator =>
  applyDecorators(
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
    ApiProduces(...Object.values(mediaTypes)),
    ApiResponse({ status: 200, description: 'The file', schema: { type: 'string', format: 'binary' } }),
    ...problems,
  );
