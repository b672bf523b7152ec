/** The fields that many answers have in common. */
import { count, orNull, text, type SchemaObject } from './schemas';

export const size = count('How many entries the answer knows; the last of them is seq size - 1', 180);
export const asAt = text('The effective date it is asked as at', '2009-07-13');
export const by = text('The financial year it is asked by', '2010/11');
export const definition = text('The definition it is asked under', 'published');
export const next = orNull(
  text(
    'What to send as `after` for the next page of this very answer; null on the last one',
    'NDkgMTgwIDIwMDktMDctMTM',
  ),
);
export const filter: SchemaObject = {
  type: 'object',
  description: 'The part of the ledger it is about; empty: all of it',
  additionalProperties: { type: 'string' },
};

export const lineCode = text('The code of the line', 'IT-PROCUREMENT');
