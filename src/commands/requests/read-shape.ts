import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import { refuseFields, type Problem, type Refusal, type RefusalCode } from '../../domain/refusals';

/**
 * Reads plain fields into a shape that has these fields and no others.
 * Refuses: UNKNOWN_FIELD, and what each field refuses; all wrong fields are listed.
 */
export function readShape<Shape extends object>(shape: new () => Shape, fields: object): Shape | Refusal {
  const read = plainToInstance(shape, fields);
  const errors = validateSync(read, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const problems = errors.flatMap((error) => problemsOf(error, ''));
  const [first, ...rest] = problems.length > 0 ? problems : leftOut(fields, read, '');
  return first === undefined ? read : refuseFields([first, ...rest]);
}

/**
 * The fields that class-transformer passed over without a word, because a class has something of that name already, such
 * as `constructor` or `toString`.
 */
function leftOut(given: object, taken: object, path: string): readonly Problem[] {
  return Object.entries(given).flatMap(([name, value]: [string, unknown]): readonly Problem[] => {
    const pointer = `${path}/${name}`;
    if (!Object.hasOwn(taken, name)) return [unknownField(pointer)];
    const kept: unknown = Reflect.get(taken, name);
    return isObject(value) && isObject(kept) ? leftOut(value, kept, pointer) : [];
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function problemsOf(error: ValidationError, path: string): readonly Problem[] {
  const pointer = `${path}/${error.property}`;
  const [own] = Object.entries(error.constraints ?? {});
  // Where a part is wrong as a whole, nobody is told what is wrong inside it.
  return own === undefined
    ? (error.children ?? []).flatMap((child) => problemsOf(child, pointer))
    : [problemOf(own[0], own[1], pointer)];
}

function problemOf(constraint: string, text: string, pointer: string): Problem {
  if (constraint === 'whitelistValidation') return unknownField(pointer);
  const [code, ...words] = text.split(' ');
  return { pointer, code: code as RefusalCode, message: `${pointer.slice(1)}: ${words.join(' ')}` };
}

const unknownField = (pointer: string): Problem => ({
  pointer,
  code: 'UNKNOWN_FIELD',
  message: `There is no field "${pointer.slice(1)}" here; leave it out.`,
});
