import { readRequest } from '../../src/commands/requests/requests';
import { isRefusal } from '../../src/domain/refusals';
import { flows, questionsOf } from '../../src/web/recording/flows';
import { formOf } from '../../src/web/recording/form';
import type { Field, Offers } from '../../src/web/recording/questions';
import { Subject } from '../../src/web/recording/subject';
import { startServer, type TestServer } from '../support/server';

const offers: Offers = {
  years: ['2008/09', '2009/10', '2010/11', '2011/12'],
  officers: [['off-201', 'Finance officer one (sample)']],
  pots: [['TRANSFORMATION-POT', 'Transformation']],
  lines: [['IT-PROCUREMENT', 'IT Procurement']],
};

/** What a person would type into fields that take no choice and no amount. */
const typed: Readonly<Record<string, string>> = {
  line: 'NEW-LINE',
  effective: '2009-07-13',
  through: '2009-07',
  reopened: '2009-07',
  'closed.first': '2005/06',
  'closed.last': '2007/08',
  'into.first': '2008/09',
  'into.last': '2010/11',
};

function answerTo({ name, type, choices }: Field): string {
  if (type === 'choice') return choices?.at(-1)?.[0] ?? '';
  return type === 'amount' ? '£200,000' : (typed[name] ?? 'Invented for a test');
}

test('a reason is marked as optional but for the ten kinds that are refused without one', () => {
  const asked = flows.map((flow) => {
    const fields = questionsOf(flow, offers).flatMap((question) => question.fields);
    return [flow.kind, fields.find(({ name }) => name === 'reason')?.optional] as const;
  });

  expect(asked.flatMap(([kind, optional]) => (optional === undefined ? [kind] : [])).sort()).toEqual([
    'BatchReversed',
    'EntryRejected',
    'EntryReversed',
    'GainLapsed',
    'PeriodReopened',
    'PotAllocationReturned',
    'SavingReclassified',
    'SavingReprofiled',
    'SavingWithdrawn',
    'TargetRevised',
  ]);
});

describe('The forms that record', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  test.each(flows.map((flow) => [flow.kind, flow] as const))(
    'answered in full, the form for %s sends a request that can be read',
    async (kind, flow) => {
      const asked = { line: 'IT-PROCUREMENT', entry: '106', batch: 'JULY-2009' };
      const carried = await server.app.get(Subject).of(flow, asked);
      const fields = questionsOf(flow, offers).flatMap((question) => question.fields);
      const answers = Object.fromEntries(fields.map((field) => [field.name, answerTo(field)]));

      const form = formOf({ kind, ...carried, ...answers }, offers, () => 'form-1');
      const request = readRequest(form?.body);

      expect(isRefusal(request) ? request : null).toBeNull();
    },
  );
});
