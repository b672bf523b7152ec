// The static checks, one after the other, each under a heading; all of them run even when an early one fails.
import { spawnSync } from 'node:child_process';

const checks = [
  ['Types (tsc)', 'tsc', ['--noEmit']],
  ['Rules of the code (eslint)', 'eslint', ['--max-warnings', '0', '.']],
  ['Layout (prettier)', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['Spelling (cspell)', 'cspell', ['--no-progress', '--no-summary']],
  ['Who may import whom (dependency-cruiser)', 'depcruise', ['--output-type', 'err', '{src,projections}/**/*.ts']],
  ['Nothing unused (knip)', 'knip', ['--no-progress', '--no-config-hints']],
  ['Description of the API (redocly)', 'redocly', ['lint', '--config', '.ci/redocly.yaml', 'src/api/openapi.json']],
  [
    'Compose file and its schema (dclint)',
    'dclint',
    ['--max-warnings', '0', '-c', '.ci/dclint.json', 'docker-compose.yml'],
  ],
  ['Markdown (markdownlint)', 'markdownlint-cli2', []],
];

// It lints; it tells nobody about it.
process.env.REDOCLY_TELEMETRY = 'off';
process.env.REDOCLY_SUPPRESS_UPDATE_NOTICE = 'true';

const failed = checks.filter(([heading, command, args]) => {
  process.stdout.write(`\n== ${heading}\n`);
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return status !== 0;
});

const names = failed.map(([heading]) => heading).join(', ');
process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nChecks that failed: ${names}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
