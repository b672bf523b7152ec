import type { Agent } from 'node:http';

import { BackOff } from './back-off';
import { logEvent } from './host-log';
import { HostRefusal, ledgerNotFound } from './host-problem';
import { ledgerFolder, type LedgerFolder } from './ledger-folder';
import { LedgerProcess } from './ledger-process';

/** Who has run so long before it failed had not failed to start. */
const RAN_WELL_MS = 60_000;
/** A ledger that is wanted while others come and go waits for so many of them, and no longer. */
const MOST_TRIES = 10;

/** How long those who send or take slowly have to come to an end when their ledger has to go. */
const SLOW_GRACE_MS = 2_000;

/** Whoever sent a request, as far as a ledger can be kept waiting by them. */
export interface Client {
  /** Whether it is for them to go on: the request has not come in whole, or they do not take what they are answered. */
  readonly keepsWaiting: () => boolean;
  readonly cutOff: () => void;
}

/** A request under way, those that wait for the start of their ledger included. */
interface Use {
  readonly client: Client;
  /** An event stream. */
  listens: boolean;
}

/** An open ledger in the hands of one request, until it is given back. */
export interface LedgerInUse {
  readonly port: number;
  readonly agent: Agent;
  /** The request turned out to be a listener: it stays as long as it likes, and may be sent away to make room. */
  readonly onlyListens: () => void;
  readonly giveBack: () => void;
}

/** A ledger that has a process: one that starts, one that serves, or one that stops. */
interface Open {
  readonly process: LedgerProcess;
  readyAt: number | null;
  readonly uses: Set<Use>;
  /** Closes it when nobody has asked for long. */
  idle: NodeJS.Timeout | null;
  leaving: boolean;
}

export interface OpenLedgersOptions {
  /** The folder that has a data directory for each ledger. */
  readonly directory: string;
  readonly mostOpen: number;
  readonly idleMs: number;
  /** What the host decides of a ledger's settings. */
  readonly decided: (name: string) => Readonly<Record<string, string>>;
}

/** The ledgers that have a process, of which there are never more than allowed. The one left alone for longest stands first. */
export class OpenLedgers {
  private readonly open = new Map<string, Open>();
  private readonly now = (): number => performance.now();
  private readonly backOff = new BackOff(this.now);
  private stopping = false;

  public constructor(private readonly options: OpenLedgersOptions) {}

