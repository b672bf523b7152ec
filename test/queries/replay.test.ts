import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { achieve, baseline, line, opened, owner, plan, target, verify } from '../support/july';
import { rate } from '../support/later';
import { answered, asking, refusalOf, type Asking } from '../support/questions';
import { Story } from '../support/story';
import { groundwork, LedgerProcess, memoryStore, storedIn } from '../support/writer';

/** IT Procurement from nothing to verified: entry 4 plans, 5 sets the target, 6 achieves, 7 verifies, 8 rates. */
async function ledger(): Promise<{ readonly process: LedgerProcess; readonly ask: Asking }> {
  const process = new LedgerProcess(await memoryStore());
  await process.tell(...groundwork, target('37443000.00'), achieve());
  const [claim] = await process.view.entries([6]);
  await process.tell(verify(6, undefined, claim!.leaf)(new Story()), rate('amber'));
  return { process, ask: asking(process.view) };
}

describe('a replay', () => {
  test('goes from nothing to now, entry by entry, with each figure before and after', async () => {
    const { ask } = await ledger();
    const { from, to, steps, next } = answered(await ask.replay({ by: '2009/10', definition: 'phased' }));

    expect([from.size, to.size, next]).toEqual([0, 9, null]);
    expect(steps.map(({ seq, kind }) => `${String(seq)} ${kind}`)).toEqual([
      '0 LedgerOpened',
      '1 LineRegistered',
      '2 BaselineSet',
      '3 OwnerAssigned',
      '4 SavingPlanned',
      '5 TargetSet',
      '6 SavingAchieved',
      '7 EntryVerified',
      '8 RiskRated',
    ]);
    const changes = steps.map((step) =>
      step.changes.map(({ figure, before, after, change }) => [figure, before, after, change].join(' ')),
    );
    expect(changes.slice(0, 4)).toEqual([[], [], [], []]);
    expect(changes[5]).toEqual(['target 0.00 37443000.00 37443000.00', 'gap -200000.00 37243000.00 37443000.00']);
    expect(changes[7]).toEqual([
      'achieved.claimed 200000.00 0.00 -200000.00',
      'achieved.verified 0.00 200000.00 200000.00',
    ]);
    expect(changes[8]).toEqual(['atRisk 0.00 200000.00 200000.00']);
  });

  test('stops at the moment asked for, by seq or by recorded time', async () => {
    const { ask } = await ledger();
    const bySeq = answered(await ask.replay({ to_known_at: '4' }));
    expect(bySeq.to.size).toBe(5);
    expect(bySeq.figures.find(({ figure }) => figure === 'target')).toMatchObject({ after: '0.00' });

    const byTime = answered(await ask.replay({ to_known_at: '2009-07-13T08:59:00Z', by: '2009/10' }));
    expect([byTime.to.size, byTime.steps]).toEqual([0, []]);
  });

  test('compares two moments, and its steps lead from one to the other in every figure', async () => {
    const { ask } = await ledger();
    const { figures, steps } = answered(await ask.replay({ from_known_at: '4', to_known_at: '7', by: '2009/10' }));

    expect(steps.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    for (const { figure, before, after } of figures) {
      const own = steps.flatMap(({ changes }) => changes.filter((change) => change.figure === figure));
      expect([figure, own[0]?.before ?? before, own.at(-1)?.after ?? after]).toEqual([figure, before, after]);
      own.slice(1).forEach((change, index) => {
        expect(change.before).toBe(own[index]!.after);
      });
    }
  });

  test('after the last step is the position', async () => {
    const { ask } = await ledger();
    const { figures } = answered(await ask.replay({ by: '2011/12' }));
    const position = answered(await ask.position({ by: '2011/12' }));
    const after = Object.fromEntries(figures.map(({ figure, after: amount }) => [figure, amount]));
    expect(after).toMatchObject({ plan: position.plan, gap: position.gap, achieved: position.achieved.total });
  });

  test('comes a page at a time, whose pages join', async () => {
    const { ask } = await ledger();
    const first = answered(await ask.replay({ by: '2009/10', limit: '7' }));
    expect([first.steps.length, first.next]).toEqual([7, 6]);
    const second = answered(await ask.replay({ by: '2009/10', limit: '7', after: '6' }));
    expect([second.steps.map(({ seq }) => seq), second.next]).toEqual([[7, 8], null]);
    const whole = answered(await ask.replay({ by: '2009/10' }));
    expect([...first.steps, ...second.steps]).toEqual(whole.steps);
  });

  test('of one line leaves the target out, as its position does', async () => {
    const { ask } = await ledger();
    const { steps, figures } = answered(await ask.replay({ by: '2009/10', line: 'IT-PROCUREMENT' }));
    expect(steps.find(({ kind }) => kind === 'TargetSet')!.changes).toEqual([]);
    expect(figures.map(({ figure }) => figure)).not.toContain('gap');
  });

  test('refuses a moment that has not been', async () => {
    const { ask } = await ledger();
    expect(refusalOf(await ask.replay({ to_known_at: '9' }))).toBe('PARAM_RANGE');
    expect(refusalOf(await ask.replay({ from_known_at: '9' }))).toBe('PARAM_RANGE');
    expect(refusalOf(await ask.replay({ known_at: '3' }))).toBe('UNKNOWN_FIELD');
  });
});

describe('a rebuild', () => {
  test('reads every entry again and finds every figure the same, under the root of exactly these bytes', async () => {
    const { process, ask } = await ledger();
    const tree = new HashTree();
    for (const { bytes } of await storedIn(process.store)) tree.append(Buffer.from(leafHash(bytes), 'hex'));

    const certificate = answered(await ask.rebuild());
    expect(certificate).toMatchObject({ size: 9, postings: 10, equal: true, differences: [] });
    expect(certificate.root).toBe(tree.root(9).toString('base64'));
    // 27 figures of the whole ledger and of its line, by four years, under three definitions.
    expect(certificate.compared).toBe(27 * 2 * 4 * 3);
  });

  test('of an earlier moment has that moment’s size, root and postings', async () => {
    const { process, ask } = await ledger();
    const tree = new HashTree();
    for (const { bytes } of await storedIn(process.store)) tree.append(Buffer.from(leafHash(bytes), 'hex'));
    const certificate = answered(await ask.rebuild({ known_at: '5' }));
    expect(certificate).toMatchObject({ size: 6, postings: 4, equal: true });
    expect(certificate.root).toBe(tree.root(6).toString('base64'));
  });

  test('tells where what is in memory is not what is stored', async () => {
    const { process, ask } = await ledger();
    const projection = answered(await process.view.projection());
    const again = await process.view.entries([6]);
    // What no code path does: the claim of 200,000 counted twice in memory.
    projection.table.append({ ...again[0]!.entry, seq: 9 });

    const { equal, differences } = answered(await ask.rebuild());
    expect(equal).toBe(false);
    expect(differences).toContainEqual({
      figure: 'achieved.claimed',
      by: '2009/10',
      definition: 'published',
      line: 'IT-PROCUREMENT',
      inMemory: '200000.00',
      rebuilt: '0.00',
    });
  });
});

test('the groundwork of these stories is the one they name', () => {
  expect(groundwork).toEqual([opened, line(), baseline(), owner(), plan()]);
});
