import 'reflect-metadata';

import fc from 'fast-check';

import type { Command } from '../../src/domain/commands';
import type { Class, Entry, EntryKind, Posting, Status } from '../../src/domain/entries';
import type { BatchId, LineId } from '../../src/domain/identifiers';
import { recordableKinds } from '../../src/commands/requests/requests';
import { isRefusal } from '../../src/domain/refusals';
import { Projection } from '../../projections/projection';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  carryForward,
  CARRIED,
  contribution,
  cost,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reject,
  reprofile,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import {
  adopt,
  amend,
  amendReturn,
  answer,
  certify,
  close,
  confirm,
  declareOverlap,
  deputy,
  eliminate,
  evidence,
  forecast,
  fullYear,
  giveBack,
  importOf,
  lapse,
  printed,
  quality,
  query,
  rate,
  reopen,
  reverseBatch,
  revise,
  rotate,
  settle,
  submit,
  substitute,
  withdraw,
} from '../support/later';
import { Model } from '../support/model';
import { because, by, bySecond, Story, type Told } from '../support/story';

const RUNS = Number(process.env['MODEL_RUNS'] ?? '1000');
const lines = [IT, ADULT, ONE_COUNCIL, POT, CARRIED] as const;

const aLine = fc.constantFrom<LineId>(IT, IT, ADULT, ONE_COUNCIL, POT);
const whole = (most: number) => fc.integer({ min: 1, max: most }).map((pounds) => `${String(pounds)}.00`);
const aYear = fc.constantFrom('2008/09', '2009/10', '2009/10', '2010/11');
const aMonth = fc.constantFrom('2009-07', '2009-09', '2009-12', '2010-01', '2010-03', '2010-06');
const aStatus = fc.constantFrom<Status>('claimed', 'verified', 'certified');
const aSeq = fc.integer({ min: 9, max: 60 });
const aBatch = fc.constantFrom('TRACKER-1', 'TRACKER-2').map((batch) => batch as BatchId);
const someLevels = fc
  .tuple(
    fc.integer({ min: 2008, max: 2011 }),
    fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 3 }),
  )
  .map(([from, amounts]) =>
    Object.fromEntries(
      amounts.map((amount, index) => [
        `${String(from + index)}/${String((from + index + 1) % 100).padStart(2, '0')}`,
        `${String(amount)}.00`,
      ]),
    ),
  );
const inOrder = someLevels.map((stated) => {
  const sorted = Object.values(stated).sort((one, other) => Number(one) - Number(other));
  return Object.fromEntries(Object.keys(stated).map((year, index) => [year, sorted[index]!]));
});

const checking =
  (check: typeof verify | typeof reject, seq: number): Told =>
  (story) =>
    check(Math.min(seq, story.entries.length - 1))(story);

/** What is done about the last entry of a kind, or about any where there is none: few would hit one by chance. */
const following =
  (kind: EntryKind, then: (entry: number) => Command, otherwise: number): Told =>
  (story) =>
    then(story.entries.findLast((entry) => entry.kind === kind)?.seq ?? otherwise);

/** Takes off what was declared last, or, where nothing was, what nobody declared. */
const eliminating =
  (id: LineId, other: LineId, amount: string): Told =>
  (story) => {
    const declared = story.entries.findLast((entry) => entry.kind === 'OverlapDeclared');
    return eliminate(declared?.line ?? id, declared?.facts.other ?? other, amount);
  };

