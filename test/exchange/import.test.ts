import { isRefusal, type Refusal } from '../../src/domain/refusals';
import type { DryRun } from '../../src/exchange/import/dry-run';
import { commitImport, tryImport, type Committed, type ImportRequest } from '../../src/exchange/import/import-files';
import { RememberedMappings } from '../../src/exchange/import/remembered-mappings';
import { mappedBy } from '../../src/exchange/import/mapped';
import { readFile } from '../../src/exchange/import/import-files';
import { FindingsQuery } from '../../src/queries/findings';
import { JournalQuery } from '../../src/queries/journal';
import { PositionQuery } from '../../src/queries/position';
import { ReconciliationQuery } from '../../src/queries/reconciliation';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { julyMapping } from '../support/july-mapping';
import { untidyMapping, untidyWorkbook } from '../support/untidy-workbook';
import { smallMapping } from '../support/small-tracker';
import { julyCsv, julyFiles, julyWorkbook, workbook } from '../support/workbooks';

/** The golden figures of July 2009, in thousands: plan and identified by definition and year. */
const golden = {
  published: { '2009/10': [19137, 16637], '2010/11': [37443, 19725], '2011/12': [35010, 22510] },
  phased: { '2009/10': [19137, 16637], '2010/11': [27075, 19725], '2011/12': [35010, 22510] },
  ni179: { '2009/10': [17315, 14815], '2010/11': [25253, 17903], '2011/12': [33188, 20688] },
} as const;

async function expectGolden({ ask }: CouncilLedger): Promise<void> {
  for (const [definition, years] of Object.entries(golden)) {
    for (const [by, [plan, identified]] of Object.entries(years)) {
      const position = await ask(new PositionQuery({ by, definition }));
      expect([definition, by, position.plan, position.identified]).toEqual([
        definition,
        by,
        `${String(plan)}000.00`,
        `${String(identified)}000.00`,
      ]);
    }
  }
}

const settled = <Answer>(answer: Answer | Refusal): Answer => {
  if (isRefusal(answer)) throw new Error(`${answer.code}: ${answer.message}`);
  return answer;
};

let ledger: CouncilLedger;
beforeEach(async () => {
  ledger = await openCouncil();
});
afterEach(() => ledger.close());

const dryRun = async (request: ImportRequest): Promise<DryRun> =>
  settled(await tryImport(ledger.ports, request, recorder));
const commit = async (request: ImportRequest): Promise<Committed> =>
  settled(await commitImport(ledger.ports, request, recorder));
const refusedCommit = async (request: ImportRequest): Promise<Refusal> => {
  const outcome = await commitImport(ledger.ports, request, recorder);
  if (!isRefusal(outcome)) throw new Error('it was not refused');
  return outcome;
};

const july: ImportRequest = {
  files: [{ name: 'july.xlsx', bytes: julyWorkbook() }],
  mapping: julyMapping,
  options: {},
};
const julyAsCsv: ImportRequest = {
  ...july,
  files: julyFiles.map((name) => ({ name, bytes: julyCsv(name) })),
};
const untidy: ImportRequest = {
  files: [{ name: 'tracker.xlsx', bytes: untidyWorkbook() }],
  mapping: untidyMapping,
  options: {},
};

describe('the four published tables', () => {
  test('go in as one workbook and come out to the golden figures, every entry with its cell', async () => {
    expect((await commit(july)).receipts).toHaveLength(179);
    await expectGolden(ledger);
    const differing = (await ledger.ask(new ReconciliationQuery({}))).totals.filter(({ agrees }) => !agrees);
    expect(differing.map(({ label, amount, computed }) => [label, amount, computed])).toEqual([
      ['Total as printed', '1761000.00', '3340000.00'],
      ['Total as printed', '2003000.00', '6128000.00'],
      ['Total as printed', '2030000.00', '8113000.00'],
      ['Full year savings from activity in 2008/09', '1667000.00', '1677000.00'],
    ]);
    expect((await ledger.ask(new FindingsQuery({ as_at: '2009-07-13' }))).counts['pot-unallocated']).toBe(1);
  });

  test('go in as four CSV files, which are one import', async () => {
    await commit(julyAsCsv);
    await expectGolden(ledger);
    expect(await ledger.size()).toBe(180);
  });

  test('go in as an untidy tracker, and what is not read is said', async () => {
    const dry = await dryRun(untidy);
    expect(dry.problems).toEqual([]);
    expect(dry.notices.map(({ message }) => message)).toEqual([
      'The column "remarks" is not read. It is hidden.',
      'The column "source" is not read.',
      'This total is a formula; its last result is tested.',
      '44 plans have no class in the file: cashable is taken, and the findings say so.',
    ]);
    await commit(untidy);
    await expectGolden(ledger);
  });
});

