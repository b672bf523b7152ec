/**
 * The kinds of field a request can have. Each declares at once how it is checked (class-validator), how it reads in the
 * API description (OpenAPI) and what it becomes. The checks are the domain's own readers, so every front door refuses
 * the same input with the same code and sentence.
 */
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsOptional, registerDecorator, ValidateNested, type ValidationArguments } from 'class-validator';

import { readDate, readMonth } from '../../domain/dates';
import { readYear } from '../../domain/financial-year';
import { readBatchId, readLineId, readOfficerId, readSeq } from '../../domain/identifiers';
import { readPounds } from '../../domain/money';
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../../domain/refusals';
import { readText } from '../../domain/text';

type Reader = (value: unknown) => unknown;

/** How a refusal travels through class-validator, which knows messages only. */
const asMessage = ({ code, message }: Refusal): string => `${code} ${message}`;

const decorate =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorator of decorators) decorator(target, property);
  };

const checkedBy =
  (read: Reader): PropertyDecorator =>
  (target, property) => {
    const refusalOf = (value: unknown): Refusal | null => {
      const result = read(value);
      return isRefusal(result) ? result : null;
    };
    registerDecorator({
      name: 'field',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => refusalOf(value) === null,
        defaultMessage: ({ value }: ValidationArguments) => {
          const refusal = refusalOf(value);
          return refusal === null ? '' : asMessage(refusal);
        },
      },
    });
  };

/** A field that must be there is asked for by name when it is missing. */
const required =
  (read: Reader, what: string): Reader =>
  (value) =>
    value === undefined || value === null ? refuse('FIELD_REQUIRED', `${what} is needed.`) : read(value);

const text = (read: Reader, description: string, schema: ApiPropertyOptions = {}): PropertyDecorator =>
  decorate(ApiProperty({ type: String, description, ...schema }), checkedBy(read));

/** An amount in pounds and pence, as text. */
export const Amount = (description: string): PropertyDecorator =>
  text(readPounds, description, { pattern: String.raw`^-?(0|[1-9]\d{0,9})\.\d{2}$`, example: '200000.00' });

/** A financial year, `2009/10`. */
export const Year = (description: string): PropertyDecorator =>
  text(required(readYearOfData, description), description, { pattern: String.raw`^\d{4}/\d{2}$`, example: '2009/10' });

// In data a year has one form only, so that one request has one hash.
const readYearOfData: Reader = (value) =>
  typeof value === 'string' && value.includes('-')
    ? refuse('YEAR_FORMAT', `"${value.slice(0, 20)}" is not a financial year; write it as 2009/10.`)
    : readYear(value);

/** The year of a tranche, or `opening`, or `unphased`. */
export const TrancheName = (description: string): PropertyDecorator =>
  text(
    required((value) => (value === 'opening' || value === 'unphased' ? value : readYearOfData(value)), description),
    description,
    { example: '2009/10' },
  );

/** A calendar day, `2009-07-13`. */
export const Day = (description: string): PropertyDecorator =>
  text(required(readDate, description), description, { format: 'date', example: '2009-07-13' });

/** A posting period, `2009-07`. */
export const PostingPeriod = (description: string): PropertyDecorator =>
  text(required(readMonth, description), description, { example: '2009-07' });

/** The code of a line, `IT-PROCUREMENT`. */
export const LineCode = (description: string): PropertyDecorator =>
  text(required(readLineId, description), description, { example: 'IT-PROCUREMENT' });

/** The code of an import batch. */
export const BatchCode = (description: string): PropertyDecorator =>
  text(required(readBatchId, description), description, { example: 'JULY-2009' });

/** The id of an officer, `off-101`. */
export const Officer = (description: string): PropertyDecorator =>
  text(required(readOfficerId, description), description, { example: 'off-101' });

/** The seq of an entry, as text or as a whole number. */
export const Seq = (description: string): PropertyDecorator =>
  decorate(
    ApiProperty({ description, oneOf: [{ type: 'string' }, { type: 'integer' }], example: '12' }),
    checkedBy(required(readSeq, description)),
  );

/** A leaf hash in hexadecimal, as a receipt gives it. */
export const Leaf = (description: string): PropertyDecorator =>
  text(
    required(matching(/^[0-9a-f]{64}$/, 'A leaf hash is 64 hexadecimal digits, as the receipt gives it.'), description),
    description,
    {
      pattern: '^[0-9a-f]{64}$',
    },
  );

/** Whole per cent, as text. */
export const Percent = (description: string): PropertyDecorator =>
  text(
    required(matching(/^(100|[1-9]?\d)$/, 'A likelihood is in whole per cent, from 0 to 100.'), description),
    description,
    {
      example: '80',
    },
  );

