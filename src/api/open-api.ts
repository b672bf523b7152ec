/** The description of the API, made from the routes and from the very request classes that check what is sent. */
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

import { LineRequest } from '../commands/requests/base';
import { recordableKinds, requests, type RecordableKind } from '../commands/requests/requests';
import { answers } from './answers';
import { SESSION } from './describe-access';
import { asOpenApi31 } from './open-api-31';
import { reportAnswers } from './report-answers';
import type { SchemaObject } from './schemas';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const aboutSessions =
  'The session of somebody who signed in with a browser; on plain HTTP the cookie is called ledger. Changes send X-CSRF-Token with it.';

const reference = (name: string): string => `#/components/schemas/${name}`;
const schemaOf = (kind: RecordableKind): string => requests[kind].name;
const onLineName = (kind: RecordableKind): string => `${kind}OnLineRequest`;
const isAboutLine = (kind: RecordableKind): boolean => requests[kind].prototype instanceof LineRequest;

export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Efficiency savings ledger')
    .setDescription(
      'Records what happens to savings lines and answers where the plan stands. Amounts are text in pounds and pence. Every error is application/problem+json with a stable code.',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'The server this description came from')
    .addTag('questions', 'What can be asked')
    .addTag('recording', 'What can be recorded')
    .addTag('health', 'For whatever watches the server')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .addCookieAuth('__Host-ledger', { type: 'apiKey', description: aboutSessions }, SESSION)
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: Object.values(requests),
    operationIdFactory: (_controller, method) => method,
  });
  const schemas = ((document.components ??= {}).schemas ??= {});
  for (const kind of recordableKinds) describeKind(schemas, kind);
  describeBody(document, '/api/v1/entries', recordableKinds, schemaOf);
  describeBody(document, '/api/v1/lines/{id}/entries', recordableKinds.filter(isAboutLine), onLineName);
  return asOpenApi31(document, { ...answers, ...reportAnswers });
}

/** Gives the schema of a request its kind, and a second one without the line, for where the address names it. */
function describeKind(schemas: Schemas, kind: RecordableKind): void {
  const made = schemas[schemaOf(kind)] as SchemaObject;
  const properties = { kind: { type: 'string', enum: [kind] }, ...made.properties };
  const required = ['kind', ...(made.required ?? [])];
  schemas[schemaOf(kind)] = { ...made, properties, required, additionalProperties: false };
  if (!isAboutLine(kind)) return;
  const rest = Object.entries(properties).filter(([name]) => name !== 'line' && name !== 'lineVersion');
  schemas[onLineName(kind)] = {
    ...made,
    properties: Object.fromEntries(rest),
    required: required.filter((name) => name !== 'line'),
    additionalProperties: false,
  };
}

function describeBody(
  document: OpenAPIObject,
  path: string,
  kinds: readonly RecordableKind[],
  nameOf: (kind: RecordableKind) => string,
): void {
  const operation = document.paths[path]?.post;
  if (operation === undefined) throw new Error(`there is no POST ${path} to describe`);
  const schema = {
    oneOf: kinds.map((kind) => ({ $ref: reference(nameOf(kind)) })),
    discriminator: {
      propertyName: 'kind',
      mapping: Object.fromEntries(kinds.map((kind) => [kind, reference(nameOf(kind))])),
    },
  };
  operation.requestBody = { required: true, content: { 'application/json': { schema } } };
}
