import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { actions, routes, type Rule } from '../../src/access/matrix';
import { recordableKinds } from '../../src/commands/requests/requests';
import { startServer, type TestServer } from '../support/server';

interface Described {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { properties?: object; required?: string[] }> };
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: {
    content: { 'application/json': { schema: { oneOf: Ref[]; discriminator: Discriminator } } };
  };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface Ref {
  readonly $ref: string;
}
interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Record<string, string>;
}

describe('The description of the API', () => {
  let server: TestServer;
  let described: Described;
  let operations: readonly (readonly [string, string, Operation])[];

  beforeAll(async () => {
    server = await startServer();
    described = JSON.parse((await server.get('/api/openapi.json')).body) as Described;
    operations = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [path, method, operation] as const),
    );
  });

  afterAll(() => server.close());

  test('has every route of the API, and no other', () => {
    const made = server.routes
      .all()
      .filter(({ url }) => url.startsWith('/api/v1/') || url.startsWith('/health/'))
      .flatMap(({ url, methods }) => methods.filter((name) => name !== 'HEAD').map((name) => `${name} ${url}`));

    const listed = operations.map(
      ([path, method]) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );

    expect(made.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual(made.sort());
  });

  test('asks for a token just where one can be enough, and for a session where it takes a person', () => {
    const asked = operations.map(([path, method, { security }]) => {
      const name = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      return [name, security?.flatMap((each) => Object.keys(each)).join() ?? 'nobody'];
    });
    const taken = asked.map(([name = '']) => {
      const rule: Rule = actions[routes[name]!];
      return [name, rule.who === 'anyone' ? 'nobody' : rule.scope === null ? 'session' : 'bearer'];
    });

    expect(asked).toEqual(taken);
    expect(asked).toContainEqual(['POST /api/v1/officers/changes', 'session']);
  });

  test('is the one that is committed; where it is not, run npm run describe-api', () => {
    expect(described).toEqual(JSON.parse(readFileSync('src/api/openapi.json', 'utf8')));
  });

  test('is what the types of the client were generated from', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['node_modules/openapi-typescript/bin/cli.js', 'src/api/openapi.json', '--alphabetize', '--immutable'],
      { maxBuffer: 16 * 1024 * 1024 },
    );
    const words = (text: string): string => text.replaceAll(/["';,()|\s]/g, '');

    expect(words(readFileSync('src/cli/api-types.ts', 'utf8'))).toBe(words(stdout));
  });

  test('is whole: every reference leads somewhere, every parameter of a path is described, ids are unique', () => {
    const text = JSON.stringify(described);
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name);
    const ids = operations.map(([, , { operationId }]) => operationId);

    expect(described.openapi).toBe('3.1.0');
    expect(references.filter((name) => described.components.schemas[name!] === undefined)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, , { summary, parameters = [], responses }] of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(summary).not.toBe('');
      for (const { description, content = {} } of Object.values(responses)) {
        expect(description).not.toBe('');
        for (const { schema } of Object.values(content)) expect(schema).toBeDefined();
      }
    }
  });

  test('describes each kind of request and what tells them apart', () => {
    const { schema } = described.paths['/api/v1/entries']!['post']!.requestBody!.content['application/json'];

    expect(Object.keys(schema.discriminator.mapping).sort()).toEqual([...recordableKinds].sort());
    for (const kind of recordableKinds) {
      const name = schema.discriminator.mapping[kind]!.split('/').at(-1)!;
      const { properties, required } = described.components.schemas[name]!;
      expect(properties).toMatchObject({ kind: { enum: [kind] }, reason: { type: ['string', 'null'] } });
      expect(required).toContain('kind');
    }
  });

  test('takes the line of a request from the address where that names it', () => {
    const { schema } = described.paths['/api/v1/lines/{id}/entries']!['post']!.requestBody!.content['application/json'];

    expect(Object.keys(schema.discriminator.mapping)).not.toContain('TargetSet');
    for (const { $ref } of schema.oneOf) {
      expect(described.components.schemas[$ref.split('/').at(-1)!]!.properties).not.toHaveProperty('line');
    }
  });

  test('describes the fields of an answer as they are', async () => {
    const fieldsOf = (path: string): readonly string[] => {
      const { schema } = described.paths[path]!['get']!.responses['200']!.content!['application/json']!;
      const name = (schema as Ref).$ref.split('/').at(-1)!;
      return Object.keys(described.components.schemas[name]!.properties!).sort();
    };
    const answered = async (url: string): Promise<readonly string[]> =>
      Object.keys((await server.get(url)).json()).sort();

    expect(await answered('/api/v1/position')).toEqual(fieldsOf('/api/v1/position'));
    expect(await answered('/api/v1/trace/plan')).toEqual(fieldsOf('/api/v1/trace/{figure}'));
    expect(await answered('/api/v1/findings')).toEqual(fieldsOf('/api/v1/findings'));
    expect(await answered('/api/v1/entries')).toEqual(fieldsOf('/api/v1/entries'));
    expect(await answered('/api/v1/entries/12')).toEqual(fieldsOf('/api/v1/entries/{seq}'));
    expect(await answered('/api/v1/lines')).toEqual(fieldsOf('/api/v1/lines'));
    expect(await answered('/api/v1/lines/IT-PROCUREMENT')).toEqual(fieldsOf('/api/v1/lines/{id}'));
    expect(await answered('/api/v1/reconciliation')).toEqual(fieldsOf('/api/v1/reconciliation'));
  });
});
