import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { isRefusal, type Refusal } from '../../domain/refusals';
import type { CellValue, Sheet } from './sheet';
import { storedZip } from './stored-zip';
import { checkWorkbook } from './workbook-check';
import { LARGEST_FILE, rejected, zipParts } from './zip-parts';

/** What a parser gets: enough for the largest file that is taken, and not enough to hurt the server. */
export interface ParserLimits {
  readonly memoryMb: number;
  readonly timeMs: number;
}

const LIMITS: ParserLimits = { memoryMb: 256, timeMs: 20_000 };

interface ParsedSheet {
  readonly name: string;
  readonly rows: readonly (readonly (CellValue | null)[])[];
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** The sheets of an .xlsx workbook. Refuses: FILE_REJECTED. */
export async function readXlsx(file: string, bytes: Buffer, limits = LIMITS): Promise<readonly Sheet[] | Refusal> {
  if (bytes.length > LARGEST_FILE) return rejected(file, 'it is larger than 5 MiB.');
  if (bytes.subarray(0, 8).equals(OLE))
    return rejected(file, 'it is encrypted, or an old .xls; save it as .xlsx without a password.');
  const parts = zipParts(file, bytes);
  if (isRefusal(parts)) return parts;
  const checked = checkWorkbook(file, parts);
  if (isRefusal(checked)) return checked;
  const parsed = await parse(file, storedZip(parts), limits);
  if (isRefusal(parsed)) return parsed;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return checked.flatMap(({ name, hidden, flaws }) => {
    const rows = parsed.find((sheet) => sheet.name === name)?.rows;
    return rows === undefined ? [] : [{ file, sha256, name, hidden, flaws, rows }];
  });
}

/** Parses in a worker of limited memory and time. */
function parse(
  file: string,
  archive: Buffer,
  { memoryMb, timeMs }: ParserLimits,
): Promise<readonly ParsedSheet[] | Refusal> {
  return new Promise((settle, fail) => {
    const worker = new Worker(join(__dirname, 'xlsx-worker.mjs'), {
      workerData: archive,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const late = setTimeout(() => {
      end(rejected(file, `reading it takes longer than ${String(timeMs / 1000)} seconds.`));
    }, timeMs);
    const end = (outcome: readonly ParsedSheet[] | Refusal): void => {
      clearTimeout(late);
      worker.terminate().then(() => {
        settle(outcome);
      }, fail);
    };
    worker.once('message', (sheets: readonly ParsedSheet[]) => {
      end(sheets);
    });
    worker.once('error', (error: Error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end(rejected(file, full ? 'reading it takes more memory than is given.' : 'it cannot be read as a workbook.'));
    });
  });
}
