import { join } from 'node:path';

/** The compiled worker: a thread of its own loads a file, and knows nothing of TypeScript. */
export const fileWorkerFile = join(__dirname, 'file-worker.js');
