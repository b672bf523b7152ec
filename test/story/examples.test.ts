/**
 * The worked examples, told through the terminal and through REST: what each changes in the position, before and after.
 * Amounts that are not in the plan of July 2009 are invented.
 */
import { TerminalInFolder } from '../cli/savings';
import { officers, startServer, type TestServer, type Told } from '../support/server';

type Who = 'finance' | 'secondFinance';
type Figures = Readonly<Record<string, unknown>>;

interface Said {
  readonly code: string | null;
  readonly sentence: string | null;
  readonly receipts: readonly { readonly seq: number; readonly leaf: string }[];
}

/** A front door as a story needs it: say something, and ask where the plan stands. */
interface Door {
  readonly record: (body: object, who?: Who) => Promise<Said>;
  readonly position: (question: Readonly<Record<string, string>>) => Promise<Figures>;
}

const restOf = (server: TestServer): Door => ({
  record: async (body, who = 'finance') => {
    const answer: Partial<Told> = (await server.post(body, { as: who })).json();
    return { code: answer.code ?? null, sentence: answer.detail ?? null, receipts: answer.receipts ?? [] };
  },
  position: async (question) => {
    const inAddress = new URLSearchParams(question);
    const by = question['by']?.replace('/', '-');
    if (by !== undefined) inAddress.set('by', by);
    return (await server.get(`/api/v1/position?${inAddress.toString()}`)).json() as unknown as Figures;
  },
});

const terminalOf = (terminal: TerminalInFolder): Door => ({
  record: async (body, who = 'finance') => {
    const { kind, ...fields } = body as { readonly kind: string };
    const arguments_ = ['record', kind, '--as', officers[who], '--json', '--body', '-'];
    const { stdout, stderr } = await terminal.savings(arguments_, { stdin: JSON.stringify(fields) });
    if (stdout !== '') return { code: null, sentence: null, ...(JSON.parse(stdout) as Pick<Said, 'receipts'>) };
    const { error } = JSON.parse(stderr) as { readonly error: { readonly code: string; readonly message: string } };
    return { code: error.code, sentence: error.message, receipts: [] };
  },
  position: (question) =>
    terminal.json<Figures>('position', ...Object.entries(question).flatMap(([name, value]) => [`--${name}`, value])),
});

const line = 'IT-PROCUREMENT';
const cashable = { line, class: 'cashable' };
const levels = (stated: Readonly<Record<string, string>>): readonly object[] =>
  Object.entries(stated).map(([year, level]) => ({ year, level }));
const ofLine = (by: string): Readonly<Record<string, string>> => ({ by, line });

let server: TestServer;
let terminal: TerminalInFolder;

beforeAll(async () => {
  server = await startServer();
  terminal = new TerminalInFolder();
  await terminal.savings(['init', '--sample', 'july-2009']);
}, 60_000);

afterAll(async () => {
  await server.close();
  terminal.remove();
});

