import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { refuse, type Refusal } from '../../domain/refusals';
import type { BundleAnswer } from '../../queries/bundle';

/** What was written: for whoever compares it with the foot of a report. */
export interface WrittenBundle {
  readonly folder: string;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/**
 * Writes an auditor's bundle into a new or empty folder, in the layout that the page of the bytes specifies. Refuses a
 * folder that holds something: FOLDER_NOT_EMPTY. Where it fails, what was written is taken away again.
 */
export async function writeBundle(bundle: BundleAnswer, folder: string): Promise<WrittenBundle | Refusal> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return refuse('FOLDER_NOT_EMPTY', `There is something in ${folder} already; name a folder that is new or empty.`);
  const made = mkdirSync(folder, { recursive: true });
  try {
    await writeFiles(bundle, folder);
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true });
    else for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    throw error;
  }
  const { origin, size, root } = bundle;
  return { folder, origin, size, root };
}

async function writeFiles(bundle: BundleAnswer, folder: string): Promise<void> {
  const put = (name: string, content: string | Buffer): void => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  await writePages(join(folder, 'entries.jsonl'), bundle.entries());
  put('checkpoint', bundle.checkpoint);
  put('checkpoints.jsonl', linesOf((await bundle.checkpoints()).map((note) => JSON.stringify(note))));
  put('policy', bundle.policy());
  put('totals.jsonl', linesOf([...bundle.totals()]));
  put('files.jsonl', linesOf(bundle.files()));
  for (const { path, hashes } of await bundle.tiles()) put(path, hashes);
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

async function writePages(path: string, pages: AsyncIterable<readonly string[]>): Promise<void> {
  const file = openSync(path, 'w');
  try {
    for await (const page of pages) writeFileSync(file, linesOf(page));
  } finally {
    closeSync(file);
  }
}
