/**
 * The options of `record`, made from the shapes of the requests: a field that is added to a request is an option by
 * itself. What a request nests is joined by a hyphen: `source.document` is `--source-document`.
 */
import 'reflect-metadata';
import { Option } from 'commander';

import { refuse } from '../domain/refusals';
import { requests, type RecordableKind } from '../commands/requests/requests';
import { once } from './question-options';
import { Refused } from './refused';

type Body = Record<string, unknown>;

/** An option, and how its value goes into the request. */
export interface FieldOption {
  readonly option: Option;
  readonly required: boolean;
  readonly put: (body: Body, value: unknown) => void;
}

/** What the declaration of a field says about it, for the API description and for this. */
interface FieldSchema {
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly required?: boolean;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly example?: unknown;
  readonly oneOf?: unknown;
}

interface Field {
  readonly path: readonly string[];
  readonly schema: FieldSchema;
  readonly required: boolean;
}

/** The options for the fields of a kind of entry, those that are needed first. */
export function fieldOptions(kind: RecordableKind): readonly FieldOption[] {
  const options = fieldsOf(requests[kind], [], true).flatMap(optionsOf);
  return [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)];
}

/** Where @nestjs/swagger keeps what `ApiProperty` was told. */
const NAMES = 'swagger/apiModelPropertiesArray';
const SCHEMA = 'swagger/apiModelProperties';

/** Parts that are written as one text, `2009/10=200000.00`, rather than as an option for each of their fields. */
const byYear: Readonly<Record<string, 'level' | 'amount'>> = { levels: 'level', totalBy: 'amount' };

function fieldsOf(shape: abstract new () => object, path: readonly string[], needed: boolean): readonly Field[] {
  const prototype = shape.prototype as object;
  const names = (Reflect.getMetadata(NAMES, prototype) ?? []) as readonly string[];
  return names.flatMap((marked): readonly Field[] => {
    const name = marked.slice(1);
    const schema = Reflect.getMetadata(SCHEMA, prototype, name) as FieldSchema;
    const required = needed && schema.required !== false;
    const field = { path: [...path, name], schema, required };
    const nested = nestedShape(schema);
    if (nested === null || name in byYear) return [field];
    // A list of parts has no shorter form than JSON: it is given with --body.
    return schema.isArray === true ? [] : fieldsOf(nested, field.path, required);
  });
}

function nestedShape({ type, oneOf }: FieldSchema): (new () => object) | null {
  if (oneOf !== undefined || typeof type !== 'function' || type === String || type === Boolean) return null;
  return (type as () => new () => object)();
}

function optionsOf(field: Field): readonly FieldOption[] {
  const { path, schema, required } = field;
  const [name = ''] = path;
  const flag = `--${path.map(kebab).join('-')}`;
  const says = described(field);
  if (name in byYear) return [yearOption(name, says, required)];
  const put = (body: Body, value: unknown): void => {
    place(body, path, value);
  };
  if (schema.type === Boolean) {
    const no = `--not-${path.map(kebab).join('-')}`;
    return [
      { option: new Option(flag, says), required, put },
      {
        option: new Option(no, `the opposite of ${flag}`),
        required: false,
        put: (body) => {
          put(body, false);
        },
      },
    ];
  }
  if (schema.isArray === true)
    return [{ option: repeatable(`${flag} <value>`, `${says}; may be given several times`), required, put }];
  return [{ option: once(`${flag} <value>`, says), required, put }];
}

function described({ schema, required }: Field): string {
  const { description = '', enum: words, example } = schema;
  const hint =
    words !== undefined ? `: ${words.join(', ')}` : typeof example === 'string' ? `, such as ${example}` : '';
  return `${description}${hint}${required ? ' (needed)' : ''}`;
}

/** `--level 2009/10=200000.00`, once for each year; `--total-by 2010/11=300000.00`, once. */
function yearOption(name: string, says: string, required: boolean): FieldOption {
  const amountName = byYear[name] ?? 'amount';
  const many = name === 'levels';
  const flags = many ? '--level <year=amount>' : `--${kebab(name)} <year=amount>`;
  const pair = (text: unknown): Body => {
    const [year = '', ...amount] = String(text).split('=');
    return { year, [amountName]: amount.join('=') };
  };
  return {
    option: many ? repeatable(flags, `${says}; may be given several times`) : once(flags, says),
    required,
    put: (body, value) => {
      body[name] = Array.isArray(value) ? value.map(pair) : pair(value);
    },
  };
}

const repeatable = (flags: string, says: string): Option =>
  new Option(flags, says).argParser((value, previous: readonly string[] | undefined) => [...(previous ?? []), value]);

function place(body: Body, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    if (body[name] !== undefined) throw new Refused(refuse('PARAM_REPEATED', `Give ${name} once.`));
    body[name] = value;
    return;
  }
  const part = (body[name] ?? {}) as Body;
  body[name] = part;
  place(part, rest, value);
}

export const kebab = (name: string): string => name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
