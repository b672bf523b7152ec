/**
 * Opens a workbook away from the server: whatever a hostile file costs, from the first look at its archive to the last
 * cell, it costs here, where memory and time are limited, and the server goes on answering.
 */
import { parentPort, workerData } from 'node:worker_threads';

import readWorkbook from 'read-excel-file/node';

import { isRefusal, type Refusal } from '../../domain/refusals';
import type { CellValue, Flaws } from './sheet';
import { storedZip } from './stored-zip';
import { checkWorkbook } from './workbook-check';
import { zipParts } from './zip-parts';

/** What the worker is given. */
export interface ToOpen {
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface OpenedSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly flaws: Flaws;
  readonly rows: readonly (readonly (CellValue | null)[])[];
}

/** What comes of it: a class does not survive the way between threads, so a refusal is its reason. */
export type Opened = { readonly rejected: string } | { readonly sheets: readonly OpenedSheet[] };

async function open({ file, bytes }: ToOpen): Promise<Opened> {
  const parts = zipParts(file, Buffer.from(bytes));
  if (isRefusal(parts)) return rejectedAs(parts);
  const checked = checkWorkbook(file, parts);
  if (isRefusal(checked)) return rejectedAs(checked);
  // Numbers stay the text they are in the file.
  const parsed = await readWorkbook(storedZip(parts), { trim: false, parseNumber: (number) => ({ number }) });
  const rows = new Map(parsed.map(({ sheet, data }) => [sheet, data.map((row) => row.map(cell))]));
  return {
    sheets: checked.flatMap((sheet) => {
      const found = rows.get(sheet.name);
      return found === undefined ? [] : [{ ...sheet, rows: found }];
    }),
  };
}

const rejectedAs = ({ detail, message }: Refusal): Opened => ({ rejected: detail['reason'] ?? message });

function cell(value: unknown): CellValue | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return { is: 'text', text: value };
  if (typeof value === 'boolean') return { is: 'other', text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Date)
    return { is: 'other', text: Number.isNaN(value.getTime()) ? 'a date' : value.toISOString().slice(0, 10) };
  return { is: 'number', text: (value as { readonly number: string }).number };
}

void open(workerData as ToOpen).then((opened) => parentPort?.postMessage(opened));