  /**
   * The ledger for one request, opened if need be. Refuses where there is none of that name, where all that may be open are
   * busy, where it cannot be started, and while the host stops.
   */
  public async use(name: string, client: Client): Promise<LedgerInUse> {
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      if (this.stopping) throw isStopping();
      const known = this.open.get(name);
      // What is decided between here and the next `await` is decided for all: 64 requests start one process.
      if (known?.leaving === false) return this.inUse(name, known, client);
      if (known !== undefined) {
        await known.process.gone;
        continue;
      }
      // Only now: what an open ledger is served with was read when it was started. For one that is not there none has to go.
      const folder = this.folderOf(name);
      if (this.open.size < this.options.mostOpen) return this.inUse(name, this.start(folder), client);
      await this.roomMade();
    }
    throw allBusy();
  }

  /** Closes all, and opens none any more. */
  public async close(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.open].map(([name, open]) => this.stop(name, open, 'the host stops')));
  }

  private folderOf(name: string): LedgerFolder {
    let folder: LedgerFolder | null;
    try {
      folder = ledgerFolder(this.options.directory, name);
    } catch (error) {
      logEvent('error', `the folder of the ledger cannot be read: ${String(error)}`, { ledger: name });
      throw notStarted(name, 1);
    }
    if (folder === null) throw ledgerNotFound();
    return folder;
  }

  private start(folder: LedgerFolder): Open {
    const { name } = folder;
    const wait = this.backOff.secondsLeft(name);
    if (wait > 0) throw notStarted(name, wait);
    const process = new LedgerProcess(folder, this.options.decided(name));
    const open: Open = { process, readyAt: null, uses: new Set(), idle: null, leaving: false };
    this.open.set(name, open);
    const began = this.now();
    const { pid } = process;
    logEvent('info', 'the ledger is started', { ledger: name, pid });
    process.ready.then(
      () => {
        open.readyAt = this.now();
        logEvent('info', 'the ledger is open', { ledger: name, pid, ms: Math.round(open.readyAt - began) });
      },
      () => undefined,
    );
    void process.gone.then(({ told, how }) => {
      this.left(name, open, told, how);
    });
    return open;
  }

  private async inUse(name: string, open: Open, client: Client): Promise<LedgerInUse> {
    const use: Use = { client, listens: false };
    open.uses.add(use);
    this.touch(name, open);
    try {
      const port = await open.process.ready;
      return { port, agent: open.process.agent, ...this.handles(name, open, use) };
    } catch {
      open.uses.delete(use);
      if (this.stopping) throw isStopping();
      throw notStarted(name, Math.max(1, this.backOff.secondsLeft(name)));
    }
  }

  private handles(name: string, open: Open, use: Use): Pick<LedgerInUse, 'onlyListens' | 'giveBack'> {
    return {
      onlyListens: () => {
        use.listens = true;
        this.touch(name, open);
      },
      giveBack: () => {
        if (open.uses.delete(use)) this.touch(name, open);
      },
    };
  }

  /** It was asked for or given back just now: it goes to the end of the row, and its time alone begins again. */
  private touch(name: string, open: Open): void {
    if (open.idle !== null) clearTimeout(open.idle);
    open.idle = null;
    if (open.leaving || this.open.get(name) !== open) return;
    this.open.delete(name);
    this.open.set(name, open);
    if (open.uses.size > 0) return;
    open.idle = setTimeout(() => void this.stop(name, open, 'nobody asked for it'), this.options.idleMs);
  }

  /**
   * Waits until one has gone: one that is going already, or the one that was left alone for longest and now has to; where
   * none is, one that only waits for those who send or take slowly. Otherwise a few strangers could keep everyone out.
   */
  private async roomMade(): Promise<void> {
    const all = [...this.open];
    const leaving = all.find(([, { leaving }]) => leaving);
    if (leaving !== undefined) {
      await leaving[1].process.gone;
      return;
    }
    const quiet = all.find(([, open]) => isQuiet(open)) ?? all.find(([, open]) => isKeptWaiting(open));
    if (quiet === undefined) throw allBusy();
    const cutting = setTimeout(cutOffSlow, SLOW_GRACE_MS, quiet[1]);
    await this.stop(...quiet, 'another one needs the room');
    clearTimeout(cutting);
  }

  private async stop(name: string, open: Open, why: string): Promise<void> {
    open.leaving = true;
    if (open.idle !== null) clearTimeout(open.idle);
    logEvent('info', 'the ledger is being closed', { ledger: name, pid: open.process.pid, why });
    await open.process.stop();
  }

  private left(name: string, open: Open, told: boolean, how: string): void {
    this.open.delete(name);
    if (open.idle !== null) clearTimeout(open.idle);
    const ran = open.readyAt === null ? null : this.now() - open.readyAt;
    if (ran !== null && (told || ran > RAN_WELL_MS)) this.backOff.ranWell(name);
    const { pid } = open.process;
    if (!told) this.backOff.failed(name);
    const byItself = ran === null ? 'the ledger cannot be started' : 'the process of the ledger ended by itself';
    logEvent(told ? 'info' : 'error', told ? 'the ledger is closed' : byItself, { ledger: name, pid, how });
  }
}

/** Nobody asks, though some may listen. */
const isQuiet = ({ uses }: Open): boolean => [...uses].every(({ listens }) => listens);

const isKeptWaiting = ({ uses, readyAt }: Open): boolean =>
  readyAt !== null && [...uses].every(({ listens, client }) => listens || client.keepsWaiting());

function cutOffSlow({ uses }: Open): void {
  for (const { client } of uses) if (client.keepsWaiting()) client.cutOff();
}

const isStopping = (): HostRefusal =>
  new HostRefusal('STORE_UNAVAILABLE', 'The server is stopping; nothing was recorded. Try again later.', 5);

const allBusy = (): HostRefusal =>
  new HostRefusal(
    'LEDGERS_ALL_BUSY',
    'As many ledgers as this machine may have open are in use; nothing was recorded. Try again in a moment.',
    2,
  );

const notStarted = (name: string, seconds: number): HostRefusal =>
  new HostRefusal(
    'LEDGER_NOT_STARTED',
    `The ledger ${name} cannot be opened; nothing was recorded. Whoever runs it finds the reason in the log of the host.`,
    seconds,
  );
