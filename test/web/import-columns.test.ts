import { isRefusal } from '../../src/domain/refusals';
import type { DryRun } from '../../src/exchange/import/dry-run';
import { readFile, tryImport } from '../../src/exchange/import/import-files';
import type { FormBody } from '../../src/web/form-body';
import { askedSheets, mappingOf, type AskedSheet } from '../../src/web/importing/column-form';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { workbook, type CellOf } from '../support/workbooks';

const years = ['2009/10', '2010/11'];
const section = 'Activity in 2009/10';
const answers = { title: 'Invented', document: 'Invented', unit: 'pounds', savings: 'positive', section };

let ledger: CouncilLedger;
beforeEach(async () => {
  ledger = await openCouncil();
});
afterEach(() => ledger.close());

/** What the page asks of a file, and what the answers would come to. */
async function tried(
  rows: readonly (readonly CellOf[])[],
  sent: FormBody = answers,
): Promise<{ readonly asked: readonly AskedSheet[]; readonly dry: DryRun }> {
  const file = { name: 'tracker.xlsx', bytes: workbook([{ name: 'Plan', rows }]) };
  const sheets = await readFile(file);
  if (isRefusal(sheets)) throw new Error(sheets.message);
  const asked = askedSheets(sheets, years, sent);
  const dry = await tryImport(ledger.ports, { files: [file], mapping: mappingOf(asked, sent), options: {} }, recorder);
  if (isRefusal(dry)) throw new Error(`${dry.code}: ${dry.message}`);
  return { asked, dry };
}

const problems = ({ problems: all }: DryRun): readonly string[] => all.map(({ code, cell }) => `${code} ${cell ?? ''}`);

describe('A title that looks like a printed total', () => {
  const rows = [
    ['Line', 'Saving 2009/10'],
    ['IT Procurement', 100],
    ['Total Facilities Management (invented)', 200],
  ];

  test('is a problem of its cell until somebody says what it is, and is never skipped', async () => {
    const { asked, dry } = await tried(rows);

    expect(asked[0]?.totals).toEqual([
      { name: 'total-0-3', title: 'Total Facilities Management (invented)', row: 3, value: '' },
    ]);
    expect(problems(dry)).toEqual(['IMPORT_MAPPING A3']);
  });

  test('is a line with its saving where that is said', async () => {
    const { dry } = await tried(rows, { ...answers, 'total-0-3': 'line' });

    expect([problems(dry), dry.control]).toEqual([[], { rows: 2, total: '300.00' }]);
  });

  test('is added up again where it is said to be a total, of the section or of all lines', async () => {
    for (const scope of ['section', 'ledger']) {
      const { dry } = await tried(rows, { ...answers, 'total-0-3': scope });
      expect(dry.totals.map(({ stated, computed, agrees }) => [stated, computed, agrees])).toEqual([
        ['200.00', '100.00', false],
      ]);
    }
  });

  test('is the total of the section where it says no more than Total; where none is named, that is asked', async () => {
    const printed = [...rows.slice(0, 2), ['Total', 100]];
    const { asked, dry } = await tried(printed);
    expect([asked[0]?.totals[0]?.value, dry.totals[0]?.agrees]).toEqual(['section', true]);

    const withSections = [
      ['Line', 'Section', 'Saving 2009/10'],
      ['IT Procurement', section, 100],
      ['Total', null, 100],
    ];
    const unnamed = await tried(withSections, { ...answers, section: '' });
    expect(problems(unnamed.dry)).toEqual(['IMPORT_MAPPING A3']);
  });

  test('is meant alone where its title ends with a star', async () => {
    const { dry } = await tried(
      [rows[0]!, ['IT Procurement', 100], ['Total*', 100], ['Total Facilities Management (invented)', 200]],
      { ...answers, 'total-0-3': 'section', 'total-0-4': 'line' },
    );

    expect([problems(dry), dry.control.rows, dry.totals.length]).toEqual([[], 2, 1]);
  });
});

describe('Two columns of one heading', () => {
  const rows = (heading: string): readonly (readonly CellOf[])[] => [
    ['Line', 'Saving 2009/10', heading, heading],
    ['IT Procurement', 200, 'First (invented)', 'Second (invented)'],
  ];

  test('are no trouble where neither is read', async () => {
    const { dry } = await tried(rows('Notes'));

    expect([problems(dry), dry.control.total]).toEqual([[], '200.00']);
  });

  test('are refused where one is read, because nobody could say which', async () => {
    await expect(tried(rows('Notes'), { ...answers, 'column-0-3': 'officer' })).rejects.toThrow('named twice');
  });
});
