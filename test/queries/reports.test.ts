import 'reflect-metadata';

import { CommandBus, QueryBus, type Query } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';

import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { Record as RecordEntry } from '../../src/commands/record';
import type { OfficerId } from '../../src/domain/identifiers';
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { EntriesQuery } from '../../src/queries/entries';
import { FindingsQuery } from '../../src/queries/findings';
import { JournalTestsQuery } from '../../src/queries/journal-tests';
import { MovementQuery } from '../../src/queries/movement';
import { MemberQuery, partnershipOf } from '../../src/queries/partnership';
import { PositionQuery } from '../../src/queries/position';
import { RootQuery } from '../../src/queries/root';
import { ReturnsQuery } from '../../src/queries/returns';
import { SampleQuery } from '../../src/queries/sample';
import { ScenarioQuery } from '../../src/queries/scenario';
import { TrancheTotalsQuery } from '../../src/queries/tranche-totals';
import { TranchesQuery } from '../../src/queries/tranches';
import { loadJuly2009 } from '../../src/samples/july-2009';

const thousands = (pounds: string | null): number => Number(pounds) / 1000;

describe('the reports on the sample of July 2009', () => {
  let app: TestingModule;
  let queryBus: QueryBus;

  beforeAll(async () => {
    app = await Test.createTestingModule({ imports: [AppModule.forDirectory(':memory:')] }).compile();
    await app.init();
    queryBus = app.get(QueryBus);
    await loadJuly2009({ commandBus: app.get(CommandBus), queryBus, register: app.get(OfficerRegister) });
    await rate('IT-PROCUREMENT');
  });
  afterAll(() => app.close());

  const rate = (line: string) =>
    record({ kind: 'RiskRated', line, rating: 'amber', test: 'No contract yet (invented)', likelihood: '80' });

  let keys = 0;
  const record = async (body: unknown, officer = 'off-201'): Promise<void> => {
    const recorder = { officer: officer as OfficerId, role: 'finance officer' as const };
    const outcome = await app.get(CommandBus).execute(new RecordEntry(body, recorder, `reports-${String(keys++)}`));
    if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.message} ${JSON.stringify(outcome.problems)}`);
  };
  const ask = async <Answer>(query: Query<Answer | Refusal>): Promise<Answer> => {
    const answer = await queryBus.execute(query);
    if (isRefusal(answer)) throw new Error(`${answer.code}: ${answer.message}`);
    return answer;
  };
  const refusal = async <Answer>(query: Query<Answer | Refusal>): Promise<string> => {
    const answer = await queryBus.execute(query);
    return isRefusal(answer) ? `${answer.code}: ${answer.message}` : 'answered';
  };
  const size = async (): Promise<number> => (await ask(new EntriesQuery({ limit: '1' }))).size;

  test('findings asked again are those of now: after another entry, after officers with like names came, and as they were before', async () => {
    const found = async (parameters = {}) => ask(new FindingsQuery(parameters));
    const before = await found();
    expect(await found()).toEqual(before);

    await record({ kind: 'LineRegistered', line: 'NEW-CATERING', title: 'Catering Services', section: 'Invented' });
    const after = await found();
    expect(after.counts['no-accountable-officer']).toBe((before.counts['no-accountable-officer'] ?? 0) + 1);
    expect(await found({ known_at: String(before.size - 1) })).toEqual(before);

    const register = app.get(OfficerRegister);
    register.add([
      { id: 'off-931' as OfficerId, name: 'Hilary Example (invented)', role: 'auditor' },
      { id: 'off-932' as OfficerId, name: 'Hillary Example (invented)', role: 'auditor' },
    ]);
    for (const [line, owner] of [
      ['NEW-CATERING', 'off-931'],
      ['IT-PROCUREMENT', 'off-932'],
    ])
      await record({ kind: 'OwnerAssigned', line, owner });
    expect((await found()).counts['similar-names']).toBeGreaterThan(after.counts['similar-names'] ?? 0);
  });

  test('9,275 of the plan could be proven to last by 31 March 2011, with the entries behind it', async () => {
    const { provenSustained } = await ask(new TranchesQuery({ definition: 'ni179' }));
    expect(provenSustained).toMatchObject({
      date: '2011-03-31',
      amount: '9275000.00',
      carriedForward: '7598000.00',
      tranches: '1677000.00',
      lapsing: '0.00',
    });
    expect(provenSustained.parts.reduce((sum, { planned }) => sum + Number(planned), 0)).toBe(9_275_000);
    expect(provenSustained.parts.every(({ entries }) => entries.length > 0)).toBe(true);
  });

  test.each([
    ['2010-03-31', 7598],
    ['2011-03-31', 9275],
    ['2012-03-31', 9275 + 8040 - 25],
    ['2013-03-31', 25253],
  ])('by %s it is %d, less what the plan itself lets fall', async (as_at, expected) => {
    const { provenSustained } = await ask(new TranchesQuery({ definition: 'ni179', as_at }));
    expect(thousands(provenSustained.amount)).toBe(expected);
  });

  test.each([
    {},
    { section: 'Activity in 2009/10' },
    { line: 'IT-PROCUREMENT' },
    { class: 'non-cashable' },
    { known_at: '60' },
  ])('the totals of tranches alone are those beside the list: %j', async (parameters) => {
    const { totals, size, asAt } = await ask(new TranchesQuery(parameters));
    // Asked again it is what was added up before.
    for (let again = 0; again < 2; again += 1)
      expect(await ask(new TrancheTotalsQuery(parameters))).toMatchObject({ totals, size, asAt });
  });

  test('the plan itself lets 25 of the running costs fall, and nothing else', async () => {
    const { tranches, totals } = await ask(new TranchesQuery({}));
    expect(tranches.filter(({ lapsing }) => lapsing !== '0.00')).toMatchObject([
      { tranche: '2009/10', amount: '519000.00', lapsing: '25000.00', clockEnds: '2012-03-31' },
    ]);
    expect(totals.map(({ measure, lapsing }) => [measure, lapsing])).toEqual([
      ['plan', '25000.00'],
      ['achieved', '0.00'],
    ]);
  });

  test('the whole plan is a movement from the first entry to the last', async () => {
    const moved = await ask(new MovementQuery('plan', { by: '2010-11' }));
    expect([moved.opening, moved.closing]).toEqual(['0.00', '37443000.00']);
    expect(moved.steps.map(({ kind, amount }) => [kind, thousands(amount)])).toEqual([
      ['SavingCarriedForward', 9420],
      ['SavingPlanned', 28023],
    ]);
  });

  test('between two dates the movement is what the same knowledge says of both', async () => {
    const dates = { from_as_at: '2009-07-12', to_as_at: '2009-07-13', by: '2010-11' };
    const { from, to, opening, closing } = await ask(new MovementQuery('target', dates));
    expect([from.size, from.asAt, to.size, to.asAt]).toEqual([to.size, '2009-07-12', from.size, '2009-07-13']);
    expect([opening, closing]).toEqual(['0.00', '37443000.00']);
  });

  test('amber lines at 80 per cent: decided by the rules, shown beside the plan, and not recorded', async () => {
    const before = await size();
    const tried = await ask(new ScenarioQuery({ rating: 'amber', deliver: '80', by: '2010-11' }));
    expect(tried.lines).toEqual(['IT-PROCUREMENT']);
    expect(tried.figures.find(({ figure }) => figure === 'plan')).toEqual({
      figure: 'plan',
      before: '37443000.00',
      after: '37383000.00',
      change: '-60000.00',
    });
    expect(tried.entries.map(({ kind, postings }) => [kind, postings.map(({ amount }) => amount)])).toEqual([
      ['SavingReprofiled', ['-40000.00', '-20000.00', '-40000.00']],
    ]);
    expect(await size()).toBe(before);
    expect((await ask(new PositionQuery({ by: '2010-11' }))).plan).toBe('37443000.00');
  });

  test('a whole section at half its plan loses half of it, its pot and budget contributions included', async () => {
    const section = 'Activity in 2009/10';
    const { figures, notMoved } = await ask(new ScenarioQuery({ section, deliver: '50', by: '2010-11' }));
    expect(notMoved).toEqual([]);
    expect(thousands(figures.find(({ figure }) => figure === 'plan')!.change)).toBe(-24496 / 2);
  });

  test('a scenario of nothing in particular is refused', async () => {
    expect(await refusal(new ScenarioQuery({ deliver: '80' }))).toBe(
      'FIELD_REQUIRED: Say which lines: by rating, section, group, tag or line.',
    );
    expect(await refusal(new ScenarioQuery({ tag: 'quick-win' }))).toMatch(/^FIELD_REQUIRED/);
    expect(await refusal(new ScenarioQuery({ tag: 'quick-win', deliver: '101' }))).toMatch(/^PARAM_RANGE/);
  });

  test('a sample of the plan is the same for the same seed and tells how it was drawn', async () => {
    const asked = { by: '2010-11', n: '10', seed: '37443' };
    const drawn = await ask(new SampleQuery('plan', asked));
    expect(await ask(new SampleQuery('plan', asked))).toEqual(drawn);
    expect([drawn.n, drawn.seed, drawn.interval]).toEqual([10, 37443, '3746800.00']);
    expect(drawn.certain.map(({ amount }) => amount)).toEqual(['7598000.00', '10368000.00']);
    expect(drawn.negative.map(({ amount }) => amount)).toEqual(['-25000.00']);
  });

  test('the journal tests leave no entry out', async () => {
    const { tested, ledger, complete, tests } = await ask(new JournalTestsQuery({}));
    expect([complete, tested.entries]).toEqual([true, await size()]);
    expect(tested).toEqual(ledger);
    expect(tests.find(({ test }) => test === 'self-approved')!.count).toBe(0);
  });

  test('39,957 of the partnership is for partners whose ledgers are not added', async () => {
    const member = await ask(new MemberQuery({}));
    const together = partnershipOf(member, [member]);
    if (isRefusal(together)) throw new Error(together.message);
    expect([together.target, together.missing, together.gap]).toEqual(['77400000.00', '39957000.00', '39957000.00']);
    expect(together.finding).toBe(
      "£39,957,000 of the partnership's target of £77,400,000 is for partners whose ledgers are not added; added are: Leicester City Council.",
    );
    expect(partnershipOf(member, [member, member])).toMatchObject({ code: 'PARAM_REPEATED' });
  });

  test('a return stands as published beside what it would say now', async () => {
    const approved = { leader: 'off-301', chiefExecutive: 'off-302', chiefFinanceOfficer: 'off-303' };
    await record({
      kind: 'ReturnSubmitted',
      name: 'Half-year return (invented)',
      definition: 'ni179',
      year: '2010/11',
      approvedBy: approved,
    });
    await record({
      kind: 'SavingReprofiled',
      line: 'IT-PROCUREMENT',
      class: 'cashable',
      levels: [
        { year: '2009/10', level: '150000.00' },
        { year: '2010/11', level: '250000.00' },
        { year: '2011/12', level: '500000.00' },
      ],
      reason: 'Supplier delay (invented)',
    });
    const { returns } = await ask(new ReturnsQuery({}));
    expect(returns).toHaveLength(1);
    expect(returns[0]).toMatchObject({ name: 'Half-year return (invented)', amends: null, amendedBy: null });
    // The root over exactly the entries its figures knew: it stays, whatever is recorded later.
    const { size, root } = returns[0]!;
    expect(size).toBe(returns[0]!.entry);
    expect(root).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(await ask(new RootQuery({ known_at: String(size - 1) }))).toEqual({ size, root });
    expect(returns[0]!.figures.find(({ figure }) => figure === 'plan')).toEqual({
      figure: 'plan',
      published: '25253000.00',
      restated: '25203000.00',
      change: '-50000.00',
    });
    const amended = { name: 'Half-year return, amended (invented)', definition: 'ni179', year: '2010/11' };
    const reason = 'The supplier was late (invented)';
    await record({ kind: 'ReturnAmended', entry: returns[0]!.entry, ...amended, approvedBy: approved, reason });
    const [first, second] = (await ask(new ReturnsQuery({}))).returns;
    expect([first!.amendedBy, second!.amends, second!.amendedBy]).toEqual([second!.entry, first!.entry, null]);
    expect(second!.figures.every(({ change }) => change === '0.00')).toBe(true);
  });

  describe('a part of the ledger', () => {
    test.each([[{ section: 'Activity in 2009/10' }], [{ tag: 'quick-win' }], [{ line: 'IT-PROCUREMENT' }]])(
      '%j has no target to fall short of',
      async (part) => {
        const { target, gap, gapIs, due, identifiedShare } = await ask(new PositionQuery(part));
        expect([target, gap, gapIs, due, identifiedShare]).toEqual([null, null, null, null, null]);
      },
    );

    test('by class keeps the target', async () => {
      expect((await ask(new PositionQuery({ class: 'cashable' }))).target).toBe('37443000.00');
    });

    test('that does not exist is refused with those that do', async () => {
      expect(await refusal(new PositionQuery({ tag: 'slow-win' }))).toBe(
        'NOT_FOUND: There is no tag "slow-win" at that moment; there are "quick-win".',
      );
      expect(await refusal(new PositionQuery({ section: 'Activity' }))).toMatch(
        /^NOT_FOUND: There is no section "Activity" at that moment; there are "Activity prior to 2008\/09/,
      );
    });
  });

  describe('under a definition of its own', () => {
    const adopt = (name: string, more: object) =>
      record({
        kind: 'DefinitionAdopted',
        definition: {
          name,
          title: `${name} (invented)`,
          classes: ['cashable', 'non-cashable'],
          carryForward: ['cashable', 'non-cashable'],
          unphased: 'never',
          net: true,
          ...more,
        },
      });

    beforeAll(async () => {
      await adopt('verified-only', { status: 'verified' });
      await adopt('sustained-only', { sustainedOnly: true });
      await adopt('one-off-charged', { oneOff: 'in its year' });
      await adopt('gross-view', { net: false });
      const year = { line: 'IT-PROCUREMENT', year: '2009/10', class: 'cashable' };
      await record({
        kind: 'BaselineSet',
        line: 'IT-PROCUREMENT',
        year: '2008/09',
        amount: '5000000.00',
        dataSource: 'invented',
      });
      await record({ kind: 'SavingAchieved', ...year, gross: '260000.00', ongoingCost: '60000.00' });
      await record({ kind: 'CostNetted', ...year, cost: 'one-off', amount: '30000.00', included: true });
    });

    const achievedUnder = async (definition: string, by: string): Promise<number> =>
      thousands((await ask(new PositionQuery({ definition, by }))).achieved.total);

    test('what nobody verified does not count where only verified savings do', async () => {
      expect([await achievedUnder('phased', '2009-10'), await achievedUnder('verified-only', '2009-10')]).toEqual([
        9620, 0,
      ]);
    });

    test('the same history is net or gross, and one-off cost is taken off in the year it is spent', async () => {
      expect(await achievedUnder('gross-view', '2009-10')).toBe(9680);
      expect(await achievedUnder('one-off-charged', '2009-10')).toBe(9590);
      expect(await achievedUnder('one-off-charged', '2010-11')).toBe(9620);
    });

    test('only what has lasted two years counts where only sustained savings do', async () => {
      const { plan, carriedForward } = await ask(new PositionQuery({ definition: 'sustained-only', by: '2010-11' }));
      expect([thousands(plan), thousands(carriedForward)]).toEqual([9420 + 1677, 9420]);
    });

    test('keeps what was not said out of the entry', async () => {
      const { entries } = await ask(new EntriesQuery({ limit: '200', after: '150' }));
      const adopted = entries.filter(({ kind }) => kind === 'DefinitionAdopted').map(({ facts }) => facts);
      expect(adopted[0]).toEqual({ definition: expect.objectContaining({ status: 'verified' }) as unknown });
      expect(Object.keys((adopted[3] as { definition: object }).definition)).not.toContain('sustainedOnly');
    });
  });
});
