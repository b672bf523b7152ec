/** Place, time and identity of entries: dense seqs, times that never fall, ids that follow from key and part, no key twice. */
import { createHash } from 'node:crypto';

import { textIn, type Entry } from './entry';
import { fail } from './outcome';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class Identity {
  private ledger = Buffer.alloc(0);
  private lastTime = '';
  private lastKey: string | null = null;
  private lastPart = 0;
  /** The first 53 bits of each first entry's id: a key used twice would make an id twice. */
  private readonly ids = new Set<number>();

  public check(entry: Entry): void {
    this.checkPlace(entry);
    this.checkTime(entry);
    this.checkId(entry);
  }

  private checkPlace({ seq, kind, facts }: Entry): void {
    if ((kind === 'LedgerOpened') !== (seq === 0)) fail(seq, 'a ledger is opened by its first entry and no other');
    if (seq > 0) return;
    const ledger = textIn(facts, 'ledger', seq);
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ledger)) fail(seq, 'the id of the ledger is no UUID');
    this.ledger = Buffer.from(ledger.replaceAll('-', ''), 'hex');
  }

  private checkTime({ seq, recordedAt, period }: Entry): void {
    if (!TIME.test(recordedAt)) fail(seq, 'the recorded time is not written as it must be');
    if (!MONTH.test(period)) fail(seq, 'the posting period is not a month');
    if (recordedAt < this.lastTime) fail(seq, 'it was recorded before the entry before it');
    this.lastTime = recordedAt;
  }

  private checkId({ seq, id, key, part }: Entry): void {
    const expected = this.lastKey === key ? String(this.lastPart + 1) : '0';
    if (part !== expected) fail(seq, `it is part ${part} of its command where part ${expected} comes next`);
    const hash = createHash('sha1').update(this.ledger).update(`${key}\n${part}`).digest();
    if (id !== uuid5(hash)) fail(seq, 'its id does not follow from its idempotency key');
    [this.lastKey, this.lastPart] = [key, Number(part)];
    if (part !== '0') return;
    const number = Number(hash.readBigUInt64BE(0) >> 11n);
    if (this.ids.has(number)) fail(seq, 'its idempotency key was used before');
    this.ids.add(number);
  }
}

/** UUID version 5 (RFC 9562) of a SHA-1 hash. */
function uuid5(hash: Buffer): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
