// cspell:ignore PROCUR MENT
import { baseline, startServer, type TestServer } from '../support/server';

/** What the form of an achieved saving sends, but for what is tried. */
const answers = {
  kind: 'SavingAchieved',
  line: 'IT-PROCUREMENT',
  year: '2009/10',
  class: 'cashable',
  gross: '200,000',
};
const gross = (amount: string): object => ({ gross: amount });

/** What was typed, and the code it must get. What people write is completed first: `12`, `£200,000`. */
const cases: readonly (readonly [string, object, number, string])[] = [
  ...['1e3', '1E400', 'NaN', 'Infinity', '0x10', '0b11', '1_000', '+5', '.5', '5.', '-0.00', '00012.50'].map(
    (amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_FORMAT'] as const,
  ),
  ...['12.5', '12.345'].map((amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_PENCE'] as const),
  ['no amount', gross(''), 422, 'AMOUNT_REQUIRED'],
  ['an amount in brackets', gross('(200)'), 422, 'AMOUNT_BRACKETS'],
  ...['1.234,50', '1,23.4', '1 234.50'].map(
    (amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_SEPARATORS'] as const,
  ),
  ...['\u22125.00', '\u0661.00', '\uff11.00', '1.50\u200b'].map(
    (amount) => [`the amount ${JSON.stringify(amount)}`, gross(amount), 422, 'AMOUNT_CHARACTERS'] as const,
  ),
  ['an amount too large', gross('10000000000.00'), 422, 'AMOUNT_RANGE'],
  ['an amount out of proportion to the target', gross('200000000'), 422, 'AMOUNT_CONFIRM'],
  ['an amount of nought', gross('0'), 422, 'AMOUNT_ZERO'],
  ['a minus amount', gross('-5'), 422, 'AMOUNT_SIGN'],
  ['a year whose halves do not follow', { year: '2009/11' }, 422, 'YEAR_FORMAT'],
  ['a day that is none', { effective: '31/02/2026' }, 422, 'DATE_FORMAT'],
  ['a class that is not one', { class: 'fancy' }, 422, 'CLASS_UNKNOWN'],
  ['a line nobody registered', { line: 'NO-SUCH-LINE' }, 404, 'LINE_NOT_FOUND'],
  ['a line whose code looks like another', { line: 'IT-PROCUR\u0415MENT' }, 422, 'CODE_FORMAT'],
  ['a control character', { reason: 'because\u0007' }, 422, 'TEXT_CHARACTERS'],
  ['a direction mark', { reason: 'because\u202e' }, 422, 'TEXT_INVISIBLE'],
  ['a text too long', { reason: 'x'.repeat(2_001) }, 422, 'TEXT_LENGTH'],
];

describe('Bad input on pages', () => {
  let server: TestServer;
  let size: number;

  beforeAll(async () => {
    server = await startServer();
    await server.post(baseline);
    size = await server.size();
  });

  afterAll(() => server.close());

  test.each(cases)('%s is refused with its code, and nothing is recorded', async (_what, tried, status, code) => {
    const page = await server.send('/record', { ...answers, ...tried, do: 'record', key: `page-${code}` });

    expect([page.statusCode, /Code: <span class="ledger-code">(\w+)</.exec(page.body)?.[1]]).toEqual([status, code]);
    expect(await server.size()).toBe(size);
  });

  test('what is refused can be sent again, put right, with the amount as people write it', async () => {
    await server.send('/record', { ...answers, gross: '1e3', do: 'record', key: 'put-right' });
    const page = await server.send('/record', { ...answers, gross: '£200,000', do: 'record', key: 'put-right' });

    expect(page.statusCode).toBe(303);
    expect(await server.size()).toBe(size + 1);
  });
});
