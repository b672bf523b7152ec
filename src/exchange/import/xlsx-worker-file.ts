import { join } from 'node:path';

/** The compiled worker: a thread of its own loads a file, and knows nothing of TypeScript. */
export const xlsxWorkerFile = join(__dirname, 'xlsx-worker.js');
