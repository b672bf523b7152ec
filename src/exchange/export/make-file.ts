import { Worker } from 'node:worker_threads';

import { refuse, type Refusal } from '../../domain/refusals';
import type { ToMake } from './file-worker';
import { fileWorkerFile } from './file-worker-file';

const MOST_MEGABYTES = 1_024;

let last: Promise<unknown> = Promise.resolve();

/**
 * Makes a file while the server goes on answering: a table of a thousand rows takes a PDF many seconds. One after the other,
 * so that whoever asks for many takes one processor and not all. Refuses what takes more memory than it is given:
 * CHOICE_UNKNOWN.
 */
export function makeFile(what: ToMake): Promise<Buffer | Refusal> {
  const made = last.then(() => inWorker(what));
  last = made.catch(() => undefined);
  return made;
}

function inWorker(workerData: ToMake): Promise<Buffer | Refusal> {
  return new Promise((settle, fail) => {
    const worker = new Worker(fileWorkerFile, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    worker.once('message', (bytes: Uint8Array) => {
      settle(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    worker.once('error', (error: Error) => {
      if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') fail(error);
      else
        settle(refuse('CHOICE_UNKNOWN', `This is too much for a ${workerData.format}; choose csv, or ask for less.`));
    });
  });
}