describe('a dry run', () => {
  test('shows each row, the entries it becomes with their cells, and records nothing', async () => {
    const { rows, control } = await dryRun(july);
    const row = rows.find(({ line }) => line === 'IT-PROCUREMENT');
    expect(row?.entries).toEqual([
      { kind: 'LineRegistered', cell: 'B11', postings: [] },
      { kind: 'OwnerAssigned', cell: 'I11', postings: [] },
      {
        kind: 'SavingPlanned',
        cell: 'C11:F11',
        postings: [
          { measure: 'plan', tranche: '2009/10', amount: '200000.00' },
          { measure: 'plan', tranche: '2010/11', amount: '100000.00' },
          { measure: 'plan', tranche: '2011/12', amount: '200000.00' },
        ],
      },
    ]);
    expect(control.rows).toBe(53);
    expect(await ledger.size()).toBe(1);
  });

  test('re-adds printed totals: the divisional table prints 1,761 and its rows add to 3,340', async () => {
    const { totals } = await dryRun(july);
    expect(totals.find(({ label }) => label === 'Total as printed')).toMatchObject({
      sheet: 'published-figures.csv',
      cell: 'D7',
      printed: '(1,761)',
      stated: '1761000.00',
      computed: '3340000.00',
      agrees: false,
    });
  });

  test('lists every problem with its sheet and cell, and then nothing can be recorded', async () => {
    const bad = workbook([
      {
        name: 'Plan',
        rows: [
          ['Line', 'Saving'],
          ['Agency Project', 'about 400'],
          ['IT Procurement', { formula: '1+1', result: '2' }],
          ['Printers', '1.234,50'],
          [null, 100],
          ['Grand total', 600],
        ],
      },
    ]);
    const request = { files: [{ name: 'bad.xlsx', bytes: bad }], mapping: small, options: {} };
    const dry = await dryRun(request);
    expect(dry.problems.map(({ sheet, cell, code }) => `${sheet ?? ''}!${cell ?? ''} ${code}`)).toEqual([
      'Plan!B2 FILE_CELL',
      'Plan!B3 FILE_CELL',
      'Plan!B4 AMOUNT_SEPARATORS',
      'Plan!A5 TEXT_REQUIRED',
      'Plan!A6 IMPORT_MAPPING',
    ]);
    const refusal = await refusedCommit(request);
    expect([refusal.code, refusal.problems.length]).toEqual(['IMPORT_ROWS', 5]);
    expect(await ledger.size()).toBe(1);
  });
});

const small = { ...smallMapping, effective: '2009-07-13' };

const smallFile = (...rows: (readonly (string | number | null)[])[]): ImportRequest['files'] => [
  { name: 'small.xlsx', bytes: workbook([{ name: 'Plan', rows: [['Line', 'Saving'], ...rows] }]) },
];

