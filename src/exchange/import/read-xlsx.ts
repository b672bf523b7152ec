import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import { isRefusal, type Refusal } from '../../domain/refusals';
import type { Sheet } from './sheet';
import type { Opened, OpenedSheet, ToOpen } from './xlsx-worker';
import { xlsxWorkerFile } from './xlsx-worker-file';
import { LARGEST_FILE, rejected } from './zip-parts';

/** What opening a workbook may take: enough for the largest file that is taken, and not enough to hurt the server. */
export interface OpeningLimits {
  readonly memoryMb: number;
  readonly timeMs: number;
}

const LIMITS: OpeningLimits = { memoryMb: 256, timeMs: 20_000 };

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** The sheets of an .xlsx workbook. Refuses: FILE_REJECTED. */
export async function readXlsx(file: string, bytes: Buffer, limits = LIMITS): Promise<readonly Sheet[] | Refusal> {
  if (bytes.length > LARGEST_FILE) return rejected(file, 'it is larger than 5 MiB.');
  if (bytes.subarray(0, 8).equals(OLE))
    return rejected(file, 'it is encrypted, or an old .xls; save it as .xlsx without a password.');
  const opened = await open({ file, bytes }, limits);
  if (isRefusal(opened)) return opened;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return opened.map((sheet) => ({ file, sha256, ...sheet }));
}

/** Opens it in a worker of limited memory and time. */
function open(workerData: ToOpen, { memoryMb, timeMs }: OpeningLimits): Promise<readonly OpenedSheet[] | Refusal> {
  const { file } = workerData;
  return new Promise((settle, fail) => {
    const worker = new Worker(xlsxWorkerFile, { workerData, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    const late = setTimeout(() => {
      end(rejected(file, `reading it takes longer than ${String(timeMs / 1000)} seconds.`));
    }, timeMs);
    const end = (outcome: readonly OpenedSheet[] | Refusal): void => {
      clearTimeout(late);
      worker.terminate().then(() => {
        settle(outcome);
      }, fail);
    };
    worker.once('message', (opened: Opened) => {
      end('rejected' in opened ? rejected(file, opened.rejected) : opened.sheets);
    });
    worker.once('error', (error: Error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end(rejected(file, full ? 'reading it takes more memory than is given.' : 'it cannot be read as a workbook.'));
    });
  });
}
