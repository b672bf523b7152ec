import { resolve } from 'node:path';

/** Tests run from the source, where there is nothing compiled: the worker is the built one. */
export const xlsxWorkerFile = resolve('dist/src/exchange/import/xlsx-worker.js');
