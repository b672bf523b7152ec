import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRefusal } from '../../domain/refusals';
import { layOut } from './layout';
import type { Mapping } from './mapping';
import { readMapping } from './read-mapping';
import type { Sheet } from './sheet';

/**
 * The mappings that were used, one file each in the data directory, so that a tracker of the same layout need not be
 * explained again. They are data like any other: a file can be sent to another council, or written by hand.
 */
export class RememberedMappings {
  private readonly inMemory = new Map<string, unknown>();

  /** Without a directory they are kept in memory only. */
  public constructor(private readonly directory: string | null) {}

  /** Keeps a mapping under its title; one of the same title is replaced. */
  public remember(json: unknown): void {
    const mapping = readMapping(json);
    if (isRefusal(mapping)) return;
    const name = nameOf(mapping.title);
    this.inMemory.set(name, json);
    if (this.directory === null) return;
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const file = join(this.directory, `${name}.json`);
    writeFileSync(`${file}.new`, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** All of them as JSON that has been parsed, by name. A file that is no mapping is passed over. */
  public all(): ReadonlyMap<string, unknown> {
    const found = new Map(this.inMemory);
    if (this.directory === null || !existsSync(this.directory)) return found;
    for (const file of readdirSync(this.directory).sort()) {
      const json = file.endsWith('.json') ? parsed(readFileSync(join(this.directory, file), 'utf8')) : null;
      if (!isRefusal(readMapping(json))) found.set(file.slice(0, -'.json'.length), json);
    }
    return found;
  }

  /** The mappings, as JSON by name, that find all their sheets and headings in a file and know one of its sheets by name. */
  public fitting(sheets: readonly Sheet[]): ReadonlyMap<string, unknown> {
    const names = new Set(sheets.map(({ name }) => name));
    return this.those((mapping) => reads(mapping, sheets) && mapping.sheets.some(({ sheet }) => names.has(sheet)));
  }

  /** Those besides that could read a file of another name: only a person knows whether it is the same tracker. */
  public offered(sheets: readonly Sheet[]): ReadonlyMap<string, unknown> {
    return this.those((mapping) => reads(mapping, sheets));
  }

  private those(fits: (mapping: Mapping) => boolean): ReadonlyMap<string, unknown> {
    return new Map(
      [...this.all()].filter(([, json]) => {
        const mapping = readMapping(json);
        return !isRefusal(mapping) && fits(mapping);
      }),
    );
  }
}

const reads = (mapping: Mapping, sheets: readonly Sheet[]): boolean => layOut(sheets, mapping).problems.length === 0;

const nameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '') || 'mapping';

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
