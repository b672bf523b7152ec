import { AppendTooLarge, type Appended, type Conflict, type NewEntry } from '../../src/event-store/event-store';
import { achieve } from '../support/july';
import { acknowledged, entriesIn, groundwork, LedgerProcess, memoryStore, StoreInFront } from '../support/writer';

/** Takes no more than so many entries at once, as a server takes no more than so many bytes. */
class NarrowStore extends StoreInFront {
  public readonly appends: number[] = [];

  public override append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    if (entries.length > 3) return Promise.reject(new AppendTooLarge(entries.length, 3));
    this.appends.push(entries.length);
    return super.append(entries, expectedHead);
  }
}

test('Commands that wait together and are more than the store takes at once are recorded in parts, each once', async () => {
  const store = new NarrowStore(await memoryStore());
  const process = new LedgerProcess(store);
  await process.tell(...groundwork);
  store.appends.length = 0;

  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, index) => process.record(achieve(`${String(index + 1)}.00`, null))),
  );

  const seqs = outcomes.map((outcome) => acknowledged(outcome).receipts[0]!.seq);
  expect(seqs).toEqual(Array.from({ length: 10 }, (_, index) => groundwork.length + index));
  expect(store.appends.reduce((sum, each) => sum + each)).toBe(10);
  expect(Math.max(...store.appends)).toBeLessThanOrEqual(3);
  expect(await entriesIn(store)).toHaveLength(groundwork.length + 10);
});
