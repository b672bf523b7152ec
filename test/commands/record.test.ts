import type { LedgerWriter } from '../../src/commands/ledger-writer';
import { Record as RecordEntry, RecordHandler } from '../../src/commands/record';
import type { Recorder } from '../../src/commands/requests/base';
import type { EventStore } from '../../src/event-store/event-store';
import { achieve } from '../support/july';
import { by } from '../support/story';
import { acknowledged, codeOf, groundwork, LedgerProcess, memoryStore } from '../support/writer';

let store: EventStore;
let process: LedgerProcess;
let leaf: string;

const second: Recorder = { officer: 'off-202' as Recorder['officer'], role: 'finance officer' };
const record = (body: unknown, key: unknown = 'own', recorder: Recorder = second): ReturnType<LedgerWriter['record']> =>
  new RecordHandler(process.writer).execute(new RecordEntry(body, recorder, key));

beforeEach(async () => {
  store = await memoryStore();
  process = new LedgerProcess(store);
  await process.tell(...groundwork);
  const { receipts } = acknowledged(await process.record(achieve('260000.00', null)));
  leaf = receipts[0]!.leaf;
});

afterEach(async () => {
  await store.close();
});

test('A request is recorded, and again under the same key it is the same', async () => {
  const body = { kind: 'EntryVerified', entry: '5', leaf };
  const { receipts } = acknowledged(await record(body));

  expect(await record({ ...body })).toEqual({ receipts, replayed: true });
  expect(await record({ leaf, entry: '5', kind: 'EntryVerified' })).toEqual({ receipts, replayed: true });
});

test('A request may name an entry by a number, which is the same request as by text', async () => {
  const { receipts } = acknowledged(await record({ kind: 'EntryVerified', entry: 5, leaf }));

  expect(await record({ kind: 'EntryVerified', entry: '5', leaf })).toEqual({ receipts, replayed: true });
});

test('A request with a line version by number is recorded', async () => {
  const body = { kind: 'OwnerAssigned', line: 'IT-PROCUREMENT', owner: 'off-104', lineVersion: 5 };

  expect(codeOf(await record(body))).toBe('recorded');
  expect(codeOf(await record({ ...body, lineVersion: '4' }))).toBe('IDEMPOTENCY_REUSED');
});

test.each([
  [undefined, 'IDEMPOTENCY_REQUIRED'],
  ['', 'IDEMPOTENCY_REQUIRED'],
  ['two words', 'IDEMPOTENCY_FORMAT'],
  ['£5', 'IDEMPOTENCY_FORMAT'],
  ['k'.repeat(201), 'IDEMPOTENCY_FORMAT'],
  [['own'], 'IDEMPOTENCY_FORMAT'],
])('A request under the key %j is refused: %s', async (key, code) => {
  expect(codeOf(await record({ kind: 'EntryReversed', entry: '5', reason: 'invented' }, key ?? null))).toBe(code);
});

test('A request that is refused records nothing and leaves its key free', async () => {
  const body = { kind: 'EntryReversed', entry: '5', reason: 'Recorded twice (invented)' };
  expect(codeOf(await record({ ...body, amount: '5.00' }))).toBe('UNKNOWN_FIELD');
  expect(codeOf(await record(body, 'own', { ...second, role: 'auditor' }))).toBe('ROLE_NOT_ALLOWED');
  expect(await store.head()).toBe(6);

  expect(codeOf(await record(body))).toBe('recorded');
});

test('Who records is never read from the request', async () => {
  const body = { kind: 'EntryReversed', entry: '5', reason: 'invented' };
  for (const name of ['officer', 'role', 'by', 'recordedAt', 'seq', 'requestHash']) {
    expect(codeOf(await record({ ...body, [name]: by.officer }))).toBe('UNKNOWN_FIELD');
  }
});
