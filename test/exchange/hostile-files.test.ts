import { deflateRawSync } from 'node:zlib';

import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { commitImport, tryImport } from '../../src/exchange/import/import-files';
import { readXlsx } from '../../src/exchange/import/read-xlsx';
import { storedZip } from '../../src/exchange/import/stored-zip';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { startServer } from '../support/server';
import { smallMapping as mapping } from '../support/small-tracker';
import { workbook, workbookParts, type SheetOf } from '../support/workbooks';

const plan: SheetOf = {
  name: 'Plan',
  rows: [
    ['Line', 'Saving'],
    ['IT Procurement', 200],
  ],
};

let ledger: CouncilLedger;
beforeAll(async () => {
  ledger = await openCouncil();
});
afterAll(() => ledger.close());

/** The refusal of a file; afterwards nothing is recorded and a good file is still read. */
async function refusalOf(bytes: Buffer, name = 'tracker.xlsx', sheet = 'Plan'): Promise<Refusal> {
  const asked = { ...mapping, sheets: [{ ...mapping.sheets[0], sheet }] };
  const outcome = await commitImport(ledger.ports, { files: [{ name, bytes }], mapping: asked, options: {} }, recorder);
  expect(await ledger.size()).toBe(1);
  if (!isRefusal(outcome)) throw new Error('it was taken');
  return outcome;
}

const coded = async (bytes: Buffer, name?: string): Promise<readonly [string, string]> => {
  const { code, message } = await refusalOf(bytes, name, name?.endsWith('.csv') === true ? name : 'Plan');
  return [code, message];
};

const withPart = (name: string, content: string | Buffer): Buffer =>
  storedZip(new Map([...workbookParts([plan]), [name, Buffer.from(content)]]));

interface Odd {
  readonly flags?: number;
  readonly mode?: number;
  readonly claimed?: number;
}

/** An archive of deflated parts whose directory says what it likes. */
function deflatedZip(parts: ReadonlyMap<string, Buffer>, odd: Odd = {}): Buffer {
  const bodies: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const [name, data] of parts) {
    const { local, place } = deflatedPart(name, data, at, odd);
    bodies.push(local);
    listed.push(place);
    at += local.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

function deflatedPart(
  name: string,
  data: Buffer,
  at: number,
  { flags = 0, mode = 0, claimed = data.length }: Odd,
): { readonly local: Buffer; readonly place: Buffer } {
  const packed = deflateRawSync(data, { level: 9 });
  const bytes = Buffer.from(name);
  const common = Buffer.alloc(26);
  [20, flags, 8, 0, 0x21].forEach((value, field) => common.writeUInt16LE(value, field * 2));
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(claimed, 18);
  common.writeUInt16LE(bytes.length, 22);
  const place = Buffer.alloc(14);
  place.writeUInt32LE((mode << 16) >>> 0, 6);
  place.writeUInt32LE(at, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, bytes, packed]),
    place: Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), common, place, bytes]),
  };
}

const onePart = (name: string, data: Buffer, odd: Odd = {}): Buffer => deflatedZip(new Map([[name, data]]), odd);