describe('an import', () => {
  test('adds nothing the second time', async () => {
    await commit(july);
    const size = await ledger.size();
    const again = await commit(july);
    expect([again.receipts, again.replayed, await ledger.size()]).toEqual([[], true, size]);
    expect(again.answer.notices.filter(({ sheet }) => sheet === null)).toEqual([]);
  });

  test('of a file that a later one of the same tracker changed is not recorded again, and says what to take back', async () => {
    const of = (amount: number): ImportRequest => ({
      files: smallFile(['IT Procurement', amount], ['Printers', 100]),
      mapping: { ...small, lines: 'id or title' },
      options: { reason: 'Re-profiled at the July review (invented)' },
    });
    const level = async () => (await ledger.ask(new PositionQuery({ by: '2009/10' }))).level;
    const first = (await commit(of(200))).answer.batch;
    const said = async () => (await dryRun(of(200))).notices.map(({ message }) => message);
    expect(await said()).toEqual([]);
    const { answer, receipts } = await commit(of(260));
    expect([receipts.length, await level()]).toEqual([2, '360.00']);

    const again = await commit(of(200));
    expect([again.receipts, again.replayed, await level()]).toEqual([[], true, '360.00']);
    expect(again.answer.notices.map(({ message }) => message)).toEqual([
      `These files stand as ${first} and are not recorded again, but the ledger no longer says what they say of IT-PROCUREMENT. ` +
        `Since then ${answer.batch} came from the same tracker; to go back to this file, take that back, the latest first.`,
    ]);

    await ledger.record({ kind: 'BatchReversed', reversed: answer.batch, reason: 'Not agreed (invented)' });
    expect([await said(), await level()]).toEqual([[], '300.00']);
    const { entries } = await ledger.ask(new JournalQuery({ line: 'IT-PROCUREMENT', order: 'oldest', by: '2009/10' }));
    expect(entries.map(({ kind, balance }) => [kind, balance])).toEqual([
      ['LineRegistered', '0.00'],
      ['SavingPlanned', '200.00'],
      ['SavingReprofiled', '260.00'],
      ['BatchReversed', '200.00'],
    ]);
  });

  test('of a file whose line was changed by hand names no later import that left this line alone', async () => {
    const of = (...rows: [string, number][]): ImportRequest => ({
      files: smallFile(...rows),
      mapping: { ...small, lines: 'id or title' },
      options: {},
    });
    const first = of(['IT Procurement', 200]);
    const { batch } = (await commit(first)).answer;
    await commit(of(['Printers', 100]));
    await ledger.record({
      kind: 'SavingReprofiled',
      line: 'IT-PROCUREMENT',
      class: 'cashable',
      levels: [{ year: '2009/10', level: '260.00' }],
      reason: 'Re-profiled at the July review (invented)',
    });

    expect((await dryRun(first)).notices.map(({ message }) => message)).toEqual([
      `These files stand as ${batch} and are not recorded again, but the ledger no longer says what they say of IT-PROCUREMENT. ` +
        'It was changed by other entries since; reverse those, or record what is right as new entries.',
    ]);
  });

  test('of a file whose line was changed by hand names no later import that only made the line a programme of its pot', async () => {
    const first: ImportRequest = {
      files: smallFile(['IT Procurement', 200]),
      mapping: { ...small, lines: 'id or title' },
      options: {},
    };
    const { batch } = (await commit(first)).answer;
    const [sheet] = small.sheets;
    const pot = { programmes: ['IT-PROCUREMENT'], allocateBy: '2009-11-30' };
    await commit({
      files: smallFile(['Pot (invented)', 500]),
      mapping: { ...small, lines: 'id or title', sheets: [{ ...sheet, rows: [{ title: 'Pot (invented)', pot }] }] },
      options: {},
    });
    await ledger.record({
      kind: 'SavingReprofiled',
      line: 'IT-PROCUREMENT',
      class: 'cashable',
      levels: [{ year: '2009/10', level: '260.00' }],
      reason: 'Re-profiled at the July review (invented)',
    });

    expect((await dryRun(first)).notices.map(({ message }) => message)).toEqual([
      `These files stand as ${batch} and are not recorded again, but the ledger no longer says what they say of IT-PROCUREMENT. ` +
        'It was changed by other entries since; reverse those, or record what is right as new entries.',
    ]);
  });

  test('reads a total whose name stands among the codes as the mapping says', async () => {
    const rows = [
      ['Code', 'Line', 'Saving'],
      ['ROADS', 'Road resurfacing (invented)', 400],
      ['LIGHTS', 'Street lighting (invented)', 600],
      ['Total', null, 1000],
    ];
    const [sheet] = smallMapping.sheets;
    const columns = [{ header: 'Code', is: 'id' }, ...(sheet?.columns ?? [])];
    const scope = { of: 'section', name: 'Activity in 2009/10' };
    const mapping = { ...small, sheets: [{ ...sheet, columns, rows: [{ title: 'Total', is: 'total', scope }] }] };
    const files = [{ name: 'roads.xlsx', bytes: workbook([{ name: 'Plan', rows }]) }];

    const { problems, totals } = await dryRun({ files, mapping, options: {} });
    expect(problems).toEqual([]);
    expect(totals).toMatchObject([{ label: 'Total', cell: 'C4', computed: '1000.00', agrees: true }]);
  });

  test('holds a printed total of a second tracker against what the ledger will hold it against, and says why it differs', async () => {
    const tracker = (mapping: object, name: string, ...rows: [string, number][]): ImportRequest => ({
      files: [{ name, bytes: workbook([{ name: 'Plan', rows: [['Line', 'Saving'], ...rows] }]) }],
      mapping,
      options: {},
    });
    const [sheet] = smallMapping.sheets;
    const scoped = (scope: object, more: object = {}) => ({
      ...small,
      sheets: [{ ...sheet, ...more, rows: [{ title: 'Total', is: 'total', scope }] }],
    });
    const bySection = scoped({ of: 'section', name: 'Activity in 2009/10' });
    await commit(tracker(bySection, 'one.xlsx', ['IT Procurement', 200], ['Total', 200]));

    const second = tracker(bySection, 'two.xlsx', ['Printers', 400], ['Agency Project', 500], ['Total', 900]);
    const { totals, notices } = await dryRun(second);
    expect(totals).toMatchObject([{ stated: '900.00', rows: '900.00', computed: '1100.00', agrees: false }]);
    expect(notices.find(({ cell }) => cell === 'B4')?.message).toMatch(
      /what the rows of the file come to, 900.00.*1100.00/,
    );

    const byGroup = scoped({ of: 'group', name: 'Printing' }, { group: 'Printing' });
    const alone = tracker(byGroup, 'two.xlsx', ['Printers', 400], ['Agency Project', 500], ['Total', 900]);
    expect((await dryRun(alone)).totals).toMatchObject([{ computed: '900.00', agrees: true }]);

    await commit(second);
    const differing = (await ledger.ask(new ReconciliationQuery({}))).totals.filter(({ agrees }) => !agrees);
    expect(differing).toMatchObject([{ amount: '900.00', computed: '1100.00' }]);
    expect((await dryRun(second)).totals).toMatchObject([{ rows: '900.00', computed: '1100.00', agrees: false }]);
  });

  test('of which a printed total was taken back holds the others against their own figures, and says so of that one', async () => {
    const [sheet] = smallMapping.sheets;
    const rows = [
      { title: 'Total of IT', is: 'total', scope: { of: 'line', line: 'IT-PROCUREMENT' } },
      { title: 'Total', is: 'total', scope: { of: 'section', name: 'Activity in 2009/10' } },
    ];
    const file: ImportRequest = {
      files: smallFile(['IT Procurement', 200], ['Printers', 100], ['Total of IT', 200], ['Total', 300]),
      mapping: { ...small, lines: 'id or title', sheets: [{ ...sheet, rows }] },
      options: {},
    };
    await commit(file);
    const [first] = (await ledger.ask(new ReconciliationQuery({}))).totals;
    await ledger.record({ kind: 'EntryReversed', entry: String(first!.entry), reason: 'Not on the paper (invented)' });

    const { totals, notices } = await dryRun(file);
    expect(totals).toMatchObject([
      { label: 'Total of IT', computed: null, agrees: null },
      { label: 'Total', computed: '300.00', agrees: true },
    ]);
    expect(notices).toEqual([
      {
        sheet: 'Plan',
        cell: 'B4',
        message: 'The entry that asserted this total was taken back, so the ledger has no figure beside it.',
      },
    ]);
  });

  test('with a row that cannot be recorded holds printed totals against the rows of the file', async () => {
    await commit({ files: smallFile(['Printers', 100]), mapping: small, options: {} });
    const [sheet] = smallMapping.sheets;
    const scope = { of: 'section', name: 'Other' };
    const files = smallFile(['Printers', 100], ['IT Procurement', 50], ['Total', 150]);
    const sheets = [{ ...sheet, section: 'Other', rows: [{ title: 'Total', is: 'total', scope }] }];

    const { totals, notices, problems } = await dryRun({ files, mapping: { ...small, sheets }, options: {} });
    expect(problems).toMatchObject([{ sheet: 'Plan', cell: 'A2', code: 'LINE_EXISTS' }]);
    expect(totals).toMatchObject([{ stated: '150.00', rows: '150.00', computed: '150.00', agrees: true }]);
    expect(notices.filter(({ cell }) => cell === 'B4')).toEqual([]);
  });

  test('is all or nothing: one row the ledger refuses, and no other is recorded', async () => {
    await ledger.record({
      ...{ kind: 'LineRegistered', line: 'PRINTERS', title: 'Printers', section: 'Activity in 2009/10' },
      stage: 'identified',
    });
    const refusal = await refusedCommit({
      ...{ files: smallFile(['Agency Project', 400], ['Printers', 100]), mapping: small, options: {} },
    });
    expect(refusal.problems).toMatchObject([{ code: 'LINE_EXISTS', sheet: 'Plan', cell: 'A3' }]);
    expect(await ledger.size()).toBe(2);
  });

  test('is taken back as one batch, and can then be imported again', async () => {
    const { answer } = await commit(july);
    await ledger.record({
      ...{ kind: 'BatchReversed', reversed: answer.batch, reason: 'The wrong month (invented)' },
      effective: '2009-07-13',
    });
    expect((await ledger.ask(new PositionQuery({ by: '2010/11' }))).level).toBe('0.00');
    const again = await commit(july);
    expect(again.answer.batch).toMatch(/-2$/);
    expect((await ledger.ask(new PositionQuery({ by: '2010/11' }))).level).toBe('15978000.00');
  });

  test('into a month that is closed is refused once, for the month, however many rows it has', async () => {
    await ledger.record({ kind: 'PeriodClosed', through: '2009-07', of: 'month' });
    const file = { files: smallFile(['Agency Project', 400], ['Printers', 100], ['Paper', 50]), options: {} };
    const refusal = await refusedCommit({ ...file, mapping: { ...small, effective: '2009-07-13' } });
    expect(refusal.problems.map(({ code }) => code)).toEqual(['PERIOD_LOCKED']);
    expect(refusal.message).toContain('Nothing was imported: 1 problem. ');
    expect(refusal.message).toContain('The books of 2009-07 are closed');
    expect(await ledger.size()).toBe(2);
  });

  test('is held against what was counted by hand', async () => {
    const file = { files: smallFile(['Agency Project', 400], ['Printers', 100]), mapping: small };
    const wrong = await refusedCommit({ ...file, options: { controlRows: '3', controlTotal: '501.00' } });
    expect([wrong.code, wrong.problems.length]).toEqual(['IMPORT_CONTROL_TOTAL', 2]);
    expect(await ledger.size()).toBe(1);
    expect((await commit({ ...file, options: { controlRows: '2', controlTotal: '500.00' } })).receipts).toHaveLength(5);
  });

  test('reads instalments as what each year adds', async () => {
    const mapping = {
      ...small,
      sheets: [
        {
          ...small.sheets[0],
          columns: [
            { header: 'Line', is: 'title' },
            { header: 'New 2009/10', is: 'instalment', year: '2009/10' },
            { header: 'New 2010/11', is: 'instalment', year: '2010/11' },
          ],
        },
      ],
    };
    const rows = [
      ['Line', 'New 2009/10', 'New 2010/11'],
      ['IT Procurement', 200, 100],
    ];
    await commit({ files: [{ name: 's.xlsx', bytes: workbook([{ name: 'Plan', rows }]) }], mapping, options: {} });
    const levels = await Promise.all(
      ['2009/10', '2010/11'].map(async (by) => (await ledger.ask(new PositionQuery({ by }))).level),
    );
    expect(levels).toEqual(['200.00', '300.00']);
  });

  test('says of an amount out of proportion to the target what can be done, since an import confirms none', async () => {
    await ledger.record({
      ...{ kind: 'TargetSet', scope: 'council', deadline: '2010/11', amount: '100.00' },
      effective: '2009-07-13',
    });
    const file = { files: smallFile(['IT Procurement', 301]), mapping: small, options: {} };
    const { problems } = await dryRun(file);
    expect(problems.map(({ code, cell, message }) => [code, cell, message])).toEqual([
      [
        'AMOUNT_CONFIRM',
        'B2',
        'Plan!B2: 301.00 is more than three times the target of 100.00. Check the unit of the column; if the amount is right, record this line by hand and leave its row out of the file.',
      ],
    ]);
    expect((await refusedCommit(file)).message).not.toContain('confirmAmount');
  });

  test('names the one cell of a level below nought, not the range of the row', async () => {
    const [sheet] = smallMapping.sheets;
    const columns = [...(sheet?.columns ?? []), { header: 'Saving 2010/11', is: 'level', year: '2010/11' }];
    const rows = [
      ['Line', 'Saving', 'Saving 2010/11'],
      ['IT Procurement', 200, 300],
      ['Printers', 100, -50],
    ];
    const { problems } = await dryRun({
      files: [{ name: 's.xlsx', bytes: workbook([{ name: 'Plan', rows }]) }],
      mapping: { ...small, sheets: [{ ...sheet, columns }] },
      options: {},
    });
    expect(problems).toMatchObject([
      { code: 'AMOUNT_SIGN', cell: 'C3', message: 'Plan!C3: The level of 2010/11 is -50.00; it cannot be below 0.00.' },
    ]);
  });

  test('rounds binary noise to whole pence, and says so', async () => {
    const dry = await dryRun({ files: smallFile(['IT Procurement', 0.1 + 0.2]), mapping: small, options: {} });
    expect(dry.notices.map(({ cell, message }) => [cell, message])).toEqual([
      ['B2', '0.30000000000000004 was rounded to 0.30, whole pence.'],
      [null, '1 plan has no class in the file: cashable is taken, and the findings say so.'],
    ]);
  });

  test('needs a unit and a sign', async () => {
    const outcome = await tryImport(
      ledger.ports,
      { files: smallFile(), mapping: { ...small, unit: null }, options: {} },
      recorder,
    );
    expect(isRefusal(outcome) && outcome.code).toBe('IMPORT_UNIT_REQUIRED');
  });

  test('names the field of a mapping that is wrong, and a sheet that is not there', async () => {
    const wrong = await tryImport(ledger.ports, { files: smallFile(), mapping: { title: 'x' }, options: {} }, recorder);
    expect(isRefusal(wrong) && wrong.code).toBe('IMPORT_MAPPING');
    const elsewhere = { ...small, sheets: [{ ...small.sheets[0], sheet: 'Elsewhere' }] };
    const refusal = await refusedCommit({ files: smallFile(), mapping: elsewhere, options: {} });
    expect([refusal.code, refusal.message]).toEqual([
      'IMPORT_MAPPING',
      'Nothing was imported: 1 problem. Elsewhere!A1: There is no sheet "Elsewhere" in the file; there are "Plan".',
    ]);
  });
});

