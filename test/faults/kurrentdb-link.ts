/** Two processes record on one KurrentDB double while the link to it fails, and what must hold afterwards is checked. */
import type { CheckpointStore, SignedBatch, SignedHead } from '../../src/event-store/checkpoint-store';
import type { EventStore } from '../../src/event-store/event-store';
import { KurrentDbEventStore } from '../../src/event-store/kurrentdb-event-store';
import { readConnectionString } from '../../src/event-store/kurrentdb-settings';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { position } from '../../projections/position';
import { isRefusal } from '../../src/domain/refusals';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { ask } from '../../src/queries/read-question';
import { chances } from '../bench/measure';
import { achieve } from '../support/july';
import type { KurrentDbDouble } from '../support/kurrentdb-double';
import {
  appendFaults,
  readFaults,
  subscriptionFaults,
  type AppendFault,
  type ReadFault,
  type SubscriptionFault,
} from '../support/kurrentdb-faults';
import { acknowledged, groundwork, LedgerProcess, type Beside } from '../support/writer';

export const linkFaults = [...appendFaults, ...readFaults, ...subscriptionFaults, 'server gone'] as const;
export type LinkFault = (typeof linkFaults)[number];

const COMMANDS = 10;
const MOST_SENDS = 12;
const DEADLINE_MS = 200;

/** What one run found; the run is sound where there is no complaint. */
export interface LinkReport {
  readonly acknowledged: number;
  /** How often a caller heard that something failed, and sent again. */
  readonly sentAgain: number;
  readonly faultsDone: number;
  readonly complaints: readonly string[];
}

/** Puts a broken store before the real one. */
export type Break = (store: EventStore) => EventStore;

/** What the processes of one run share beside the cluster; no file fails here. */
class CheckpointsInMemory implements CheckpointStore {
  private readonly kept: (SignedHead & { readonly leaves: Buffer })[] = [];

  public last(): Promise<SignedHead | null> {
    return Promise.resolve(this.kept.at(-1) ?? null);
  }

  public add({ size, note, leaves }: SignedBatch, after: number): Promise<boolean> {
    if ((this.kept.at(-1)?.size ?? 0) !== after) return Promise.resolve(false);
    this.kept.push({ from: after, size, note, leaves });
    return Promise.resolve(true);
  }

  public covering(seq: number): Promise<SignedHead | null> {
    return Promise.resolve(this.kept.find(({ size }) => seq < size) ?? null);
  }

  public leavesFrom(from: number): Promise<Buffer | null> {
    return Promise.resolve(this.kept.find((each) => each.from === from)?.leaves ?? null);
  }

  public addCosignatures(): Promise<void> {
    return Promise.resolve();
  }

  public cosigned(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  public close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Run {
  readonly double: KurrentDbDouble;
  readonly stream: string;
  readonly breakStore: Break;
  readonly kept: Beside;
  readonly chance: () => number;
}

class Node {
  private readonly following = new AbortController();

  private constructor(
    private readonly behind: EventStore,
    public readonly ledger: LedgerProcess,
  ) {
    // What it throws is found by the next command, which reads the same.
    void ledger.feed.follow(this.following.signal).catch(() => undefined);
  }

  public static async start({ double, stream, breakStore, kept }: Run): Promise<Node> {
    const settings = { ...readConnectionString(double.url), stream, deadlineMs: DEADLINE_MS, silenceMs: 100 };
    const behind = await patiently(() => KurrentDbEventStore.open(settings));
    return new Node(behind, new LedgerProcess(breakStore(behind), undefined, 'key', kept));
  }

  public async stop(): Promise<void> {
    this.following.abort();
    await this.behind.close();
  }
}

async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MOST_SENDS) throw error;
    }
  }
}

