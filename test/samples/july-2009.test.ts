import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { parse } from 'csv-parse/sync';

import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { OpenLedger } from '../../src/commands/open-ledger';
import type { LedgerId } from '../../src/domain/identifiers';
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { EntriesQuery, type EntryAnswer } from '../../src/queries/entries';
import { FindingsQuery } from '../../src/queries/findings';
import { PositionQuery, type PositionAnswer } from '../../src/queries/position';
import { ReconciliationQuery } from '../../src/queries/reconciliation';
import { TraceQuery } from '../../src/queries/trace';
import { loadJuly2009, SampleRefused, type Loaded, type LoadInto } from '../../src/samples/july-2009';

const allowed = <Answer>(answer: Answer | Refusal): Answer => {
  if (isRefusal(answer)) throw new Error(`${answer.code}: ${answer.message}`);
  return answer;
};

/** Amounts in thousands of pounds, as the plan prints them, so that the tests read like the plan. */
const thousands = (pounds: string | null): number => Number(pounds) / 1000;

describe('the sample of July 2009', () => {
  let app: TestingModule;
  let queryBus: QueryBus;
  let loaded: Loaded;
  const into = (): LoadInto => ({ commandBus: app.get(CommandBus), queryBus, register: app.get(OfficerRegister) });

  beforeAll(async () => {
    app = await Test.createTestingModule({ imports: [AppModule.forDirectory(':memory:')] }).compile();
    await app.init();
    queryBus = app.get(QueryBus);
    loaded = await loadJuly2009(into());
  });

  afterAll(() => app.close());

  const position = async (parameters: Record<string, string>): Promise<PositionAnswer> =>
    allowed(await queryBus.execute(new PositionQuery(parameters)));
  const findings = async (asAt: string) => allowed(await queryBus.execute(new FindingsQuery({ as_at: asAt })));
  const entries = async (): Promise<readonly EntryAnswer[]> =>
    allowed(await queryBus.execute(new EntriesQuery({ limit: '200' }))).entries;

  test('is one entry a request, and adds nothing when it is loaded again', async () => {
    expect(loaded).toEqual({ recorded: 180, replayed: 0 });
    await expect(loadJuly2009(into())).resolves.toEqual({ recorded: 0, replayed: 180 });
    expect(await entries()).toHaveLength(180);
  });

  test('does not give a name back that was taken out of the register since', async () => {
    const { register } = into();
    const [officer] = register.all();
    register.add([{ ...officer!, name: '' }]);
    await loadJuly2009(into());
    expect(register.all()[0]?.name).toBe('');
    register.add([officer!]);
  });

  test('registers 53 lines, 29 of them divisional, and no line for their total', async () => {
    const { lines } = await position({});
    expect(lines).toHaveLength(17 + 29 + 7);
    expect(lines.filter(({ group }) => group === 'Divisional revenue strategies')).toHaveLength(29);
    expect(lines.map(({ name }) => name)).not.toContain('Divisional revenue strategies');
  });

  test('keeps names out of the history and gives every printed name its own id', async () => {
    const names = into().register.names();
    const history = JSON.stringify(await entries());
    for (const name of names.values()) expect(history).not.toContain(name);
    expect([...names.values()]).toEqual(expect.arrayContaining(['Andrew Smith', 'Andrew L Smith', 'J Craig']));
    expect(new Set(names.values()).size).toBe(names.size);
  });

  describe('comes to the published figures, in thousands', () => {
    test.each([
      ['2009/10', 8040, 8040, 3340, 0],
      ['2010/11', 15978, 7938, 6128, 8050],
      ['2011/12', 23913, 7935, 8113, 13500],
    ])('%s: level %d, new in the year %d, divisional %d, budget contribution %d', async (by, ...expected) => {
      const { level, newInYear, budgetContribution, groups } = await position({ by });
      const divisional = groups.find(({ name }) => name === 'Divisional revenue strategies');
      expect([level, newInYear, divisional!.level, budgetContribution].map(thousands)).toEqual(expected);
    });

    test.each([
      ['published', '2009/10', 19137, 16637, 9420, 18306, 'not yet due'],
      ['published', '2010/11', 37443, 19725, 9420, 0, 'due'],
      ['published', '2011/12', 35010, 22510, 9420, 2433, '1 year late'],
      ['phased', '2009/10', 19137, 16637, 9420, 18306, 'not yet due'],
      ['phased', '2010/11', 27075, 19725, 9420, 10368, 'due'],
      ['phased', '2011/12', 35010, 22510, 9420, 2433, '1 year late'],
      ['ni179', '2009/10', 17315, 14815, 7598, 20128, 'not yet due'],
      ['ni179', '2010/11', 25253, 17903, 7598, 12190, 'due'],
      ['ni179', '2011/12', 33188, 20688, 7598, 4255, '1 year late'],
    ])('%s by %s: plan %d, identified %d, carried forward %d, gap %d, %s', async (definition, by, ...expected) => {
      const { plan, identified, carriedForward, gap, due, target, unphased } = await position({ definition, by });
      expect([...[plan, identified, carriedForward, gap].map(thousands), due]).toEqual(expected);
      expect([target, unphased].map(thousands)).toEqual([37443, 10368]);
    });

    test('the sections, the share identified, the cashable part, the quick wins, what is subject to rulings', async () => {
      const { sections, identifiedShare, tags } = await position({ by: '2010/11' });
      expect(sections.map(({ plan }) => thousands(plan))).toEqual([9420, 1677, 24496, 1850]);
      expect(identifiedShare).toBe('52.7');
      expect(tags.map(({ name, plan }) => [name, thousands(plan)])).toEqual([['quick-win', 1800]]);
      expect(thousands((await position({ by: '2010/11', class: 'cashable' })).plan)).toBe(35621);
      expect(thousands((await position({ by: '2010/11', definition: 'ni179' })).subjectToRulings)).toBe(472);
    });

    test('without a year, the position is by the deadline, as published', async () => {
      expect(await position({})).toEqual(await position({ by: '2010/11', definition: 'published' }));
    });
  });

  describe('raises its findings', () => {
    const asPublished = {
      'printed-total-differs': 4,
      unphased: 1,
      'pot-unallocated': 1,
      'outside-ni179': 1,
      'plan-falls': 1,
      'blank-level': 1,
      unidentified: 3,
      'no-accountable-officer': 11,
      'class-assumed': 1,
      'no-baseline': 1,
      'carry-forward-not-verified': 2,
      'needs-a-ruling': 5,
      'similar-names': 7,
      'partnership-incomplete': 1,
    };

    test('kind by kind, as at 13 July 2009', async () => {
      expect((await findings('2009-07-13')).counts).toEqual(asPublished);
    });

    test('the pot is overdue from 1 December 2009 on, and not the day before', async () => {
      expect((await findings('2009-11-30')).counts).toEqual(asPublished);
      expect((await findings('2009-12-01')).counts).toEqual({ ...asPublished, 'pot-overdue': 1 });
    });

    test('with the amounts in question', async () => {
      const { findings: found } = await findings('2009-07-13');
      const amounts = (kind: string) => found.filter((one) => one.kind === kind).map(({ amount }) => thousands(amount));
      expect(amounts('unphased')).toEqual([10368]);
      expect(amounts('pot-unallocated')).toEqual([14368]);
      expect(amounts('outside-ni179')).toEqual([1822]);
      expect(amounts('plan-falls')).toEqual([25]);
      expect(amounts('unidentified')).toEqual([1500, 14368, 1850]);
      expect(amounts('carry-forward-not-verified')).toEqual([7598, 1822]);
    });

    test('on the lines they are about', async () => {
      const { findings: found } = await findings('2009-07-13');
      const lines = (kind: string) => found.filter((one) => one.kind === kind).flatMap((one) => one.lines);
      expect(lines('plan-falls')).toEqual(['RUNNING-COSTS']);
      expect(lines('blank-level')).toEqual(['FUTURE-YEARS-EFFICIENCIES']);
      expect(lines('needs-a-ruling')).toEqual([
        'PROPERTY-SALES-INTEREST',
        'CATERING-BLOCK-1',
        'CATERING-BLOCK-2',
        'CATERING-BLOCK-3',
        'CATERING-BLOCK-4',
      ]);
      expect(lines('similar-names')).toEqual(
        expect.arrayContaining(['CATERING-BLOCK-1', 'GREY-FLEET', 'VEHICLE-FLEET']),
      );
    });
  });

  test('every printed total is tested; all agree but the narrative and the three of the divisional table', async () => {
    const { totals } = allowed(await queryBus.execute(new ReconciliationQuery({})));
    const differing = totals.filter(({ agrees }) => !agrees);
    expect(totals).toHaveLength(32);
    expect(
      differing.map(({ label, year, amount, computed }) => [label, year, thousands(amount), thousands(computed)]),
    ).toEqual([
      ['Total as printed', '2009/10', 1761, 3340],
      ['Total as printed', '2010/11', 2003, 6128],
      ['Total as printed', '2011/12', 2030, 8113],
      ['Full year savings from activity in 2008/09', '2010/11', 1667, 1677],
    ]);
  });

  describe('names its sources', () => {
    const files = new Map<string, string[][]>();
    const cellText = (file: string, address: string): string => {
      const rows = files.get(file) ?? parse(readFileSync(join('src/samples/july-2009', file)));
      files.set(file, rows);
      const [, column, row] = /^([A-Z])(\d+)$/.exec(address)!;
      return rows[Number(row) - 1]![column!.charCodeAt(0) - 65]!;
    };
    // Read here anew, in another way than the sample does.
    const reread = (text: string): number => Number(text.replace('(', '').replace(')', '').replace(',', ''));

    test('every entry that moves an amount carries document, sheet, row and cell', async () => {
      const moving = (await entries()).filter(({ postings }) => postings.length > 0);
      expect(moving.length).toBeGreaterThan(45);
      for (const { source } of moving) {
        expect(Object.values(source!)).toHaveLength(4);
        expect(Object.values(source!)).not.toContain(null);
      }
    });

    test('every amount of the plan re-reads from the very cell it names', async () => {
      const { entries: rows, amount } = allowed(await queryBus.execute(new TraceQuery('plan', { by: '2010/11' })));
      expect(rows.reduce((sum, row) => sum + thousands(row.amount), 0)).toBe(37443);
      expect(thousands(amount)).toBe(37443);
      const levels = new Map<string, number>();
      for (const { line, tranche, amount: rise, source } of rows) {
        const level = (levels.get(line!) ?? 0) + thousands(rise);
        levels.set(line!, level);
        const { sheet, cell } = source!;
        expect([line, tranche, reread(cellText(sheet!, cell!))]).toEqual([line, tranche, level]);
      }
    });

    test('the printed text of every level is the text of its cell', async () => {
      for (const { kind, facts, source } of await entries()) {
        if (kind !== 'SavingPlanned' && kind !== 'BudgetContributionSet') continue;
        for (const { cell, printed } of facts.levels) expect(cellText(source!.sheet!, cell!)).toBe(printed);
      }
    });

    // 31,315 in the total column, 30,350 in the year columns, both without the row of 6,128; and 17,581 divisional.
    test('the import names its files by digest, and its control total is that of their amounts', async () => {
      const [, imported] = await entries();
      expect(imported).toMatchObject({ kind: 'BatchImported', batch: 'JULY-2009' });
      expect(imported!.kind === 'BatchImported' && imported!.facts.controlTotal).toBe('79246000.00');
    });
  });
});

test('the sample is refused by a ledger that was opened as another one, and adds nothing to it', async () => {
  const app = await Test.createTestingModule({ imports: [AppModule.forDirectory(':memory:')] }).compile();
  await app.init();
  const [commandBus, queryBus, register] = [app.get(CommandBus), app.get(QueryBus), app.get(OfficerRegister)];
  const ledger = '6f1c2f0e-0b8e-4e0e-9d59-5a1f0a3c7a11' as LedgerId;
  await commandBus.execute(
    new OpenLedger(
      { ledger, council: 'Another Council', baseYear: '2008/09' as never, effective: null },
      { officer: 'off-1' as never, role: 'finance officer' },
    ),
  );
  await expect(loadJuly2009({ commandBus, queryBus, register })).rejects.toThrow(SampleRefused);
  expect(allowed(await queryBus.execute(new EntriesQuery({}))).size).toBe(1);
  expect(register.all()).toEqual([]);
  await app.close();
});