describe('a mapping', () => {
  test('is remembered, and found again by the sheets and headings of a file', async () => {
    const mappings = new RememberedMappings(null);
    mappings.remember(small);
    mappings.remember(julyMapping);
    const sheets = settled(await readFile({ name: 'july.xlsx', bytes: julyWorkbook() }));
    expect([...mappings.fitting(sheets).values()]).toEqual([julyMapping]);
    expect([...mappings.all().keys()]).toEqual([
      'a-small-tracker-invented',
      'one-excellent-council-efficiency-plan-of-13-july-2009-as-pub',
    ]);
  });

  test('is asked for where two that are remembered fit a file', async () => {
    const mappings = new RememberedMappings(null);
    mappings.remember(julyMapping);
    mappings.remember({ ...julyMapping, title: 'The same in another section' });
    const file = { name: 'july.xlsx', bytes: julyWorkbook() };
    const refusal = (await mappedBy(mappings, { files: [file], mapping: null, options: {} })) as Refusal;
    expect([refusal.code, refusal.message]).toEqual([
      'IMPORT_MAPPING',
      'Several remembered mappings fit this file: one-excellent-council-efficiency-plan-of-13-july-2009-as-pub, ' +
        'the-same-in-another-section; give the one you mean, at the terminal with --map, over REST in the field ' +
        '"mapping", on the page by its name.',
    ]);
  });
});
