/**
 * What the description generator writes as OpenAPI 3.0 would have it, put as 3.1 has it: nothing is a type like any
 * other, and a shape that many routes answer with has one name.
 */
import type { OpenAPIObject } from '@nestjs/swagger';

import type { SchemaObject } from './schemas';

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The description as 3.1, with these shapes under their names. */
export function asOpenApi31(document: OpenAPIObject, shapes: Readonly<Record<string, SchemaObject>>): OpenAPIObject {
  const names = new Map(Object.entries(shapes).map(([name, shape]) => [JSON.stringify(shape), name]));
  const { components = {}, paths, ...rest } = document;
  const schemas = { ...components.schemas, ...shapes };
  const whole = {
    ...rest,
    openapi: '3.1.0',
    security: [],
    paths: named(paths, names),
    components: { ...components, schemas },
  };
  return withNull(whole) as OpenAPIObject;
}

/** A shape that has a name is referred to by it. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => named(each, names));
  if (!isNode(value)) return value;
  const name = value['type'] === 'object' ? names.get(JSON.stringify(value)) : undefined;
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each, names)]));
}

function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (!isNode(value)) return value;
  const { nullable, ...schema } = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withNull(each)]));
  return nullable === true ? orNothing(schema) : schema;
}

function orNothing({ type, enum: words, oneOf, allOf, ...rest }: Node): Node {
  const nothing = { type: 'null' };
  const others: readonly unknown[] | undefined = [oneOf, allOf].find(isList);
  if (others !== undefined) return { ...rest, oneOf: [...others, nothing] };
  const more = isList(words) ? { enum: [...words, null] } : {};
  return { ...rest, type: [type, 'null'], ...more };
}