/** Every verb there is, the ones that move amounts more often. Full-year effects and reclassifications keep to lines of their own. */
const aCommand: fc.Arbitrary<Told> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(inOrder, aLine).map(([levels, id]): Told => plan(levels, id)) },
  { weight: 3, arbitrary: fc.tuple(someLevels, aLine).map(([levels, id]): Told => reprofile(levels, id)) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(whole(900), fc.option(whole(90)), aYear, aLine)
      .map(([gross, ongoing, year, id]): Told => achieve(gross, ongoing, year, id)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(whole(90), fc.constantFrom('ongoing' as const, 'one-off' as const), fc.boolean())
      .map(([amount, kind, included]): Told => cost(amount, kind, included, because('invented'))),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        measure: fc.constantFrom('plan' as const, 'achieved' as const, 'achieved' as const),
        tranche: fc.constantFrom('2008/09', '2009/10', '2009/10', '2010/11', 'opening', 'unphased'),
        status: aStatus,
        to: fc.constantFrom<Class>('non-cashable', 'non-cashable', 'cashable'),
        line: fc.constantFrom<LineId>(IT, IT, POT, CARRIED),
        amount: whole(200),
      })
      .map(({ amount, status, ...options }): Told =>
        reclassify(amount, { ...options, status: options.measure === 'plan' ? null : status }),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(inOrder, fc.option(whole(900)), fc.constantFrom(ADULT, ONE_COUNCIL))
      .map(([levels, rest, id]): Told => allocate(levels, rest, id)),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(inOrder, fc.option(whole(500)), fc.constantFrom(ADULT, ONE_COUNCIL))
      .map(([levels, rest, id]): Told => giveBack(levels, rest, id)),
  },
  { weight: 10, arbitrary: aSeq.map((seq) => checking(verify, seq)) },
  { weight: 3, arbitrary: aSeq.map((seq) => checking(reject, seq)) },
  { weight: 6, arbitrary: aSeq.map((seq): Told => reverse(seq)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(whole(300), aYear, aStatus, aLine)
      .map(([amount, tranche, status, id]): Told =>
        lapse(amount, { id, tranche, status, from: tranche === '2008/09' ? '2009/10' : '2011/12' }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(whole(300), fc.constantFrom('2008/09', '2009/10'))
      .map(([amount, tranche]): Told =>
        fullYear(amount, { id: ADULT, tranche, of: tranche === '2008/09' ? '2009/10' : '2010/11' }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(aYear, fc.boolean())
      .map(([year, second]): Told => certify(year, [], second ? deputy : undefined)),
  },
  { weight: 3, arbitrary: fc.tuple(aMonth).map(([month]): Told => close(month)) },
  { weight: 3, arbitrary: aMonth.map((month): Told => reopen(month)) },
  fc.tuple(someLevels, aLine).map(([levels, id]): Told => contribution(levels, id)),
  fc.tuple(someLevels, aLine).map(([levels, id]): Told => forecast(levels, id)),
  aLine.map((id): Told => withdraw(id)),
  whole(900).map((amount): Told => carryForward(amount)),
  fc.tuple(aLine, aLine).map(([id, other]): Told => declareOverlap(id, other)),
  { weight: 4, arbitrary: fc.tuple(aLine, aLine, whole(100)).map((pair) => eliminating(...pair)) },
  fc.tuple(aYear, aYear, aLine).map(([year, tranche, id]): Told => confirm(year, tranche, id)),
  fc.constantFrom('approved' as const, 'identified' as const).chain((to) => aLine.map((id): Told => stage(to, id))),
  aLine.map((id): Told => owner(id, 'off-204')),
  { weight: 2, arbitrary: fc.constant<Told>(query()) },
  { weight: 4, arbitrary: aSeq.map((seq) => following('AuditQueryRaised', answer, seq)) },
  aSeq.map((seq) => following('TotalAsserted', settle, seq)),
  aSeq.map((seq) => following('ReturnSubmitted', amendReturn, seq)),
  whole(999).map((amount): Told => revise(amount)),
  fc.constantFrom<Told>(
    evidence(),
    quality(),
    rate('red'),
    amend('Another title'),
    submit(),
    printed(),
    target(),
    rotate('key-1', 'key-2'),
    rotate('key-2', 'key-1'),
  ),
  { weight: 2, arbitrary: aBatch.map((batch): Told => importOf({ ...by, batch })) },
  { weight: 3, arbitrary: aBatch.map((batch): Told => reverseBatch(because('The wrong file (invented)'), batch)) },
  fc.constantFrom('own-1', 'own-2').map((name): Told => adopt(name)),
  fc.constantFrom<Told>(substitute({ replacement: ADULT }), substitute({ oneOff: 'Reserve' })),
);

interface Step {
  readonly told: Told;
  readonly batch: BatchId | null;
  readonly days: number;
  readonly second: boolean;
}

const aStep: fc.Arbitrary<Step> = fc.record({
  told: aCommand,
  batch: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, aBatch),
  days: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 })),
  second: fc.boolean(),
});

const setUp: readonly Told[] = [
  opened,
  target(),
  ...lines.map((id) => line(id, id === POT ? 'unidentified' : 'identified')),
  potPlan,
  pot(),
];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);

const heaps = { achieved: 'gross', cost: 'cost', 'one-off cost': 'one-off', 'excluded cost': 'excluded' } as const;
const levelled = { plan: 'plan', forecast: 'forecast', 'budget contribution': 'contribution' } as const;

/** What the projection holds, in the words of the model: levels instead of tranches, heaps instead of cells. */
function told({ table }: Projection): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const add = (amount: number, ...key: readonly (string | number)[]): void => {
    const name = key.join('|');
    sums.set(name, (sums.get(name) ?? 0) + amount);
  };
  const amounts = table.amountsAt(table.now());
  table.cells.forEach(({ line: id, shape: number }, cell) => {
    const { measure, tranche, class: of, status } = table.shapes[number]!;
    const amount = amounts[cell] ?? 0;
    if (amount === 0 || measure === 'one-off cover') return;
    if (measure === 'target') add(amount, 'target');
    else if (measure in heaps) add(amount, id!, of!, tranche, heaps[measure as keyof typeof heaps], status!);
    else if (tranche === 'opening') add(amount, id!, of!, 'carried');
    else if (tranche === 'unphased') add(amount, id!, of!, 'unphased');
    else {
      for (let year = Number(tranche.slice(0, 4)); year <= 2013; year += 1) {
        add(amount, id!, of!, levelled[measure as keyof typeof levelled], year);
      }
    }
  });
  return new Map([...sums].filter(([, amount]) => amount !== 0));
}

