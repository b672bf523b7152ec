/** Makes one file in a thread of its own: what writes them loads here, takes its time here, and goes with it. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Report } from './report';

/** What the worker is given. */
export interface ToMake {
  readonly format: keyof typeof makers;
  readonly report: Report;
}

const makers = {
  xlsx: async (report: Report): Promise<Buffer> => (await import('./xlsx.js')).xlsxOf(report),
  pdf: async (report: Report): Promise<Buffer> => (await import('./pdf.js')).pdfOf(report),
  docx: async (report: Report): Promise<Buffer> => (await import('./docx.js')).docxOf(report),
};

async function make({ format, report }: ToMake): Promise<void> {
  parentPort?.postMessage(await makers[format](report));
}

void make(workerData as ToMake);
