import { resolve } from 'node:path';

/** Tests run from the source, where there is nothing compiled: the worker is the built one. */
export const fileWorkerFile = resolve('dist/src/exchange/export/file-worker.js');
