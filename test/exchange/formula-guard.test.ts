import fc from 'fast-check';

import { isRefusal } from '../../src/domain/refusals';
import { csvOf } from '../../src/exchange/export/csv';
import { readCsv } from '../../src/exchange/import/read-csv';

/** What a text column of an export holds when the file is read again. */
function wayBack(texts: readonly string[]): readonly (string | null)[] {
  const columns = ['Code', 'Title'].map((heading) => ({ heading, kind: 'text' as const }));
  const rows = texts.map((text, place) => [`H${String(place)}`, text]);
  const sheet = readCsv('tracker.csv', csvOf({ name: 'Tracker', title: 'Tracker', columns, rows }));
  if (isRefusal(sheet)) throw new Error(sheet.message);
  return sheet.rows.slice(1).map(([, cell]) => cell?.text ?? null);
}

describe('A text of an exported CSV file', () => {
  test('that looks like a formula comes back as it was, apostrophes of its own included', () => {
    const titles = ['@SUM(1+1)', '-2+3 cmd', "'=1", "''+2", "'quoted'", '=HYPERLINK("x","y")', 'IT Procurement'];
    expect(wayBack(titles)).toEqual(titles);
  });

  test('comes back as it was, whatever it is', () => {
    const pieces = fc.constantFrom("'", '=', '+', '-', '@', '\t', '\uff1d', '"', ',', ' ', 'a', '2', '\u00a3');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: pieces, minLength: 1 }), { minLength: 1 }), (texts) => {
        expect(wayBack(texts)).toEqual(texts);
      }),
    );
  });
});
