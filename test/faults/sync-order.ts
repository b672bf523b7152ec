/**
 * Reads what strace saw of a process that appends to a ledger, and judges whether it acknowledged anything that a power
 * cut could have taken back. It knows files, writes and syncs, and nothing of the program.
 */

interface Step {
  readonly call: string;
  readonly path: string;
  readonly rest: string;
  readonly result: number;
}

const line = /^\d+ +(?<call>\w+)\(\d+<(?<path>[^>]*)>(?<rest>.*)\) += (?<result>-?\d+)/;

/** The calls of a trace, in the order in which they ended. A call that another thread interrupted is in two pieces. */
function stepsOf(trace: string): Step[] {
  const begun = new Map<string, string>();
  const steps: Step[] = [];
  for (const raw of trace.split('\n')) {
    const thread = /^\d+/.exec(raw)?.[0] ?? '';
    const unfinished = raw.replace(/ *<unfinished \.\.\.>$/, '');
    if (unfinished !== raw) {
      begun.set(thread, unfinished);
      continue;
    }
    const whole = raw.replace(/^\d+ +<\.\.\. \w+ resumed>/, () => begun.get(thread) ?? '');
    const { call, path, rest, result } = line.exec(whole)?.groups ?? {};
    if (call !== undefined) steps.push({ call, path: path!, rest: rest!, result: Number(result) });
  }
  return steps;
}

export interface Circumstances {
  /** Whether the process before was killed, so that its last writes may never have been synced. */
  readonly foundUnsynced?: boolean;
  /** Whether entries may be acknowledged that were there already. */
  readonly mayFindThem?: boolean;
}

/** What of one ledger a power cut could take back. */
class Disk {
  public readonly complaints: string[] = [];
  private readonly unsynced = new Set<string>();
  /** Files with bytes whose sync failed. The system may count them as written, so a later sync proves nothing. */
  private readonly doubtful = new Set<string>();
  private syncedLog = false;
  private lastSaid = '';

  public constructor(private readonly circumstances: Circumstances) {
    if (circumstances.foundUnsynced === true) this.unsynced.add('log');
  }

  public take(step: Step): void {
    if (step.call === 'write' && step.rest.includes('"ACK ')) this.judge(/ACK [^\\"]+/.exec(step.rest)![0]);
    const file = step.path.endsWith('.sqlite-wal') ? 'log' : step.path.endsWith('.sqlite') ? 'main' : null;
    if (file === null) return;
    if (step.call === 'pwrite64' && step.result >= 0) this.write(file, step.rest.endsWith(', 0'));
    if (step.call === 'ftruncate' && step.result === 0) this.write(file, true);
    if (step.call === 'fsync' || step.call === 'fdatasync') this.sync(file, step.result === 0);
  }

  private write(file: string, fromTheStart: boolean): void {
    if (file === 'log' && fromTheStart) this.beginNewLog();
    if (file === 'main') this.doubtful.delete('main');
    this.unsynced.add(file);
  }

  /** What the old log held is gone, so it has to be in the main file for certain. */
  private beginNewLog(): void {
    if (this.unsynced.has('main') || this.doubtful.has('main'))
      this.complaints.push('new log before main file is synced');
    this.doubtful.delete('log');
  }

  private sync(file: string, succeeded: boolean): void {
    if (!this.unsynced.delete(file)) return;
    if (!succeeded) this.doubtful.add(file);
    if (succeeded && file === 'log') this.syncedLog = true;
  }

  private judge(said: string): void {
    if (this.unsynced.has('log')) this.complaints.push(`${said} before the log was synced`);
    if (this.doubtful.has('log')) this.complaints.push(`${said} after the log's sync failed`);
    const repeated = said === this.lastSaid || this.circumstances.mayFindThem === true;
    if (!this.syncedLog && !repeated) this.complaints.push(`${said} and nothing was synced for it`);
    this.syncedLog = false;
    this.lastSaid = said;
  }
}

/** Why the acknowledgements in a trace are not to be trusted; empty where they are. */
export function complaintsAbout(trace: string, circumstances: Circumstances = {}): readonly string[] {
  const disk = new Disk(circumstances);
  for (const step of stepsOf(trace)) disk.take(step);
  return disk.complaints;
}
