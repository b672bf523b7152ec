import type { Appended, Conflict, EventStore, NewEntry, StoredEntry } from '../../src/event-store/event-store';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import { StoreInFront } from '../support/writer';
import { linkFaults, recordWhileTheLinkFails } from './kurrentdb-link';

/** Other seeds, and more of them: LINK_SEED=1000 LINK_SEEDS=1000 npm run test:faults -- kurrentdb */
const SEEDS = Number(process.env['LINK_SEEDS'] ?? 25);
const TIMEOUT_MS = SEEDS * 12_000;
const firstSeed = Number(process.env['LINK_SEED'] ?? '1');

let double: KurrentDbDouble;

beforeEach(async () => {
  double = await KurrentDbDouble.start();
});

afterEach(() => {
  double.stop();
});

test.each(linkFaults)(
  `%s: nothing acknowledged is lost and nothing is doubled, with ${SEEDS} seeds`,
  async (fault) => {
    const failed: string[] = [];
    const sum = { acknowledged: 0, sentAgain: 0, faults: 0 };
    for (let seed = firstSeed; seed < firstSeed + SEEDS; seed += 1) {
      const { complaints, acknowledged, sentAgain, faultsDone } = await recordWhileTheLinkFails(double, fault, seed);
      sum.acknowledged += acknowledged;
      sum.sentAgain += sentAgain;
      sum.faults += faultsDone;
      if (complaints.length > 0) failed.push(`seed ${seed}: ${complaints.join('; ')}`);
    }
    process.stdout.write(
      `${fault}: ${SEEDS} seeds from ${firstSeed}, ${sum.faults} faults, ${sum.acknowledged} acknowledged, ` +
        `${sum.sentAgain} sent again, ${failed.length} seeds failed\n`,
    );

    expect(failed).toEqual([]);
    expect(sum.faults).toBeGreaterThan(SEEDS / 2);
  },
  TIMEOUT_MS,
);

/** Says that entries are stored before the server has answered, and shows them to whoever reads here. */
class EarlyStore extends StoreInFront {
  private readonly shown: StoredEntry[] = [];

  public override async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    void this.behind.append(entries, expectedHead).catch(() => undefined);
    this.shown.push(...entries.map((entry, index) => ({ ...entry, seq: expectedHead + index })));
    return Promise.resolve({ conflict: false, head: expectedHead + entries.length });
  }

  public override async read(range: {
    readonly from: number;
    readonly limit: number;
  }): Promise<readonly StoredEntry[]> {
    const { from, limit } = range;
    const here = this.shown.filter(({ seq }) => seq >= from && seq < from + limit);
    return here.length > 0 ? here : await super.read(range);
  }
}

/** Appends at whatever head there is when the expected one was wrong, as `any` would. */
class CarelessStore extends StoreInFront {
  public override async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    const outcome = await this.behind.append(entries, expectedHead);
    return outcome.conflict ? await this.behind.append(entries, outcome.head) : outcome;
  }
}

describe('The controls: a store that is broken on purpose is caught', () => {
  const controls: readonly (readonly [string, (store: EventStore) => EventStore])[] = [
    ['acknowledges before the reply', (store) => new EarlyStore(store)],
    ['appends whatever the head', (store) => new CarelessStore(store)],
  ];

  test.each(controls)(
    'that %s',
    async (_what, broken) => {
      let caught = 0;
      for (let seed = 1; seed <= 5; seed += 1) {
        const run = recordWhileTheLinkFails(double, 'slow', seed, broken);
        // Some of what a broken store does is found by the ledger itself, which then records nothing more.
        const complaints = await run.then(
          (report) => report.complaints,
          (error: unknown) => [String(error)],
        );
        if (complaints.length > 0) caught += 1;
      }

      expect(caught).toBeGreaterThan(2);
    },
    TIMEOUT_MS,
  );
});