describe('a hostile workbook is refused, nothing is recorded, and the next file is read', () => {
  afterEach(async () => {
    const request = { files: [{ name: 'good.xlsx', bytes: workbook([plan]) }], mapping, options: {} };
    const dry = await tryImport(ledger.ports, request, recorder);
    expect(isRefusal(dry) ? dry.code : dry.control.total).toBe('200.00');
  });

  test('a bomb: 1 MB that opens to 1 GB, whatever its directory claims', async () => {
    const bomb = onePart('xl/worksheets/sheet1.xml', Buffer.alloc(200 * 1024 * 1024), { claimed: 1000 });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await coded(bomb)).toEqual(['FILE_REJECTED', expect.stringContaining('opens to more than is taken')]);
  });

  test('an entity bomb', async () => {
    const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet><sheetData/></worksheet>';
    expect(await coded(withPart('xl/worksheets/sheet1.xml', bomb))).toEqual([
      'FILE_REJECTED',
      expect.stringContaining('declares a document type or an entity'),
    ]);
  });

  test('a document type in another encoding', async () => {
    const hidden = Buffer.from('\ufeff<!DOCTYPE x [<!ENTITY y "z">]><worksheet/>', 'utf16le');
    expect((await coded(withPart('xl/worksheets/sheet1.xml', hidden)))[0]).toBe('FILE_REJECTED');
  });

  test('a cell that is far out', async () => {
    const far = workbook([{ ...plan, more: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' }]);
    expect((await coded(far))[0]).toBe('FILE_REJECTED');
    const wide = workbook([{ ...plan, more: '<row r="3"><c r="XFD3"><v>1</v></c></row>' }]);
    expect((await coded(wide))[1]).toContain('the cell XFD3 is far out');
  });

  test.each([
    ['a macro', 'xl/vbaProject.bin', 'macro'],
    ['an old macro sheet', 'xl/macrosheets/sheet1.xml', 'macro'],
    ['a link to another file', 'xl/externalLinks/externalLink1.xml', 'another file'],
    ['a connection', 'xl/connections.xml', 'another file'],
    ['another file inside', 'xl/embeddings/oleObject1.bin', 'another file'],
    ['a part with a place outside', '../../etc/passwd', 'outside the file'],
  ])('%s', async (_, part, reason) => {
    const [code, message] = await coded(withPart(part, 'x'));
    expect([code, message.includes(reason)]).toEqual(['FILE_REJECTED', true]);
  });

  test('an encrypted file, as a container or as a part', async () => {
    const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);
    expect((await coded(container))[1]).toContain('encrypted');
    expect((await coded(onePart('xl/workbook.xml', Buffer.from('x'), { flags: 1 })))[1]).toContain('encrypted');
  });

  test('a symbolic link, too many parts, a file that is too large, and no workbook at all', async () => {
    const link = onePart('xl/workbook.xml', Buffer.from('/etc/passwd'), { mode: 0o120777 });
    expect((await coded(link))[1]).toContain('symbolic link');
    const many = new Map(Array.from({ length: 201 }, (_, at) => [`part${String(at)}`, Buffer.from('x')]));
    expect((await coded(storedZip(many)))[1]).toContain('at most 200');
    expect((await coded(Buffer.alloc(5 * 1024 * 1024 + 1)))[1]).toContain('larger than 5 MiB');
    expect((await coded(Buffer.from('not a zip at all, whatever it is called')))[0]).toBe('FILE_REJECTED');
    expect((await coded(storedZip(new Map([['a.txt', Buffer.from('x')]]))))[1]).toContain('no workbook');
    expect((await coded(Buffer.from('x'), 'tracker.xls'))[1]).toContain('only .xlsx and .csv');
  });

  test('XML that is broken is refused by the parser, apart from the server', async () => {
    const [code] = await coded(withPart('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row r="1"><c r="A1"'));
    expect(['FILE_REJECTED', 'IMPORT_MAPPING']).toContain(code);
  });

  test('every truncation of a workbook is refused', async () => {
    const whole = workbook([plan]);
    for (let length = 0; length < whole.length; length += 97)
      expect((await coded(whole.subarray(0, length)))[0]).toBe('FILE_REJECTED');
  });
});

describe('the parser, in a process that lives on', () => {
  const large = workbook([
    { name: 'Plan', rows: Array.from({ length: 3_000 }, () => Array.from({ length: 60 }, () => 200)) },
  ]);

  test.each([
    ['more memory than it is given', { memoryMb: 8, timeMs: 60_000 }, 'takes more memory than is given'],
    ['more time than it is given', { memoryMb: 256, timeMs: 20 }, 'takes longer than 0.02 seconds'],
  ])('%s is stopped, and the next file is read', async (_, limits, reason) => {
    const stopped = await readXlsx('large.xlsx', large, limits);
    expect(isRefusal(stopped) && [stopped.code, stopped.message]).toEqual([
      'FILE_REJECTED',
      expect.stringContaining(reason),
    ]);
    const read = await readXlsx('large.xlsx', large);
    expect(!isRefusal(read) && read[0]?.rows).toHaveLength(3_000);
  });

  test('more than a million cells are refused, and the server answers meanwhile', async () => {
    const cells = Array.from({ length: 1_000_001 }, (_, at) => `<c r="A${String((at % 20_000) + 1)}"/>`).join('');
    const sheet = Buffer.from(`<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`);
    const server = await startServer();
    const order: string[] = [];

    const refusing = readXlsx(
      'large.xlsx',
      deflatedZip(new Map([...workbookParts([plan]), ['xl/worksheets/sheet1.xml', sheet]])),
    );
    const refused = refusing.then((refusal) => {
      order.push('refused');
      return refusal;
    });
    for (let asked = 0; asked < 3; asked += 1) {
      const { statusCode } = await server.get('/health/live', null);
      order.push(`answered ${String(statusCode)}`);
    }

    const { code, message } = (await refused) as Refusal;
    expect([code, message]).toEqual(['FILE_REJECTED', expect.stringContaining('more than 1000000 cells')]);
    expect(order).toEqual(['answered 200', 'answered 200', 'answered 200', 'refused']);
    await server.close();
  });
});

describe('a cell that is no plain value is named', () => {
  test.each<[string, Partial<SheetOf>, string]>([
    ['a formula', { rows: [plan.rows[0]!, ['IT Procurement', { formula: '1+1', result: '2' }]] }, 'B2'],
    ['a formula that makes the title', { rows: [plan.rows[0]!, [{ formula: 'A1', result: '12345' }, 200]] }, 'A2'],
    ['merged cells', { merged: ['A2:B2'] }, 'B2'],
    ['a hidden row', { hiddenRows: [2] }, 'A2'],
    ['a hidden column', { hiddenColumns: [1] }, 'B1'],
    ['a hidden sheet', { state: 'hidden' }, 'A1'],
    [
      'an error',
      { more: '<row r="3"><c r="A3" t="inlineStr"><is><t>Printers</t></is></c><c r="B3" t="e"><v>#REF!</v></c></row>' },
      'B3',
    ],
    ['a word', { rows: [plan.rows[0]!, ['IT Procurement', 'two hundred']] }, 'B2'],
  ])('%s', async (_, change, cell) => {
    const { code, problems } = await refusalOf(workbook([{ ...plan, ...change }]));
    expect(code).toBe('FILE_CELL');
    expect(problems.map((problem) => `${problem.sheet ?? ''}!${problem.cell ?? ''}`)).toContain(`Plan!${cell}`);
  });

  test.each([
    ['1e3', 'AMOUNT_FORMAT'],
    ['+5', 'AMOUNT_FORMAT'],
    ['0x10', 'AMOUNT_FORMAT'],
    ['1_000', 'AMOUNT_FORMAT'],
    ['NaN', 'FILE_CELL'],
    ['1.234,50', 'AMOUNT_SEPARATORS'],
    ['1,23.4', 'AMOUNT_SEPARATORS'],
    ['1 234.50', 'AMOUNT_SEPARATORS'],
    ['\u22125', 'AMOUNT_CHARACTERS'],
    ['1\u00a0234', 'AMOUNT_CHARACTERS'],
    ['\u0661\u0662', 'AMOUNT_CHARACTERS'],
    ['1.50\u200b', 'AMOUNT_CHARACTERS'],
    ['99999999999', 'AMOUNT_RANGE'],
    ['(5)', 'AMOUNT_SIGN'],
  ])('the amount %j', async (text, code) => {
    const { problems } = await refusalOf(workbook([{ ...plan, rows: [plan.rows[0]!, ['IT Procurement', text]] }]));
    expect(problems.map((problem) => [problem.cell, problem.code])).toEqual([['B2', code]]);
  });

  test('a title with a direction mark', async () => {
    const { problems } = await refusalOf(workbook([{ ...plan, rows: [plan.rows[0]!, ['IT \u202eProcurement', 200]] }]));
    expect(problems).toMatchObject([{ code: 'TEXT_INVISIBLE', cell: 'A2' }]);
  });
});

describe('a CSV file that cannot be read is refused with its line', () => {
  test.each([
    ['that is not UTF-8', Buffer.from([0x4c, 0x0a, 0xff, 0xfe, 0x0a]), 'line 2'],
    ['with a ragged row', 'Line,Saving\nIT Procurement,200\nPrinters,1,234\n', 'line 3'],
    ['with a NUL', 'Line,Saving\nIT Procurement\0,200\n', 'line 2'],
    ['with an open quotation mark', 'Line,Saving\n"IT Procurement,200\n', 'line 2'],
    ['with semicolons', 'Line;Saving\nIT Procurement;200\n', 'line 1'],
    ['with a mark in the middle', 'Line,Saving\nIT Procurement\ufeff,200\n', 'line 2'],
    ['with nothing in it', '', 'line 1: the file is empty'],
    ['of blank lines', '\ufeff\n\n', 'line 1: the file is empty'],
  ])('%s', async (_, content, line) => {
    const [code, message] = await coded(Buffer.from(content), 'plan.csv');
    expect([code, message]).toEqual(['CSV_FORMAT', expect.stringContaining(line)]);
  });

  test('headings that are not those of the mapping, or one twice, are a matter of the mapping', async () => {
    expect((await coded(Buffer.from('Row,Amount\nIT Procurement,200\n'), 'plan.csv'))[0]).toBe('IMPORT_MAPPING');
  });

  test('text that looks like a formula is kept as text', async () => {
    const bytes = Buffer.from('Line,Saving\n"=HYPERLINK(""http://x"")",200\n');
    const asked = { ...mapping, sheets: [{ ...mapping.sheets[0], sheet: 'plan.csv' }] };
    const dry = await tryImport(
      ledger.ports,
      { files: [{ name: 'plan.csv', bytes }], mapping: asked, options: {} },
      recorder,
    );
    expect(isRefusal(dry) ? dry.code : dry.rows[0]?.text).toBe('=HYPERLINK("http://x")');
  });
});