const sorted = (numbers: ReadonlyMap<string, number>): readonly string[] =>
  [...numbers].map(([name, amount]) => `${name} ${String(amount)}`).sort();

const sumOf = (postings: readonly Posting[]): number =>
  postings.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);

/** What moves amounts from one cell to another and never their sum. */
const neverMove: readonly EntryKind[] = [
  'SavingReclassified',
  'EntryVerified',
  'PositionCertified',
  'PotAllocated',
  'PotAllocationReturned',
  'StageAdvanced',
];

/** Finance officers move amounts; those who certify only certify. */
const records = ({ kind, role }: Entry): boolean =>
  role === (kind === 'PositionCertified' ? 'chief finance officer' : 'finance officer') ||
  (kind === 'PositionCertified' && role === 'deputy chief finance officer');

/** What must hold of the entry that was just recorded, whatever it is. */
function checkLast(story: Story): void {
  const entry = story.entries.at(-1)!;
  if (entry.seq !== story.entries.length - 1) throw new Error(`seq ${String(entry.seq)} is not dense`);
  if (neverMove.includes(entry.kind) && sumOf(entry.postings) !== 0) {
    throw new Error(`${entry.kind} does not add up to nought`);
  }
  if (entry.postings.length > 0 && !records(entry)) {
    throw new Error(`entry ${String(entry.seq)} was recorded by the ${entry.role}`);
  }
  if (entry.kind === 'EntryReversed') {
    const reversed = story.entries[Number(entry.facts.entry)]!;
    const opposite = reversed.postings.map(({ amount }) => (Number(amount) === 0 ? 0 : -Number(amount)));
    if (opposite.some((amount, place) => amount !== Number(entry.postings[place]!.amount))) {
      throw new Error(`entry ${String(entry.seq)} is not the opposite of what it reverses`);
    }
  }
  if (entry.kind === 'EntryVerified' && story.entries[Number(entry.facts.entry)]!.officer === entry.officer) {
    throw new Error(`entry ${String(entry.seq)} was verified by its recorder`);
  }
}

/** Neither a plan nor what was achieved is ever below nought, and what was achieved not below its cost. */
function checkAmounts(model: Model): void {
  const net = new Map<string, number>();
  for (const [name, amount] of model.known()) {
    const [id, of, tranche, heap] = name.split('|');
    if ((heap === 'gross' || tranche === 'plan') && amount < 0) {
      throw new Error(`${name} is ${String(amount)}, below nought`);
    }
    if (heap !== 'gross' && heap !== 'cost') continue;
    const cell = `${id!}|${of!}|${tranche!}`;
    net.set(cell, (net.get(cell) ?? 0) + amount);
  }
  for (const [cell, amount] of net) if (amount < 0) throw new Error(`${cell} cost more than it saved`);
}

/** Every running total is the sum of the postings that are listed for it, each of an entry that is there. */
function checkSources({ projection: { table }, entries }: Story): void {
  const listed = new Float64Array(table.cells.length);
  for (const { cell, pence, seq } of table.list(table.now(), () => true)) {
    if (entries[seq] === undefined) throw new Error(`a posting of no entry, ${String(seq)}`);
    listed[cell] = listed[cell]! + pence;
  }
  const totals = table.amountsAt(table.now());
  listed.forEach((amount, cell) => {
    if (amount !== totals[cell]) throw new Error(`cell ${String(cell)} is not the sum of its postings`);
  });
}

const counts = { accepted: 0, refused: 0, predicted: 0, kinds: new Set<string>(), codes: new Set<string>() };