export async function recordWhileTheLinkFails(
  double: KurrentDbDouble,
  fault: LinkFault,
  seed: number,
  breakStore: Break = (store) => store,
): Promise<LinkReport> {
  const stream = `ledger-${fault.replaceAll(' ', '-')}-${seed}-${crypto.randomUUID()}`;
  const chance = chances(seed);
  const kept: Beside = { checkpoints: new CheckpointsInMemory(), keys: new SigningKeys(':memory:', false) };
  const run: Run = { double, stream, breakStore, kept, chance };
  double.faults.clear();
  const done = double.faults.done.length;
  const nodes = [await Node.start(run), await Node.start(run)];
  await nodes[0]!.ledger.tell(...groundwork);
  plan(run, fault);
  const told = new Map<string, { readonly seq: number; readonly leaf: string }>();
  let sentAgain = 0;
  let gone = 0;
  const record = async (number: number): Promise<void> => {
    const key = `command-${number}`;
    for (let sends = 1; sends <= MOST_SENDS; sends += 1) {
      const at = chance() < 0.5 ? 0 : 1;
      try {
        const [receipt] = acknowledged(
          await nodes[at]!.ledger.record(achieve(`${10 + number}.00`, null), key),
        ).receipts;
        told.set(key, { seq: receipt!.seq, leaf: receipt!.leaf });
        return;
      } catch {
        sentAgain += 1;
        // A process that has seen damage stays as it is until somebody has looked and starts it again.
        const broken = nodes[at]!;
        nodes[at] = await Node.start(run);
        await broken.stop();
      }
    }
  };
  for (let number = 0; number < COMMANDS; number += 2) {
    const both = [record(number), record(number + 1)];
    if (fault === 'server gone' && chance() < 0.5) {
      gone += 1;
      double.stop();
      await double.restart();
    }
    if (chance() < 0.3) double.dropSubscriptions();
    await Promise.all(both);
  }
  double.faults.clear();
  await Promise.all(nodes.map((node) => node.stop()));
  const complaints = await complaintsOf(run, told);
  return { acknowledged: told.size, sentAgain, faultsDone: double.faults.done.length - done + gone, complaints };
}

/** One to three faults of the kind, with up to three calls that go well before each. */
function plan({ double, chance }: Run, fault: LinkFault): void {
  for (let count = 1 + Math.floor(chance() * 3); count > 0; count -= 1) {
    const after = Math.floor(chance() * 3);
    // Sometimes more in a row than the store tries, so that the caller has to send again.
    const inRow = chance() < 0.25 ? 5 : 1;
    if ((appendFaults as readonly string[]).includes(fault)) {
      for (let each = 0; each < inRow; each += 1) double.faults.append(fault as AppendFault, each === 0 ? after : 0);
    }
    if ((readFaults as readonly string[]).includes(fault)) double.faults.read(fault as ReadFault, after);
    if ((subscriptionFaults as readonly string[]).includes(fault))
      double.faults.subscription(fault as SubscriptionFault);
  }
  // The next subscriptions are the ones to be spoiled.
  if ((subscriptionFaults as readonly string[]).includes(fault)) double.dropSubscriptions();
}

async function complaintsOf(
  run: Run,
  told: ReadonlyMap<string, { readonly seq: number; readonly leaf: string }>,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  const stored = run.double.streams.all(run.stream).map(({ data }) => Buffer.from(data).toString());
  const keys = stored.map((bytes) => (JSON.parse(bytes) as { key: string }).key);
  for (const [key, { seq, leaf }] of told) {
    const bytes = stored[seq];
    if (bytes === undefined || leafHash(bytes) !== leaf)
      complaints.push(`${key} was acknowledged as seq ${seq} and is not there`);
  }
  for (const key of new Set(keys)) {
    const times = keys.filter((each) => each === key).length;
    if (key.startsWith('command-') && times > 1) complaints.push(`${key} was recorded ${times} times`);
  }
  for (let number = 0; number < COMMANDS; number += 1) {
    if (!told.has(`command-${number}`)) complaints.push(`command-${number} was never acknowledged`);
  }
  return [...complaints, ...(await differences(run))];
}

/** Two processes that come afterwards read the same figures, and those of a plain sum over what was recorded. */
async function differences(run: Run): Promise<readonly string[]> {
  const figures: string[] = [];
  for (let reader = 0; reader < 2; reader += 1) {
    const node = await Node.start({ ...run, breakStore: (store) => store });
    try {
      const asked = await ask(node.ledger.view, {});
      if (isRefusal(asked)) return [`the ledger cannot be read: ${asked.code}`];
      const { amounts } = position(asked.projection, { ...asked.question, by: '2009/10' as never }, asked.moment, {});
      figures.push(String(amounts.achieved));
    } catch (error) {
      return [`the ledger cannot be read: ${String(error)}`];
    } finally {
      await node.stop();
    }
  }
  const sum = Array.from({ length: COMMANDS }, (_, number) => (10 + number) * 100).reduce((one, other) => one + other);
  return figures.every((figure) => figure === String(sum))
    ? []
    : [`the figures are ${figures.join(' and ')}, not ${sum}`];
}