describe.each([
  ['REST', () => restOf(server)],
  ['the terminal', () => terminalOf(terminal)],
] as const)('the worked examples through %s', (_name, open) => {
  let entry: Said;

  test('IT Procurement is planned as 200 / 300 / 500: 200, and 100 more, and 200 more', async () => {
    const years = await Promise.all(['2009/10', '2010/11', '2011/12'].map((by) => open().position(ofLine(by))));
    expect(years.map(({ level, newInYear }) => [level, newInYear])).toEqual([
      ['200000.00', '200000.00'],
      ['300000.00', '100000.00'],
      ['500000.00', '200000.00'],
    ]);
  });

  test('without a baseline nothing is achieved', async () => {
    const said = await open().record({ kind: 'SavingAchieved', ...cashable, year: '2009/10', gross: '260000.00' });
    expect([said.code, said.sentence]).toEqual([
      'BASELINE_MISSING',
      'Line IT-PROCUREMENT has no baseline, so no saving can be measured; record what was spent before first.',
    ]);
  });

  test('gross 260 less ongoing cost 60 is 200 achieved, claimed', async () => {
    await open().record({ kind: 'BaselineSet', line, year: '2008/09', amount: '5000000.00', dataSource: 'invented' });
    await open().record({ kind: 'StageAdvanced', line, to: 'approved' });
    const before = await open().position(ofLine('2009/10'));
    entry = await open().record({
      kind: 'SavingAchieved',
      ...cashable,
      year: '2009/10',
      gross: '260000.00',
      ongoingCost: '60000.00',
    });
    const after = await open().position(ofLine('2009/10'));
    expect(before['achieved']).toMatchObject({ claimed: '0.00', gross: '0.00', ongoingCost: '0.00' });
    expect(after['achieved']).toMatchObject({ claimed: '200000.00', gross: '260000.00', ongoingCost: '-60000.00' });
    expect([before['plan'], after['plan']]).toEqual(['200000.00', '200000.00']);
  });

  test('verified by a second officer it moves from claimed to verified: 200', async () => {
    const [{ seq, leaf } = { seq: 0, leaf: '' }] = entry.receipts;
    const checked = { kind: 'EntryVerified', entry: String(seq), leaf };
    expect((await open().record(checked)).code).toBe('SELF_APPROVAL');
    expect((await open().record(checked, 'secondFinance')).code).toBeNull();
    expect((await open().position(ofLine('2009/10')))['achieved']).toMatchObject({
      claimed: '0.00',
      verified: '200000.00',
    });
  });

  test('reclassified by 100 the class moves, the whole does not', async () => {
    const moved = {
      kind: 'SavingReclassified',
      line,
      measure: 'achieved',
      tranche: '2009/10',
      from: 'cashable',
      to: 'non-cashable',
    };
    const rest = { status: 'verified', amount: '100000.00', reason: 'Half of it is officer time (invented)' };
    expect((await open().record({ ...moved, ...rest })).code).toBeNull();
    const whole = await open().position(ofLine('2009/10'));
    const [of, other] = await Promise.all(
      ['cashable', 'non-cashable'].map((each) => open().position({ ...ofLine('2009/10'), class: each })),
    );
    expect(whole['achieved']).toMatchObject({ total: '200000.00', claimed: '100000.00', verified: '100000.00' });
    expect([of!['achieved'], other!['achieved']]).toMatchObject([{ total: '100000.00' }, { total: '100000.00' }]);
  });

  test('re-profiled to 150 / 300 / 500 only 2009/10 changes, by 50', async () => {
    const profile = levels({ '2009/10': '150000.00', '2010/11': '300000.00', '2011/12': '500000.00' });
    await open().record({
      kind: 'SavingReprofiled',
      ...cashable,
      levels: profile,
      reason: 'Supplier delay (invented)',
    });
    const years = await Promise.all(['2009/10', '2010/11', '2011/12'].map((by) => open().position(ofLine(by))));
    expect(years.map(({ level, newInYear }) => [level, newInYear])).toEqual([
      ['150000.00', '150000.00'],
      ['300000.00', '150000.00'],
      ['500000.00', '200000.00'],
    ]);
  });

  test('a part of the pot goes to Adult Social Care Transformation: pot minus, programme plus, the plan as before', async () => {
    const programme = 'ADULT-SOCIAL-CARE-TRANSFORMATION';
    const both = async (): Promise<readonly unknown[]> => {
      const asked = ['TRANSFORMATION-POT', programme].map((each) => open().position({ by: '2010/11', line: each }));
      const [pot, given, all] = await Promise.all([...asked, open().position({ by: '2010/11' })]);
      return [pot['level'], pot['unphased'], given!['level'], given!['unphased'], all!['plan']];
    };
    expect(await both()).toEqual(['4000000.00', '10368000.00', '0.00', '0.00', '37443000.00']);
    const part = levels({ '2009/10': '500000.00', '2010/11': '800000.00' });
    const allocation = {
      kind: 'PotAllocated',
      line: programme,
      pot: 'TRANSFORMATION-POT',
      class: 'cashable',
      levels: part,
    };
    await open().record({ ...allocation, unphased: '2000000.00' });
    expect(await both()).toEqual(['3200000.00', '8368000.00', '800000.00', '2000000.00', '37443000.00']);
    expect((await open().record({ ...allocation, levels: levels({ '2009/10': '2000000.01' }) })).sentence).toBe(
      'The pot TRANSFORMATION-POT has 2000000.00 left first in 2009/10; 2000000.01 cannot be allocated from it.',
    );
  });

  test('DE Future Programmes, once identified, is identified in the plan: 1,850', async () => {
    const before = await open().position({ by: '2010/11' });
    await open().record({ kind: 'StageAdvanced', line: 'DE-FUTURE-PROGRAMMES', to: 'identified' });
    const after = await open().position({ by: '2010/11' });
    expect([before['identified'], after['identified']]).toEqual(['19725000.00', '21575000.00']);
    expect([before['plan'], after['plan']]).toEqual(['37443000.00', '37443000.00']);
  });

  test('reversed, an entry leaves every figure as it was; what is built upon is reversed last', async () => {
    const [{ seq } = { seq: 0 }] = entry.receipts;
    const reversal = { kind: 'EntryReversed', entry: String(seq), reason: 'Recorded on the wrong line (invented)' };
    expect((await open().record(reversal)).code).toBe('BUILT_UPON');
    const saved = { kind: 'SavingAchieved', ...cashable, year: '2009/10', gross: '40000.00' };
    const before = await open().position(ofLine('2009/10'));
    const [receipt] = (await open().record(saved)).receipts;
    await open().record({ ...reversal, entry: String(receipt?.seq) });
    const after = await open().position(ofLine('2009/10'));
    expect({ ...after, size: 0 }).toEqual({ ...before, size: 0 });
  });
});

test('a refusal reads the same at every door', async () => {
  const bodies: readonly object[] = [
    { kind: 'SavingAchieved', ...cashable, year: '2009/11', gross: '1.00' },
    { kind: 'SavingAchieved', ...cashable, year: '2009/10', gross: '1e3' },
    { kind: 'SavingAchieved', ...cashable, year: '2009/10', gross: '(200)' },
    { kind: 'SavingAchieved', line, class: 'cash', year: '2009/10', gross: '1.00' },
    { kind: 'SavingAchieved', ...cashable, line: 'NOWHERE', year: '2009/10', gross: '1.00' },
    { kind: 'SavingAchieved', ...cashable, year: '2009/10', gross: '1.00', actor: 'me' },
    { kind: 'BudgetContributionSet', ...cashable, levels: levels({ '2010/11': '300000.01', '2011/12': '1.00' }) },
  ];
  for (const body of bodies) {
    const [rest, typed] = [await restOf(server).record(body), await terminalOf(terminal).record(body)];
    expect(rest.code).not.toBeNull();
    expect([typed.code, typed.sentence]).toEqual([rest.code, rest.sentence]);
  }
  const page = await server.get('/trace/plan?by=2009-11');
  const api = (await server.get('/api/v1/trace/plan?by=2009-11')).json();
  expect([page.statusCode, api.code]).toEqual([422, 'YEAR_FORMAT']);
  expect(page.body.replaceAll('&quot;', '"').replaceAll('&#34;', '"')).toContain(api.detail);
});
