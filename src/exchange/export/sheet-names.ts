import type { ReportTable } from './report';

/** Names of sheets: at most 31 characters, none of those that are not allowed, and no name twice. */
export function sheetNames(tables: readonly ReportTable[]): readonly string[] {
  const used = new Set(['cover']);
  return tables.map(({ name }) => {
    const stem = name.replaceAll(/[\\/?*[\]:]/g, '-').slice(0, 31) || 'Table';
    let unique = stem;
    for (let count = 2; used.has(unique.toLowerCase()); count += 1) unique = `${stem.slice(0, 27)} ${String(count)}`;
    used.add(unique.toLowerCase());
    return unique;
  });
}
