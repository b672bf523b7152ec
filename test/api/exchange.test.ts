import { RememberedMappings } from '../../src/exchange/import/remembered-mappings';
import { startServer, type Answer, type TestServer } from '../support/server';
import { smallMapping as mapping } from '../support/small-tracker';
import { workbook } from '../support/workbooks';

const rows = [
  ['Line', 'Saving'],
  ['Street lighting (invented)', 200],
];
const tracker = workbook([{ name: 'Plan', rows }]);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const BOUNDARY = 'a-boundary-of-the-test';

function body(file: Buffer, fields: Readonly<Record<string, string>>, name = 'tracker.xlsx'): Buffer {
  const texts = Object.entries(fields).map(([field, value]) =>
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`),
  );
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([...texts, Buffer.from(head), file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

interface UploadOf {
  readonly dryRun?: boolean;
  readonly fields?: Readonly<Record<string, string>>;
  readonly name?: string;
}

const upload = (
  file: Buffer,
  { dryRun = false, fields = { mapping: JSON.stringify(mapping) }, name = 'tracker.xlsx' }: UploadOf = {},
): Promise<Answer> =>
  server.post(body(file, fields, name), {
    url: `/api/v1/imports${dryRun ? '?dry_run=true' : ''}`,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });

interface RowsTold {
  readonly rows: readonly { readonly sheet: string; readonly row: string; readonly kind: string }[];
}

describe('an upload', () => {
  test('tells of each row which entries it became, a page at a time and as CSV', async () => {
    const lamps = workbook([
      {
        name: 'Plan',
        rows: [
          ['Line', 'Saving'],
          ['Street lamps (invented)', 200],
          ['Bus shelters (invented)', 300],
        ],
      },
    ]);
    const before = await server.size();
    const { batch } = (await upload(lamps)).json() as unknown as { readonly batch: string };
    const url = `/api/v1/imports/${batch}/rows`;
    const first = await server.get(`${url}?limit=3`);
    const next = first.json().next!;
    const second = (await server.get(`${url}?limit=3&after=${next}`)).json() as unknown as RowsTold;
    const asCsv = await server.app.inject({ url, headers: { cookie: server.cookie('finance'), accept: 'text/csv' } });

    expect((first.json() as unknown as RowsTold).rows.map(({ sheet, row, kind }) => [sheet, row, kind])).toEqual([
      ['Plan', '2', 'LineRegistered'],
      ['Plan', '2', 'SavingPlanned'],
      ['Plan', '3', 'LineRegistered'],
    ]);
    expect(second).toMatchObject({
      rows: [
        {
          document: 'A small tracker (invented)',
          sheet: 'Plan',
          row: '3',
          cell: 'B3',
          kind: 'SavingPlanned',
          entry: before + 4,
        },
      ],
      next: null,
    });
    expect(first.headers.link).toContain(`${url}?limit=3&after=${next}`);
    expect(asCsv.body.split('\r\n')[0]).toBe('document,sheet,row,cell,entry,kind,line');
    await server.post({ reason: 'A trial (invented)' }, { url: `/api/v1/imports/${batch}/reversal` });
  });

  test('is tried, recorded, found again and taken back', async () => {
    const before = await server.size();
    const dry = await upload(tracker, { dryRun: true });
    expect([dry.statusCode, await server.size()]).toEqual([200, before]);
    const done = await upload(tracker);
    expect([done.statusCode, await server.size()]).toEqual([201, before + 3]);
    const again = await upload(tracker, { fields: {} });
    expect([again.statusCode, again.json().replayed, await server.size()]).toEqual([200, true, before + 3]);
    const { batch } = done.json() as unknown as { readonly batch: string };
    const back = await server.post({ reason: 'A trial (invented)' }, { url: `/api/v1/imports/${batch}/reversal` });
    expect([back.statusCode, await server.size()]).toEqual([201, before + 4]);
    const listed = (await server.get('/api/v1/imports')).json() as unknown as {
      readonly batches: readonly { readonly batch: string; readonly reversedBy: number | null }[];
    };
    expect(listed.batches.find((each) => each.batch === batch)?.reversedBy).toBe(before + 3);
  });

  test('says what its reversal took back and what stays, and of a second reversal by which entry it was', async () => {
    const lamps = [
      ['Line', 'Saving'],
      ['Lamp posts (invented)', 200],
    ];
    const done = await upload(workbook([{ name: 'Plan', rows: lamps }]));
    const { batch } = done.json() as unknown as { readonly batch: string };
    const reverse = (reason: string) => server.post({ reason }, { url: `/api/v1/imports/${batch}/reversal` });

    const back = (await reverse('A trial (invented)')).json();
    expect(back).toMatchObject({
      replayed: false,
      takenBack: [{ kind: 'SavingPlanned', entries: 1 }],
      stays: [{ kind: 'LineRegistered', entries: 1 }],
    });
    const by = String((await server.size()) - 1);
    expect((await reverse('A trial (invented)')).json()).toMatchObject({ replayed: true });
    const second = await reverse('Once more (invented)');
    expect([second.statusCode, second.json()]).toMatchObject([
      409,
      { code: 'ALREADY_REVERSED', detail: `Everything in batch ${batch} has been reversed already, by entry ${by}.` },
    ]);
  });

  test('is recorded again where it was taken back as at its own effective date, and not where it was as at today', async () => {
    const bins = workbook([{ name: 'Plan', rows: [rows[0]!, ['Litter bins (invented)', 200]] }]);
    const fields = { mapping: JSON.stringify({ ...mapping, effective: '2009-07-13', lines: 'id or title' }) };
    const reverse = async (said: object): Promise<unknown> => {
      const { batch } = (await upload(bins, { fields })).json() as unknown as { readonly batch: string };
      const url = `/api/v1/imports/${batch}/reversal`;
      return (await server.post({ reason: 'A trial (invented)', ...said }, { url })).json();
    };

    expect(await reverse({ effective: '2009-07-13' })).toMatchObject({ effective: '2009-07-13', notice: null });
    const { effective, notice } = (await reverse({})) as { readonly effective: string; readonly notice: string };
    expect(notice).toBe(
      `It is taken back from ${effective} on, so an import with an earlier effective date, such as 2009-07-13 of this one, cannot be made again. An import that is to be made again is taken back as at its own effective date.`,
    );
    const again = await upload(bins, { fields });
    expect([again.statusCode, again.json().code]).toEqual([422, 'IMPORT_ROWS']);
    expect(again.body).toContain(`The effective date 2009-07-13 is before ${effective}`);
  });

  test('is recorded, and answered as recorded, where its mapping cannot be kept', async () => {
    const before = await server.size();
    const remember = jest.spyOn(server.app.get(RememberedMappings), 'remember').mockImplementation(() => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    const done = await upload(workbook([{ name: 'Plan', rows: [rows[0]!, ['Parking (invented)', 300]] }]));
    remember.mockRestore();
    const { notices } = done.json() as unknown as { readonly notices: readonly { readonly message: string }[] };

    expect([done.statusCode, await server.size()]).toEqual([201, before + 3]);
    expect(notices.map(({ message }) => message)).toEqual([
      '1 plan has no class in the file: cashable is taken, and the findings say so.',
      'It is recorded, but how the file is read could not be kept (ENOSPC); say it again with the next file.',
    ]);
  });

  test.each([
    ['what is no workbook', Buffer.from('nothing'), 'tracker.xlsx', 'FILE_REJECTED'],
    ['a file beyond 5 MiB', Buffer.alloc(5 * 1024 * 1024 + 10), 'tracker.xlsx', 'FILE_REJECTED'],
    ['a CSV file that is not UTF-8', Buffer.from([0xff]), 'plan.csv', 'CSV_FORMAT'],
    [
      'a formula',
      workbook([{ name: 'Plan', rows: [rows[0]!, ['X line', { formula: '1', result: '1' }]] }]),
      'tracker.xlsx',
      'FILE_CELL',
    ],
    [
      'a word for an amount',
      workbook([{ name: 'Plan', rows: [rows[0]!, ['X line', 'many']] }]),
      'tracker.xlsx',
      'FILE_CELL',
    ],
  ])('of %s is refused, nothing is recorded, and the server lives', async (_, file, name, code) => {
    const before = await server.size();
    const answer = await upload(file, { name });
    expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
    expect([await server.size(), (await server.get('/health/live')).statusCode]).toEqual([before, 200]);
  });

  test('needs a token, a file, a mapping that fits, and multipart', async () => {
    const url = '/api/v1/imports';
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    expect((await server.post(body(tracker, {}), { url, headers, as: null })).statusCode).toBe(401);
    expect((await server.post({}, { url })).json().code).toBe('CONTENT_TYPE');
    const elsewhere = workbook([{ name: 'Elsewhere', rows }]);
    expect((await upload(elsewhere, { fields: {} })).json().code).toBe('IMPORT_MAPPING');
    const noUnit = { mapping: JSON.stringify({ ...mapping, unit: undefined }) };
    expect((await upload(tracker, { fields: noUnit })).json().code).toBe('IMPORT_UNIT_REQUIRED');
    const counted = { mapping: JSON.stringify(mapping), control_rows: '9' };
    const other = workbook([{ name: 'Plan', rows: [rows[0]!, ['Another line (invented)', 5]] }]);
    expect((await upload(other, { fields: counted })).json().code).toBe('IMPORT_CONTROL_TOTAL');
    expect((await upload(tracker, { fields: { color: 'red' } })).json().code).toBe('UNKNOWN_FIELD');
  });
});

describe('a download', () => {
  test('is asked for by suffix or by Accept, and is named by day and entry', async () => {
    const pdf = await server.get('/api/v1/exports/paper.pdf?known_at=179');
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload.subarray(0, 8).toString('latin1')]).toEqual([
      200,
      'application/pdf',
      '%PDF-1.7',
    ]);
    expect(pdf.headers['content-disposition']).toBe('attachment; filename="paper-2009-07-13-entry-179.pdf"');
    const csv = await server.app.inject({
      url: '/api/v1/exports/lines',
      headers: { accept: 'text/csv', authorization: `Bearer ${server.token('finance')}` },
    });
    expect(csv.payload).toContain('IT-PROCUREMENT');
    expect((await server.get('/api/v1/exports/nothing.pdf')).json().code).toBe('NOT_FOUND');
    expect((await server.get('/api/v1/exports/lines.doc')).json().code).toBe('CHOICE_UNKNOWN');
    expect((await server.get('/api/v1/exports/lines.csv?by=2010')).json().code).toBe('YEAR_FORMAT');
  });
});