function run(steps: readonly Step[]): void {
  const [story, model] = [new Story(), new Model()];
  let day = '2009-07-13';
  const ask = (command: Command): void => {
    const expected = model.refusal(command, day);
    const outcome = story.ask(command);
    if (expected !== null && !isRefusal(outcome)) throw new Error(`${command.verb} was to be refused: ${expected}`);
    if (isRefusal(outcome)) {
      counts.refused += 1;
      counts.codes.add(outcome.code);
      if (expected !== null) counts.predicted += 1;
      if (outcome.code === 'PERIOD_LOCKED' && expected !== 'PERIOD_LOCKED') throw new Error('locked for no reason');
      return;
    }
    counts.accepted += 1;
    counts.kinds.add(outcome[0]!.kind);
    model.accept(command, outcome[0]!);
    checkLast(story);
    checkAmounts(model);
    checkSources(story);
    const [held, known] = [told(story.projection), model.known()];
    if (held.size === known.size && [...held].every(([name, amount]) => known.get(name) === amount)) return;
    const asked = { after: command.verb, entries: story.entries.length };
    expect({ ...asked, held: sorted(held) }).toEqual({ ...asked, held: sorted(known) });
  };
  const resolve = (given: Told): Command => (typeof given === 'function' ? given(story) : given);
  for (const given of setUp) ask(resolve(given));
  for (const id of [IT, ADULT, ONE_COUNCIL]) ask(baseline(id));
  for (const { told: given, days, second, batch } of steps) {
    day = dayAfter(day, days);
    story.goOn(day);
    const command = resolve(given);
    const officer = second && command.by.role === 'finance officer' ? bySecond.officer : command.by.officer;
    ask({ ...command, by: { ...command.by, officer, batch: command.by.batch ?? batch } });
  }
  rebuilt(story);
}

/** Rebuilt from nothing it is the same, and so it is in two parts, wherever it is cut. */
function rebuilt(story: Story): void {
  const again = new Projection();
  for (const entry of story.entries) again.append(entry);
  if (sorted(told(again)).join() !== sorted(told(story.projection)).join()) throw new Error('rebuilt otherwise');
  const { table } = story.projection;
  const [all, rows] = [table.amountsAt(table.now()), table.list(table.now(), () => true)];
  for (const quarter of [1, 2, 3]) {
    const cut = { size: Math.floor((table.size * quarter) / 4), asAt: table.now().asAt };
    const prefix = Float64Array.from(table.amountsAt(cut));
    for (const { seq, cell, pence } of rows) if (seq >= cut.size) prefix[cell] = prefix[cell]! + pence;
    prefix.forEach((amount, cell) => {
      if (amount !== all[cell]) throw new Error(`prefix and rest are not the whole, cut at ${String(cut.size)}`);
    });
  }
}

const steps = fc.array(aStep, { minLength: 20, maxLength: 100, size: 'max' });

test('a small independent model agrees after every command of any sequence', () => {
  fc.assert(
    fc.property(steps.map(shown), ({ all }) => {
      run(all);
    }),
    { numRuns: RUNS },
  );
}, 600_000);

/** Asks the same of a ledger and of one opened anew from what was stored of its state, at each turn. */
function runReopened(steps: readonly Step[], turns: number): void {
  const story = new Story();
  let twin = story.reopened();
  let day = '2009-07-13';
  const ask = (given: Told): void => {
    const command = typeof given === 'function' ? given(story) : given;
    expect(twin.ask(command)).toEqual(story.ask(command));
  };
  for (const given of [...setUp, ...[IT, ADULT, ONE_COUNCIL].map((id) => baseline(id))]) ask(given);
  steps.forEach(({ told: given, days, second, batch }, place) => {
    day = dayAfter(day, days);
    if (place % turns === 0) twin = story.reopened();
    for (const each of [story, twin]) each.goOn(day);
    const command = typeof given === 'function' ? given(story) : given;
    const officer = second && command.by.role === 'finance officer' ? bySecond.officer : command.by.officer;
    ask({ ...command, by: { ...command.by, officer, batch: command.by.batch ?? batch } });
  });
  expect(twin.state.toParts().head).toEqual(story.state.toParts().head);
}

test('a ledger opened anew from what was stored of its state decides as the one that was never closed', () => {
  fc.assert(
    fc.property(steps.map(shown), fc.integer({ min: 1, max: 20 }), ({ all }, turns) => {
      runReopened(all, turns);
    }),
    { numRuns: Math.ceil(RUNS / 20) },
  );
}, 600_000);

/** How fast-check shows a sequence: the verbs, an entry a line, and never whole states. */
const shown = (all: readonly Step[]) => ({
  all,
  [fc.toStringMethod]: (): string =>
    all
      .map(({ told: given, days, second, batch }) =>
        JSON.stringify({
          days,
          second,
          batch,
          asked: typeof given === 'function' ? 'a check of an entry' : given,
        }).slice(0, 300),
      )
      .join('\n'),
});

test('the sequences accept and refuse enough of everything to mean something', () => {
  expect(counts.accepted).toBeGreaterThan(RUNS * 10);
  expect(counts.predicted).toBeGreaterThan(RUNS);
  // Every kind of entry there is.
  expect([...counts.kinds].sort()).toEqual(['KeyRotated', 'LedgerOpened', ...recordableKinds].sort());
  expect(counts.codes.size).toBeGreaterThan(25);
});
