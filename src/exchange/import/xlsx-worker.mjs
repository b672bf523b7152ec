// Parses a workbook away from the server: whatever a hostile file does to the parser, it does it here, where memory and
// time are limited. Numbers come back as the text they have in the file.
import { parentPort, workerData } from 'node:worker_threads';

import readWorkbook from 'read-excel-file/node';

const cell = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return { is: 'text', text: value };
  if (value instanceof Date)
    return { is: 'other', text: Number.isNaN(value.getTime()) ? 'a date' : value.toISOString().slice(0, 10) };
  return typeof value === 'boolean'
    ? { is: 'other', text: value ? 'TRUE' : 'FALSE' }
    : { is: 'number', text: value.number };
};

const sheets = await readWorkbook(Buffer.from(workerData), { trim: false, parseNumber: (number) => ({ number }) });
parentPort.postMessage(sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(cell)) })));
