// cspell:ignore PROCUR MENT
/** Requests as nobody should send them: what a route takes, spoilt in every way that is known to hurt. */
import fc from 'fast-check';

/** Values that have hurt parsers before. */
const words = [
  '',
  ' ',
  '0',
  '-1',
  '-0.00',
  '1e3',
  '1E400',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '(1,234.50)',
  '1.234,50',
  '200000.00',
  '99999999999.99',
  '9007199254740993',
  '999999999999999999999999',
  'null',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  '2009/10',
  '2009-10',
  '2009/11',
  '31/02/2026',
  '2026-13-01',
  '2009-07-13',
  '2009-07-13T09:00:00Z',
  'IT-PROCUREMENT',
  'it-procurement',
  'IT-PROCUR\u0415MENT',
  'cashable',
  'plan',
  'achieved.claimed',
  'published',
  'off-201',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\u2212' + '5.00',
  '\u0661.00',
  "'; DROP TABLE entries; --",
  '../../etc/passwd',
  '%00',
  '%zz',
  '<script>alert(1)</script>',
  '=1+1',
  'a'.repeat(3_000),
];

const text = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 40 }));
const value = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 4 }));

export interface HostileRequest {
  readonly query: readonly (readonly [string, string])[];
  /** What stands in the address for each of its names. */
  readonly inPath: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Requests with known names and unknown ones, on a body that is right but for what was spoilt. In many of them only the
 * body is spoilt, or only what stands around it: where everything is, nothing comes further than the door.
 */
export function hostileRequests(names: readonly string[], bodies: readonly object[]): fc.Arbitrary<HostileRequest> {
  const name = fc.oneof(fc.constantFrom(...names, 'colour', '__proto__', ''), text);
  const header = fc.constantFrom(
    '"1"',
    '"999999"',
    'W/"1"',
    '*',
    '1',
    'k',
    'a key',
    'k'.repeat(300),
    'text/csv',
    'text/plain',
  );
  const spoiltAll = fc.record({
    query: fc.array(fc.tuple(name, text), { maxLength: 4 }),
    inPath: fc.array(text, { minLength: 2, maxLength: 2 }),
    headers: fc.dictionary(
      fc.constantFrom('idempotency-key', 'if-match', 'if-none-match', 'accept', 'content-type', 'last-event-id'),
      header,
      { maxKeys: 3 },
    ),
    body: fc.oneof(
      spoilt(bodies),
      value.map((each) => JSON.stringify(each)),
      text,
    ),
  });
  const right = fc.constantFrom(...bodies).map((body) => JSON.stringify(body));
  return fc.oneof(
    spoiltAll,
    spoiltAll.map((request) => ({ ...request, query: [], headers: {} })),
    fc.tuple(spoiltAll, right).map(([request, body]) => ({ ...request, body, query: [] })),
    fc.tuple(spoiltAll, right).map(([request, body]) => ({ ...request, body, headers: {} })),
  );
}

/** A right body in which one or two fields are something else, missing, new or there twice. */
const spoilt = (bodies: readonly object[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...bodies),
      fc.array(fc.tuple(fc.nat(), text, value), { minLength: 1, maxLength: 2 }),
      fc.boolean(),
    )
    .map(([body, changes, twice]) => {
      const fields = Object.entries(body) as [string, unknown][];
      for (const [at, name, to] of changes) {
        if (at % 5 === 0) fields.push([name, to]);
        else fields[at % fields.length] = [fields[at % fields.length]![0], to];
      }
      if (twice) fields.push(fields[0]!);
      return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join(',')}}`;
    });
