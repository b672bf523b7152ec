import { docxOf } from '../../src/exchange/export/docx';
import { makeFile } from '../../src/exchange/export/make-file';
import { pdfOf } from '../../src/exchange/export/pdf';
import type { Report } from '../../src/exchange/export/report';
import { xlsxOf } from '../../src/exchange/export/xlsx';

const report = (rows: number): Report => ({
  title: 'Entries (invented)',
  cover: [['As at', '2009-07-13']],
  tables: [
    {
      name: 'Entries',
      title: 'Entries',
      columns: [
        { heading: 'Line', kind: 'text' },
        { heading: 'Amount', kind: 'money' },
      ],
      rows: Array.from({ length: rows }, (_, row) => [`IT Procurement ${String(row)}`, '200000.00']),
    },
  ],
  charts: [],
  notes: [],
  foot: 'Invented',
});

test('a file that is made beside the server is the one that would be made in it', async () => {
  const [pdf, docx, xlsx] = await Promise.all([
    makeFile({ format: 'pdf', report: report(3) }),
    makeFile({ format: 'docx', report: report(3) }),
    makeFile({ format: 'xlsx', report: report(3) }),
  ]);
  expect(pdf).toEqual(await pdfOf(report(3)));
  // These two carry the time at which they were made.
  expect((docx as Buffer).subarray(0, 4)).toEqual((await docxOf(report(3))).subarray(0, 4));
  expect((xlsx as Buffer).subarray(0, 4)).toEqual((await xlsxOf(report(3))).subarray(0, 4));
});

test('the server goes on while a long table becomes a PDF', async () => {
  let [turns, made] = [0, false];
  const making = makeFile({ format: 'pdf', report: report(400) }).then(() => (made = true));
  while (!made) {
    await new Promise((next) => setTimeout(next, 5));
    turns += 1;
  }
  await making;
  // Made in its own thread it would have one or two.
  expect(turns).toBeGreaterThan(20);
});

test('a file that cannot be made says so, and the next one is made', async () => {
  const broken = { ...report(1), tables: null } as unknown as Report;
  await expect(makeFile({ format: 'pdf', report: broken })).rejects.toThrow();
  expect(await makeFile({ format: 'pdf', report: report(1) })).toEqual(await pdfOf(report(1)));
});
