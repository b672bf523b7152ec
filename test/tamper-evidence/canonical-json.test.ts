import fc from 'fast-check';

import { canonicalJson } from '../../src/tamper-evidence/canonical-json';

/** Everything that may be hashed. */
const { hashable } = fc.letrec((tie) => ({
  hashable: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('hashable')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('hashable'), { noNullPrototype: false }),
  ),
}));

describe('Canonical JSON', () => {
  test.each([
    [
      'blanks and order do not matter',
      { b: 'x', a: [true, null, { d: '', c: false }] },
      '{"a":[true,null,{"c":false,"d":""}],"b":"x"}',
    ],
    ['the empty ones', [{}, [], ''], '[{},[],""]'],
    ['the escapes that JSON has a letter for', '\b\t\n\f\r"\\', '"\\b\\t\\n\\f\\r\\"\\\\"'],
    ['other control characters, in lower case', '\u0000\u000f\u001b\u001f', '"\\u0000\\u000f\\u001b\\u001f"'],
    ['nothing else is escaped', '\u007f/\u2028é€😀<>&', '"\u007f/\u2028é€😀<>&"'],
    ['no normalisation', 'e\u0301 é', '"e\u0301 é"'],
    ['names that look like numbers', { 10: 'ten', 9: 'nine', a: 'a' }, '{"10":"ten","9":"nine","a":"a"}'],
  ])('writes %s', (_what, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test('sorts names by their UTF-16 code units, as in the example of RFC 8785, section 3.2.3', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };

    expect(canonicalJson(example)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test.each([
    ['a number', 1],
    ['a number inside', { amount: [200_000] }],
    ['not a number', Number.NaN],
    ['undefined', undefined],
    ['undefined inside', { a: undefined }],
    ['a hole', new Array(2)],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 'b']])],
    ['a set', new Set(['a'])],
    ['a function', () => 'a'],
    ['a symbol', Symbol('a')],
    ['bytes', Buffer.from('a')],
    ['a text object', Object('a')],
    ['an object of a class', Object.create({ a: 'b' })],
    ['half a character', '\ud83d'],
    ['half a character in a name', { '\ude00': 'x' }],
    ['two halves in the wrong order', '\ude00\ud83d'],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson([value])).toThrow(TypeError);
  });

  test.each<[unknown, string]>([
    [undefined, 'cannot be hashed: undefined'],
    [7, 'cannot be hashed: number'],
    [new Date(0), 'cannot be hashed: object'],
    ['\ud83d', 'cannot be hashed: half a character'],
  ])('says of %p what it is', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });

  test('says the same value again, and the same bytes again', () => {
    fc.assert(
      fc.property(hashable, (value) => {
        const text = canonicalJson(value);

        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('has one text for one value, whatever the order of its names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), hashable, { noNullPrototype: false }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());

        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });
});