/** A name for a definition, `own-view`. */
export const DefinitionCode = (description: string): PropertyDecorator =>
  text(
    required(
      matching(/^[a-z][a-z0-9-]{1,39}$/, "A definition's name is 2 to 40 small letters, digits and hyphens."),
      description,
    ),
    description,
    {
      pattern: '^[a-z][a-z0-9-]{1,39}$',
    },
  );

/** SHA-256 of a file, in hexadecimal. */
export const Sha256 = (description: string): PropertyDecorator =>
  text(required(matching(/^[0-9a-f]{64}$/, 'A digest is SHA-256 in 64 hexadecimal digits.'), description), description);

const matching =
  (pattern: RegExp, sentence: string): Reader =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse('FIELD_FORMAT', sentence);

/** Free text of 1 to `longest` characters. It is kept trimmed and in composed form. */
export const Text = (description: string, longest: number): PropertyDecorator =>
  decorate(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.normalize('NFC').trim() : value)),
    text((value) => readText(value, longest), description, { minLength: 1, maxLength: longest }),
  );

/** Text exactly as it was printed in a document: it may be empty, but not unseemly. */
export const Printed = (description: string): PropertyDecorator =>
  text((value) => (value === '' ? value : readText(value, 200)), description, { maxLength: 200, example: '(200)' });

/** One of a few words. */
export const OneOf = (
  description: string,
  words: readonly string[],
  code: RefusalCode = 'CHOICE_UNKNOWN',
): PropertyDecorator =>
  text(
    required(
      (value) =>
        words.some((word) => word === value) ? value : refuse(code, `${description} is one of: ${words.join(', ')}.`),
      description,
    ),
    description,
    { enum: [...words] },
  );

/** Yes or no. */
export const Flag = (description: string): PropertyDecorator =>
  decorate(
    ApiProperty({ type: Boolean, description }),
    checkedBy(
      required(
        (value) => (typeof value === 'boolean' ? value : refuse('FIELD_FORMAT', `${description} is true or false.`)),
        description,
      ),
    ),
  );

/** A list of plain values, each read by the same reader. */
const listOf = (read: Reader, description: string, schema: ApiPropertyOptions): PropertyDecorator =>
  decorate(
    ApiProperty({ type: [String], description, maxItems: 100, ...schema }),
    checkedBy(
      required((value) => {
        if (!Array.isArray(value) || value.length > 100)
          return refuse('FIELD_FORMAT', `${description} is a list of at most 100.`);
        return value.map(read).find(isRefusal) ?? value;
      }, description),
    ),
  );

export const LineCodes = (description: string): PropertyDecorator => listOf(readLineId, description, {});

export const Words = (description: string, words: readonly string[], code: RefusalCode): PropertyDecorator =>
  listOf(
    (value) =>
      words.some((word) => word === value)
        ? value
        : refuse(code, `${description}: each is one of ${words.join(', ')}.`),
    description,
    { enum: [...words] },
  );

export const Tags = (description: string): PropertyDecorator =>
  listOf(matching(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A tag is 1 to 40 small letters, digits and hyphens.'), description, {
    example: ['quick-win'],
  });

/** A part of a request that has fields of its own. */
export const Nested = (type: () => new () => object, description: string): PropertyDecorator =>
  decorate(
    // Named `type` in the literal itself: that is how the description knows a type that is looked up late.
    ApiProperty({ type: () => type(), description }),
    Type(type),
    ValidateNested({
      message: asMessage(refuse('FIELD_FORMAT', `${description} is an object with fields of its own.`)),
    }),
    checkedBy(
      required(
        (value) =>
          typeof value === 'object' && !Array.isArray(value)
            ? value
            : refuse('FIELD_FORMAT', `${description}: give it as an object with fields of its own.`),
        description,
      ),
    ),
  );

/** A list of parts that have fields of their own. */
export const NestedList = (type: () => new () => object, description: string, most = 100): PropertyDecorator => {
  const eachIsAnObject = refuse('FIELD_FORMAT', `${description}: each is an object with fields of its own.`);
  return decorate(
    ApiProperty({ type: () => type(), isArray: true, description, maxItems: most }),
    Type(type),
    checkedBy(
      required((value) => {
        if (!Array.isArray(value)) return refuse('FIELD_FORMAT', `${description}: give it as a list.`);
        if (value.length > most) return refuse('FIELD_FORMAT', `${description}: at most ${String(most)} are taken.`);
        // class-validator would look into a list in the list, and find nothing wrong with it.
        return value.some((each) => Array.isArray(each)) ? eachIsAnObject : value;
      }, description),
    ),
    ValidateNested({ each: true, message: asMessage(eachIsAnObject) }),
  );
};

/** A field that may be left out or null. Stands above the field it makes optional. */
export const Optional = (): PropertyDecorator =>
  decorate(IsOptional(), ApiProperty({ required: false, nullable: true }));
