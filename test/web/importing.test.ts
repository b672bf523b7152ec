import { LedgerWriter } from '../../src/commands/ledger-writer';
import { Notary } from '../../src/commands/notary';
import { StoreUnavailable } from '../../src/event-store/event-store';
import { RememberedMappings } from '../../src/exchange/import/remembered-mappings';
import { startServer, type Answer, type officers, type TestServer } from '../support/server';
import { smallMapping as mapping } from '../support/small-tracker';
import { workbook } from '../support/workbooks';

const tracker = workbook([
  {
    name: 'Plan',
    rows: [
      ['Line', 'Saving'],
      ['Street lighting (invented)', 200],
    ],
  },
]);

const BOUNDARY = 'a-boundary-of-the-test';

let server: TestServer;
let told: string[];

beforeEach(async () => {
  server = await startServer();
  told = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

/** Sends files as the page does. */
function upload(
  files: readonly Buffer[],
  as: keyof typeof officers = 'finance',
  readBy: string = JSON.stringify(mapping),
): Promise<Answer> {
  const cookie = server.cookie(as);
  const fields = { csrf: server.csrf(cookie), mapping: readBy };
  const texts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const parts = files.flatMap((bytes) => [
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="tracker.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return server.app.inject({
    method: 'POST',
    url: '/imports/new',
    payload: Buffer.concat([...texts, ...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]),
    headers: { cookie, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });
}

const sent = async (): Promise<string> => String((await upload([tracker])).headers.location);

/** Holds what is recorded from now on, until the function it gives is called. */
function holdRecording(): () => void {
  const writer = server.app.get(LedgerWriter);
  const recordTogether = writer.recordTogether.bind(writer);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  jest.spyOn(writer, 'recordTogether').mockImplementation(async (submissions) => {
    await held;
    return recordTogether(submissions);
  });
  return goOn;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

describe('Recording an import on pages', () => {
  test('given the store is away for a moment, the page gives the code, the log the fault, and Record works later', async () => {
    const waiting = await sent();
    const size = await server.size();
    const fault = jest
      .spyOn(server.app.get(LedgerWriter), 'recordTogether')
      .mockRejectedValue(new StoreUnavailable('busy', false));
    await server.send(waiting, { do: 'record' });
    const page = await server.get(waiting);
    fault.mockRestore();

    expect([page.statusCode, await server.size()]).toEqual([503, size]);
    expect(page.body).toContain('STORE_UNAVAILABLE');
    expect(page.body).not.toContain('Nothing was recorded');
    expect(page.body).toContain('value="record"');
    expect(told.join('')).toContain('StoreUnavailable');

    await server.send(waiting, { do: 'record' });
    const recorded = String((await server.get(waiting)).headers.location);
    expect(recorded).toContain('/imports?recorded=');
    expect((await server.get(recorded)).body).not.toContain('could not be kept');
    expect(await server.size()).toBe(size + 3);
  });

  test('given the entries are stored and cannot be signed, the page does not say that nothing was recorded', async () => {
    const waiting = await sent();
    const size = await server.size();
    const fault = jest.spyOn(Notary.prototype, 'sign').mockRejectedValue(new Error('the disk is gone'));
    await server.send(waiting, { do: 'record' });
    fault.mockRestore();
    const page = await server.get(waiting);

    expect(await server.size()).toBe(size + 3);
    expect(page.body).toContain('OUTCOME_UNKNOWN');
    expect(page.body).not.toContain('Nothing was recorded');
    expect(page.body).toContain('These very files stand in the ledger already');
    expect(told.join('')).toContain('OutcomeUnknown');
  });

  test('given a rule refuses it in the meantime, nothing was recorded, and no fault is logged', async () => {
    const waiting = await sent();
    await server.post({
      ...{ kind: 'LineRegistered', line: 'STREET-LIGHTING-INVENTED', title: 'Another (invented)' },
      ...{ section: 'Activity in 2009/10', stage: 'identified', effective: '2009-07-13' },
    });
    await server.send(waiting, { do: 'record' });
    const page = await server.get(waiting);

    expect(page.body).toContain('Nothing was recorded');
    expect(page.statusCode).toBe(422);
    expect(told.join('')).not.toContain('fault');
  });

  test('given the mapping cannot be kept, the import is recorded all the same, and the page says both', async () => {
    const waiting = await sent();
    jest.spyOn(server.app.get(RememberedMappings), 'remember').mockImplementation(() => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    await server.send(waiting, { do: 'record' });
    const page = await server.get(String((await server.get(waiting)).headers.location));

    expect(page.body).toContain('Recorded. The batch');
    expect(page.body).toContain('How the file is read could not be kept');
  });

  test('given two remembered layouts fit a file, the page offers both, and reads it by the one that is chosen', async () => {
    const remembered = server.app.get(RememberedMappings);
    remembered.remember({ ...mapping, title: 'Tracker of parks (invented)' });
    remembered.remember({ ...mapping, title: 'Tracker of roads (invented)' });
    const waiting = String((await upload([tracker], 'finance', '')).headers.location);
    const asked = await server.get(waiting);

    expect(asked.body).toContain('Several remembered layouts fit this file');
    expect(asked.body).toContain('Read it as tracker-of-parks-invented');

    await server.send(waiting, { do: 'remembered', mapping: 'tracker-of-roads-invented' });
    const check = await server.get(waiting);
    expect(check.body).toContain('Tracker of roads (invented); lines go to Activity in 2009/10');
    expect(check.body).toContain('Record 3 entries');

    const another = await server.send(
      waiting,
      { do: 'remembered', mapping: 'tracker-of-parks-invented' },
      'secondFinance',
    );
    expect(another.statusCode).toBe(404);
    const wrong = await server.send(waiting, { do: 'remembered', mapping: 'tracker-of-lakes' });
    expect(wrong.body).toContain('There is no remembered mapping');
    expect((await server.get(waiting)).body).toContain('Record 3 entries');
  });

  test('given it takes longer than people wait, the page says that it is under way, and where to look again', async () => {
    const waiting = await sent();
    const goOn = holdRecording();
    const answer = await server.send(waiting, { do: 'record' });
    const page = await server.get(waiting);
    goOn();
    await until(async () => (await server.get(waiting)).statusCode === 303);

    expect([answer.statusCode, answer.headers.location]).toEqual([303, waiting]);
    expect(page.body).toContain('The import is under way</h1>');
    expect(page.body).toContain('You may leave this page');
    expect(page.body).toContain(`href="${waiting}">Look again</a>`);
    expect((await server.get(waiting)).headers.location).toContain('/imports?recorded=');
  });

  test('given it is being recorded, an old page cannot leave it, and it ends as recorded', async () => {
    const waiting = await sent();
    const goOn = holdRecording();
    const recording = server.send(waiting, { do: 'record' });
    await until(async () => (await server.get(waiting)).body.includes('It is recording now'));
    const left = await server.send(waiting, { do: 'leave' });
    goOn();
    await recording;

    expect(left.headers.location).toBe(waiting);
    expect((await server.get(waiting)).headers.location).toContain('/imports?recorded=');
  });

  test('given another file is sent meanwhile, the first is recorded and does not come back', async () => {
    const waiting = await sent();
    const writer = server.app.get(LedgerWriter);
    const recordTogether = writer.recordTogether.bind(writer);
    const size = await server.size();
    let second = '';
    jest.spyOn(writer, 'recordTogether').mockImplementation(async (submissions) => {
      second = await sent();
      return recordTogether(submissions);
    });
    await server.send(waiting, { do: 'record' });

    expect(await server.size()).toBe(size + 3);
    expect((await server.get(waiting)).statusCode).toBe(404);
    expect((await server.get(second)).statusCode).toBe(200);
  });

  test('given a batch is to be taken back, the page says what goes and what stays; a second time, which entry did it', async () => {
    const waiting = await sent();
    await server.send(waiting, { do: 'record' });
    const batch = /recorded=([\w-]+)/.exec(String((await server.get(waiting)).headers.location))?.[1] ?? '';
    const said = { kind: 'BatchReversed', reversed: batch, at: '0', reason: 'The wrong file (invented)' };

    const check = await server.send('/record', said);
    expect(check.body).toContain('Taken back: Saving planned (1).');
    expect(check.body).toContain('Stays: Line registered (1). Lines stay without amounts');
    const by = await server.size();
    await server.send('/record', { ...said, do: 'record', key: 'reversal-of-the-test' });

    const again = await server.send('/record', said);
    expect([again.statusCode, await server.size()]).toEqual([409, by + 1]);
    expect(again.body).toContain(`Everything in batch ${batch} has been reversed already, by entry ${String(by)}.`);
  });

  test('given more files than an import takes, the page says how many it takes', async () => {
    const page = await upload(Array.from({ length: 11 }, () => tracker));

    expect(page.statusCode).toBe(413);
    expect(page.body).toContain('at most 10 files');
    expect(page.body).toContain('BODY_TOO_LARGE');
  });
});
