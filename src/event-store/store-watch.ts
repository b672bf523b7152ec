import type { EventStore } from './event-store';
import type { LedgerFeed } from './ledger-feed';

const DAY_MS = 24 * 60 * 60 * 1_000;
const PAGE = 1_000;

/** A store that other people can change the rules of. */
interface ClusterStore extends EventStore {
  checkRules(): Promise<void>;
}

const isOfCluster = (store: EventStore): store is ClusterStore => 'checkRules' in store;

/**
 * Keeps an eye on a ledger in a cluster, which other people can change the rules of: takes in what other nodes record as it
 * comes, and once a day looks at the rules of the stream and reads all of it. What is wrong is told at once.
 */
export class StoreWatch {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;

  public constructor(
    private readonly store: EventStore,
    private readonly feed: LedgerFeed,
    private readonly alarm: (sentence: string) => void,
  ) {}

  /** Where the ledger is a file of this machine there is nothing to watch: each question reads what is new. */
  public start(): void {
    if (!isOfCluster(this.store)) return;
    void this.alarmed('follow', () => this.feed.follow(this.stopping.signal));
    this.timer = setInterval(() => void this.check(), DAY_MS).unref();
  }

  public stop(): void {
    this.stopping.abort();
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** True where the stream keeps its entries and has all of them. Otherwise the alarm is raised; nothing is thrown. */
  public check(): Promise<boolean> {
    return this.alarmed('check', async () => {
      if (isOfCluster(this.store)) await this.store.checkRules();
      for (let from = 0; ;) {
        const page = await this.store.read({ from, limit: PAGE });
        from += page.length;
        if (page.length < PAGE) return;
      }
    });
  }

  private async alarmed(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.alarm(`The ${what} of the ledger failed: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
}
