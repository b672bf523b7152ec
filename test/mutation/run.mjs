// Mutation tests, target by target: `npm run test:mutation -- money tamper-evidence`; all of them where none is named.
// MUTATE_ONLY='src/domain/decide/plan.ts,src/domain/money.ts:70-129' narrows a target to files, or to lines of them.
// What survived is printed, then a table; both are in dist/mutation/<target>.json as well. Exits with 1 below 90 %.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import targets from './targets.cjs';

const LEAST = 90;
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in targets.targets));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no target ${unknown.join(', ')}; there are ${Object.keys(targets.targets).join(', ')}.\n`,
  );
  process.exit(2);
}

/** What became of the mutants of one target. */
function counted(name) {
  const { files } = JSON.parse(readFileSync(`dist/mutation/${name}.json`, 'utf8'));
  const counts = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 };
  for (const { status } of Object.values(files).flatMap(({ mutants }) => mutants))
    if (status in counts) counts[status] += 1;
  const mutants = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const score = (100 * (counts.Killed + counts.Timeout)) / mutants;
  return { name, mutants, ...counts, score: Math.floor(score * 10) / 10 };
}

const rows = [];
for (const name of names.length > 0 ? names : Object.keys(targets.targets)) {
  const args = ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'test/mutation/stryker.config.mjs'];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, MUTATE: name } });
  if (status !== 0) process.exit(1);
  rows.push(counted(name));
}

console.table(rows);
process.exitCode = rows.every(({ score }) => score >= LEAST) ? 0 : 1;
