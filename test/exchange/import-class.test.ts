import { isRefusal } from '../../src/domain/refusals';
import type { DryRun } from '../../src/exchange/import/dry-run';
import { commitImport, tryImport, type ImportRequest } from '../../src/exchange/import/import-files';
import { PositionQuery } from '../../src/queries/position';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';

/** A tracker of two years with a column for the class; all amounts are invented. */
const mapping = {
  title: 'Highways tracker (invented)',
  document: 'Highways tracker (invented)',
  effective: '2009-07-13',
  unit: 'pounds',
  savings: 'positive',
  sheets: [
    {
      sheet: 'highways.csv',
      section: 'Highways',
      columns: [
        { header: 'Code', is: 'id' },
        { header: 'Title', is: 'title' },
        { header: 'Type', is: 'class' },
        { header: '2009/10', is: 'level', year: '2009/10' },
        { header: '2010/11', is: 'level', year: '2010/11' },
      ],
    },
  ],
};

let ledger: CouncilLedger;
beforeEach(async () => {
  ledger = await openCouncil();
});
afterEach(() => ledger.close());

const file = (...rows: string[]): ImportRequest => ({
  files: [{ name: 'highways.csv', bytes: Buffer.from(['Code,Title,Type,2009/10,2010/11', ...rows, ''].join('\n')) }],
  mapping,
  options: {},
});

async function tried(...rows: string[]): Promise<DryRun> {
  const answer = await tryImport(ledger.ports, file(...rows), recorder);
  if (isRefusal(answer)) throw new Error(answer.message);
  return answer;
}

async function recorded(...rows: string[]): Promise<void> {
  const outcome = await commitImport(ledger.ports, file(...rows), recorder);
  if (isRefusal(outcome)) throw new Error(outcome.message);
}

const kinds = ({ rows }: DryRun): readonly string[] => rows.flatMap(({ entries }) => entries.map(({ kind }) => kind));
const level = async (): Promise<string> => (await ledger.ask(new PositionQuery({ by: '2010/11' }))).level;

const said =
  'highways.csv!C2: Line H1 is planned as cashable in the ledger, and no row of the file gives that plan; recorded as ' +
  'non-cashable besides, the saving would be planned twice. Reclassify the saving or withdraw its cashable plan first, or ' +
  'give a row for each class.';

const reclassified = (tranche: string, amount: string): Promise<void> =>
  ledger.record({
    ...{
      kind: 'SavingReclassified',
      line: 'H1',
      measure: 'plan',
      tranche,
      from: 'cashable',
      to: 'non-cashable',
      amount,
    },
    ...{ effective: '2009-07-13', reason: 'Nothing is released (invented)' },
  });

describe('A tracker that gives a planned line another class', () => {
  test.each(['cashable', ''])(
    'is refused at the cell of the class, where the plan came in as "%s": nothing is planned twice',
    async (was) => {
      await recorded(`H1,Gritting routes,${was},50000,82222`);
      const corrected = 'H1,Gritting routes,Non-cashable,50000,83333';

      const { problems } = await tried(corrected);
      expect(problems.map(({ code, cell, message }) => [code, cell, message])).toEqual([['IMPORT_ROWS', 'C2', said]]);
      expect(isRefusal(await commitImport(ledger.ports, file(corrected), recorder))).toBe(true);
      expect(await level()).toBe('82222.00');
    },
  );

  test('is taken where the file has a row for each class, and changes each by itself from then on', async () => {
    await recorded('H1,Gritting routes,cashable,50000,82222');
    const both = ['H1,Gritting routes,cashable,50000,82222', 'H1,Gritting routes,non-cashable,10000,10000'];

    expect([(await tried(...both)).problems, kinds(await tried(...both))]).toEqual([[], ['SavingPlanned']]);
    await recorded(...both);
    expect(await level()).toBe('92222.00');
    expect((await tried('H1,Gritting routes,non-cashable,10000,10000')).problems).toEqual([]);
  });

  test('is no matter where a plan was nil from the first: its figures come in without a class', async () => {
    await recorded('H1,Gritting routes,,0,0');
    const { problems } = await tried('H1,Gritting routes,,50000,82222');
    expect(problems.map(({ code }) => code)).toEqual(['REASON_REQUIRED']);
  });

  test('is refused where its row of the other class states no amount', async () => {
    await recorded('H1,Gritting routes,cashable,50000,82222');

    const { problems } = await tried('H1,Gritting routes,non-cashable,50000,83333', 'H1,Gritting routes,cashable,,');
    expect(problems.map(({ cell }) => cell)).toEqual(['C2']);
  });

  test('is taken once the saving was reclassified, and plans only what is more', async () => {
    await recorded('H1,Gritting routes,cashable,50000,82222');
    await reclassified('2009/10', '50000.00');
    await reclassified('2010/11', '32222.00');
    const corrected = 'H1,Gritting routes,Non-cashable,50000,83333';

    const unclear = await tried('H1,Gritting routes,,50000,83333');
    expect(unclear.problems.map(({ code, cell }) => [code, cell])).toEqual([['IMPORT_ROWS', 'C2']]);
    expect(unclear.problems[0]?.message).toContain('Nothing is left of the cashable plan of this line');
    expect((await tried(corrected)).problems).toEqual([]);
    await recorded(corrected);
    expect(await level()).toBe('83333.00');
  });
});
