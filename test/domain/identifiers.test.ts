// cspell:ignore PRОCUREMENT
import {
  readBatchId,
  readIdempotencyKey,
  readLineId,
  readOfficerId,
  readSeq,
  seqOf,
  seqText,
} from '../../src/domain/identifiers';
import { isRefusal } from '../../src/domain/refusals';
import { readText } from '../../src/domain/text';

const said = (value: unknown): unknown => (isRefusal(value) ? `${value.code}: ${value.message}` : value);
const noCode = (of: string): string =>
  `CODE_FORMAT: A ${of}'s code is 2 to 40 capital letters, digits and hyphens, such as IT-PROCUREMENT.`;
const noOfficer = 'OFFICER_FORMAT: An officer is named by id, such as off-101, never by name.';
const keyNeeded =
  'IDEMPOTENCY_REQUIRED: Send an Idempotency-Key, a text of your own that names this command, so that it can safely be sent again.';
const noKey = 'IDEMPOTENCY_FORMAT: An Idempotency-Key is 1 to 200 printable characters without spaces.';
const noSeq = 'PARAM_RANGE: A seq is a whole number from 0 on.';
const text50 = (value: unknown): unknown => readText(value, 50);

describe('a code, a pseudonym, a key, a place and a text', () => {
  it.each([
    [readLineId, 'A1', 'A1'],
    [readLineId, '2-COUNCILS', '2-COUNCILS'],
    [readLineId, 'L'.repeat(40), 'L'.repeat(40)],
    [readLineId, 'L'.repeat(41), noCode('line')],
    [readLineId, 'A', noCode('line')],
    [readLineId, '-A', noCode('line')],
    [readLineId, 'IT PROCUREMENT', noCode('line')],
    [readLineId, 'IT-PRОCUREMENT', noCode('line')],
    [readLineId, 'xIT-PROCUREMENT', noCode('line')],
    [readLineId, 'IT-PROCUREMENT\n', noCode('line')],
    [readLineId, ['IT-PROCUREMENT'], noCode('line')],
    [readLineId, 42, noCode('line')],
    [readBatchId, 'JULY-2009', 'JULY-2009'],
    [readBatchId, 'July 2009', noCode('batch')],
    [readOfficerId, 'off-9', 'off-9'],
    [readOfficerId, 'off-finance-2', 'off-finance-2'],
    [readOfficerId, `off-${'9'.repeat(40)}`, `off-${'9'.repeat(40)}`],
    [readOfficerId, `off-${'9'.repeat(41)}`, noOfficer],
    [readOfficerId, 'off--9', noOfficer],
    [readOfficerId, 'off-', noOfficer],
    [readOfficerId, 'x off-101', noOfficer],
    [readOfficerId, 'off-101 Craig', noOfficer],
    [readOfficerId, ['off-101'], noOfficer],
    [readIdempotencyKey, undefined, keyNeeded],
    [readIdempotencyKey, null, keyNeeded],
    [readIdempotencyKey, '', keyNeeded],
    [readIdempotencyKey, 'k', 'k'],
    [readIdempotencyKey, '!~', '!~'],
    [readIdempotencyKey, 'k'.repeat(200), 'k'.repeat(200)],
    [readIdempotencyKey, 'k'.repeat(201), noKey],
    [readIdempotencyKey, 'two words', noKey],
    [readIdempotencyKey, ' one', noKey],
    [readIdempotencyKey, 'é', noKey],
    [readIdempotencyKey, ['k'], noKey],
    [readSeq, 0, 0],
    [readSeq, '0', 0],
    [readSeq, '10', 10],
    [readSeq, '012', noSeq],
    [readSeq, '12 ', noSeq],
    [readSeq, ' 12', noSeq],
    [readSeq, '', noSeq],
    [readSeq, -1, noSeq],
    [readSeq, ['12'], noSeq],
    [readSeq, null, noSeq],
    [readSeq, '9'.repeat(100), Number.MAX_SAFE_INTEGER],
    [readSeq, '9'.repeat(101), noSeq],
    [text50, 'x'.repeat(50), 'x'.repeat(50)],
    [text50, 'x'.repeat(51), 'TEXT_LENGTH: The text has 51 characters; at most 50 are taken.'],
    [text50, 7, 'TEXT_REQUIRED: A text is needed here.'],
    [text50, ' \t ', 'TEXT_REQUIRED: A text is needed here; it was empty.'],
    [text50, 'ab\u200bc', 'TEXT_INVISIBLE: The text holds the invisible character U+200B at position 3; remove it.'],
    [text50, 'a\u{e0041}b', 'TEXT_INVISIBLE: The text holds the invisible character U+E0041 at position 2; remove it.'],
    [text50, 'ab\u0007c', 'TEXT_CHARACTERS: The text holds the control character U+0007 at position 3; remove it.'],
    [text50, 'one\ttab', 'one\ttab'],
  ])('%p reads %p as %p', (read, given, expected) => {
    expect(said(read(given))).toBe(expected);
  });

  it('a place is text in what is hashed and a number in memory: 12', () => {
    expect([seqText(12), seqOf(seqText(12))]).toEqual(['12', 12]);
  });
});
