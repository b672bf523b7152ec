/** The pieces an answer's schema is put together from. */
import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** A schema of OpenAPI that is no reference to another one. */
export type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

export type Fields = Readonly<Record<string, SchemaObject>>;

/** A schema of an object, with the fields it is made of. */
export const object = (properties: Fields, description?: string): SchemaObject & { readonly properties: Fields } => ({
  type: 'object',
  ...(description === undefined ? {} : { description }),
  required: Object.keys(properties),
  properties,
});
export const list = (items: SchemaObject, description?: string): SchemaObject => ({
  type: 'array',
  items,
  ...(description === undefined ? {} : { description }),
});
export const text = (description: string, example?: string): SchemaObject => ({
  type: 'string',
  description,
  ...(example === undefined ? {} : { example }),
});
export const money = (description: string, example = '200000.00'): SchemaObject => ({
  type: 'string',
  description,
  pattern: String.raw`^-?\d{1,15}\.\d{2}$`,
  example,
});
export const count = (description: string, example = 1): SchemaObject => ({ type: 'integer', description, example });
export const orNull = (schema: SchemaObject): SchemaObject => ({ ...schema, nullable: true });
export const word = (description: string, words: readonly string[]): SchemaObject => ({
  type: 'string',
  description,
  enum: [...words],
});
