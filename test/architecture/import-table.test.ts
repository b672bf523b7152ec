import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const nothingBroken = 'no dependency violations found';

/** What dependency-cruiser says of a project folder: one line a broken rule, `error RULE: FILE → IMPORTED`. */
function importTableIn(folder: string): { broken: boolean; report: string } {
  const args = [depcruise, '--output-type', 'err', '{src,projections}/**/*.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { broken: status !== 0, report: `${stdout}${stderr}` };
}

/** A project of its own in a temporary folder, with our rules and packages and only these files. */
function importTableOf(files: Readonly<Record<string, string>>): { broken: boolean; report: string } {
  const folder = mkdtempSync(join(tmpdir(), 'import-table-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(folder, name));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return importTableIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const one = 'export const one = 1;\n';
const oneFrom = (place: string): string => `export { one } from '${place}';\n`;

describe('The import table', () => {
  test('holds in src and projections', () => {
    const { broken, report } = importTableIn(root);

    expect(report).toContain(nothingBroken);
    expect(broken).toBe(false);
  });

  test('allows what its rows name', () => {
    const { broken, report } = importTableOf({
      'src/domain/money.ts': "import { Decimal } from 'decimal.js';\nexport const one = new Decimal(1);\n",
      'projections/position.ts': oneFrom('../src/domain/money'),
      'src/tamper-evidence/hash.ts': "export { createHash } from 'node:crypto';\n",
      'src/event-store/event-store.ts': one,
      'src/event-store/sqlite.ts': "import 'node:fs';\nimport 'libsql';\nimport 'rxjs';\n",
      'src/commands/record.ts': `import 'class-validator';\nimport '@nestjs/cqrs';\n${oneFrom('../event-store/event-store')}`,
      'src/exchange/csv.ts': "import 'csv-parse/sync';\nexport type { one } from '../../projections/position';\n",
      'src/web/page.ts': `import 'nunjucks';\n${oneFrom('../commands/record')}`,
      'src/cli/main.ts': `import 'commander';\n${oneFrom('../event-store/event-store')}`,
    });

    expect(report).toContain(nothingBroken);
    expect(broken).toBe(false);
  });

  describe('reports', () => {
    let verdict: { broken: boolean; report: string };

    beforeAll(() => {
      verdict = importTableOf({
        'src/domain/clock.ts': "import 'node:fs';\n",
        'src/domain/money.ts': one,
        'src/domain/circle.ts': "import type { B } from './circle-too';\nexport type A = B | 1;\n",
        'src/domain/circle-too.ts': "import type { A } from './circle';\nexport type B = A[];\n",
        'src/domain/index.ts': oneFrom('./money'),
        'src/domain/utils/one.ts': one,
        'src/domain/two.ts': oneFrom('./utils/one'),
        'src/helpers/money.ts': oneFrom('../domain/money'),
        'projections/nest.ts': "import '@nestjs/common';\n",
        'projections/position.ts': one,
        'src/event-store/event-store.ts': one,
        'src/event-store/sqlite-event-store.ts': one,
        'src/commands/record.ts': oneFrom('../event-store/sqlite-event-store'),
        'src/exchange/csv.ts': oneFrom('../../projections/position'),
        'src/api/lines.ts': one,
        'src/web/page.ts': oneFrom('../event-store/event-store'),
        'src/cli/lines.ts': oneFrom('../api/lines'),
        'src/cli/layout.ts': "import 'prettier';\n",
        'src/app.module.ts': one,
        'src/api/server.ts': oneFrom('../app.module'),
      });
    });

    test.each([
      ['a file system in the domain', 'src/domain-imports-only-its-row: src/domain/clock.ts'],
      ['Nest in a projection', 'projections-imports-only-its-row: projections/nest.ts'],
      ['an adapter of the store in a command', 'src/commands-imports-only-its-row: src/commands/record.ts'],
      ['the store in a web page', 'src/web-imports-only-its-row: src/web/page.ts'],
      ['one front door in another', 'src/cli-imports-only-its-row: src/cli/lines.ts'],
      ['a projection run, not only named, in an export', 'src/exchange-imports-types-only: src/exchange/csv.ts'],
      ['a circle of types', 'no-cycle: src/domain/circle'],
      ['a barrel file', 'no-barrel-importing: src/domain/index.ts'],
      ['a folder with a vague name', 'no-vague-folder-imported: src/domain/two.ts'],
      ['a folder without a row', 'no-folder-without-a-row: src/helpers/money.ts'],
      ['a part that uses the assembly', 'nobody-imports-the-assembly: src/api/server.ts'],
      ['a package that only development has', 'only-declared-packages: src/cli/layout.ts'],
    ])('%s', (_what, line) => {
      expect(verdict.report).toContain(`error ${line}`);
      expect(verdict.broken).toBe(true);
    });
  });
});
