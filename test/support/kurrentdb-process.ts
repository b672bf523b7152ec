import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { buildSync } from 'esbuild';

/** The KurrentDB double in a process of its own, compiled anew each time. */
export class KurrentDbProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    public readonly url: string,
  ) {}

  public static async start(): Promise<KurrentDbProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'kurrentdb-double-'));
    const outfile = join(folder, 'double.cjs');
    const entryPoints = [join(__dirname, 'kurrentdb-double-process.ts')];
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', packages: 'external' });
    const environment = { ...process.env, NODE_PATH: resolve('node_modules') };
    const child = spawn(process.execPath, [outfile], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return new KurrentDbProcess(child, folder, said.toString().trim());
  }

  public async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
    rmSync(this.folder, { recursive: true });
  }
}
