import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SigningKeys } from '../../src/event-store/signing-keys';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { answerTo, type Answer } from '../../src/verifier/main';
import { goldenLines, SignedLedger } from '../support/signed-ledger';

const root = mkdtempSync(join(tmpdir(), 'verifier-'));
let made = 0;
const newFolder = (): string => join(root, String((made += 1)));

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Exported {
  readonly folder: string;
  readonly key: string;
  readonly keys: SigningKeys;
}

/** Signs entries, with a new key where none is given, and writes the bundle. */
async function exported(lines: readonly string[], keys = new SigningKeys(':memory:', false)): Promise<Exported> {
  const ledger = await SignedLedger.of(lines, { keys });
  const folder = newFolder();
  await ledger.exportTo(folder);
  const key = ledger.key();
  await ledger.close();
  return { folder, key, keys };
}

const verified = ({ folder, key }: Exported, ...more: string[]): Answer => answerTo([folder, '--key', key, ...more]);

type Fields = Record<string, unknown>;
type Edit = (entry: Fields, facts: Fields) => void;

const saying = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

/** The golden history with the first entry of a kind changed, before anything is signed. */
function edited(kind: string, edit: Edit): [readonly string[], number] {
  const entries = goldenLines.map((line) => JSON.parse(line) as Fields);
  const seq = entries.findIndex((entry) => entry['kind'] === kind);
  const entry = entries[seq]!;
  edit(entry, entry['facts'] as Fields);
  return [goldenLines.with(seq, canonicalJson(entry)), seq];
}

describe('A bundle', () => {
  let golden: Exported;
  beforeAll(async () => {
    golden = await exported(goldenLines);
  });

  test('of the golden history, with all kinds of entry, is verified', () => {
    expect(verified(golden)).toEqual({
      exitCode: 0,
      verdict: 'verified',
      seq: null,
      reason: saying(/277 entries[\s\S]*totals add up/),
    });
  });

  test('says the totals of the published plan', () => {
    const claims = readFileSync(join(golden.folder, 'totals.jsonl'), 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Fields)
      .filter(({ by, figure }) => by === '2010/11' && figure === 'plan');

    expect(claims.map(({ definition, amount }) => [definition, amount]).slice(0, 3)).toEqual([
      ['published', '37143000.00'],
      ['phased', '26775000.00'],
      ['ni179', '24853000.00'],
    ]);
  });

  test('of any beginning of it is verified', async () => {
    for (const size of [1, 2, 3, 177, 180, 256, 257])
      expect([size, verified(await exported(goldenLines.slice(0, size)))]).toMatchObject([size, { exitCode: 0 }]);
  });

  test('is not verified without a key, with a key of another kind, or with another key', async () => {
    const other = await exported(goldenLines.slice(0, 3));

    expect(answerTo([golden.folder])).toMatchObject({ exitCode: 2 });
    expect(answerTo([golden.folder, '--key', 'no key'])).toMatchObject({ exitCode: 2 });
    expect(verified({ ...golden, key: other.key })).toMatchObject({ exitCode: 1 });
  });

  test('cannot be judged where it is not there, or a part of it is not', () => {
    expect(verified({ ...golden, folder: newFolder() })).toMatchObject({
      exitCode: 2,
      reason: saying(/there is no folder/),
    });
    for (const name of ['entries.jsonl', 'checkpoint', 'checkpoints.jsonl', 'totals.jsonl', 'files.jsonl', 'policy']) {
      const folder = newFolder();
      cpSync(golden.folder, folder, { recursive: true });
      rmSync(join(folder, name));
      expect([name, verified({ ...golden, folder })]).toMatchObject([name, { exitCode: 2 }]);
    }
  });

  test('is called wrongly in no way that it does not survive', () => {
    for (const args of [
      [],
      ['receipt'],
      ['a', 'b'],
      ['--unknown'],
      [golden.folder, '--key'],
      ['receipt', root, '--key', golden.key],
      [golden.folder, '--key', golden.key, '--checkpoint', join(golden.folder, 'policy')],
    ])
      expect(answerTo(args)).toMatchObject({ exitCode: 2 });
  });

  test('continues the checkpoints that the auditor kept', async () => {
    const ledger = await SignedLedger.of(goldenLines.slice(0, 150));
    const kept = newFolder();
    writeFileSync(kept, await ledger.checkpoint());
    await ledger.add(goldenLines.slice(150));
    const later: Exported = { folder: newFolder(), key: ledger.key(), keys: ledger.beside.keys };
    await ledger.exportTo(later.folder);
    await ledger.close();

    expect(verified(later, '--checkpoint', kept)).toMatchObject({
      exitCode: 0,
      reason: saying(/1 earlier checkpoints/),
    });
    expect(verified(golden, '--checkpoint', kept)).toMatchObject({ exitCode: 1 });
  });

  test('of a history that was rewritten and signed anew with the right key is caught by a kept checkpoint alone', async () => {
    const { keys, key, ...honest } = await exported(goldenLines);
    const kept = join(honest.folder, 'checkpoint');
    const [lines, seq] = edited('TargetSet', (entry, facts) => {
      facts['amount'] = '1.00';
      (entry['postings'] as Fields[])[0]!['amount'] = '1.00';
    });
    // Whoever owns the machine has the key, and throws away what was signed before.
    const forged = await exported(rebound(lines, seq), keys);

    expect(forged.key).toBe(key);
    expect(verified(forged)).toMatchObject({ exitCode: 0 });
    expect(verified(forged, '--checkpoint', kept)).toMatchObject({ exitCode: 1, reason: saying(/earlier checkpoint/) });
  });

  /** Lets later entries name the changed entry by its new leaf, as a careful forger would. */
  function rebound(lines: readonly string[], seq: number): readonly string[] {
    const changed = new Map([[leafHash(goldenLines[seq]!), leafHash(lines[seq]!)]]);
    return lines.map((line, at) => {
      let text = line;
      for (const [was, is] of changed) text = text.replaceAll(was, is);
      if (text !== line) changed.set(leafHash(goldenLines[at]!), leafHash(text));
      return text;
    });
  }
});

describe('A rule that was broken before the signing is found, with the entry that breaks it', () => {
  const firstPosting = (entry: Fields): Fields => (entry['postings'] as Fields[])[0]!;
  interface Row {
    readonly broken: string;
    readonly kind: string;
    readonly edit: Edit;
    readonly reason: RegExp;
  }
  const rows: readonly Row[] = [
    {
      broken: 'an amount that is no rise of a level',
      kind: 'SavingPlanned',
      edit: (entry) => {
        firstPosting(entry)['amount'] = '1.00';
      },
      reason: /posts/,
    },
    {
      broken: 'a target that is not what is posted',
      kind: 'TargetSet',
      edit: (_, facts) => {
        facts['amount'] = '1.00';
      },
      reason: /says 1.00 and posts/,
    },
    {
      broken: 'an achieved amount that is not its facts',
      kind: 'SavingAchieved',
      edit: (_, facts) => {
        facts['gross'] = '1.00';
      },
      reason: /says 1.00/,
    },
    {
      broken: 'a carry-forward above the cap',
      kind: 'SavingCarriedForward',
      edit: (_, facts) => {
        facts['closedTarget'] = '28547000.00';
      },
      reason: /at most 1000.00/,
    },
    {
      broken: 'a carry-forward from a period not half cashable',
      kind: 'SavingCarriedForward',
      edit: (_, facts) => {
        facts['closedTarget'] = '99999999.00';
      },
      reason: /half cashable/,
    },
    {
      broken: 'a reclassification that is not zero-sum',
      kind: 'SavingReclassified',
      edit: (entry) => {
        firstPosting(entry)['amount'] = '-1.00';
      },
      reason: /only moves amounts/,
    },
    {
      broken: 'an allocation that is not zero-sum',
      kind: 'PotAllocated',
      edit: (entry) => {
        firstPosting(entry)['amount'] = '-1.00';
      },
      reason: /only moves amounts/,
    },
    {
      broken: 'a reversal that is not the opposite',
      kind: 'EntryReversed',
      edit: (entry) => {
        firstPosting(entry)['amount'] = '1.00';
      },
      reason: /not the opposite/,
    },
    {
      broken: 'a verification of other bytes',
      kind: 'EntryVerified',
      edit: (_, facts) => {
        facts['leaf'] = 'a'.repeat(64);
      },
      reason: /other bytes/,
    },
    {
      broken: 'a verification of something to come',
      kind: 'EntryVerified',
      edit: (_, facts) => {
        facts['entry'] = '276';
      },
      reason: /earlier entry/,
    },
    {
      broken: 'a certification by a finance officer',
      kind: 'PositionCertified',
      edit: (entry) => {
        entry['role'] = 'finance officer';
      },
      reason: /who may not/,
    },
    {
      broken: 'a recorded time that falls',
      kind: 'TargetSet',
      edit: (entry) => {
        entry['recordedAt'] = '2009-07-12T09:00:00.000Z';
      },
      reason: /recorded before/,
    },
    {
      broken: 'another id',
      kind: 'TargetSet',
      edit: (entry) => {
        entry['part'] = '1';
      },
      reason: /part 0 comes next/,
    },
    {
      broken: 'a month that is none',
      kind: 'TargetSet',
      edit: (entry) => {
        entry['period'] = '2009-13';
      },
      reason: /not a month/,
    },
    {
      broken: 'a line that is not registered',
      kind: 'SavingPlanned',
      edit: (entry) => {
        entry['line'] = 'NO-SUCH-LINE';
      },
      reason: /there is no line/,
    },
    {
      broken: 'an amount that is not written as one',
      kind: 'SavingAchieved',
      edit: (entry) => {
        firstPosting(entry)['amount'] = '1e3';
      },
      reason: /not written in pounds/,
    },
    {
      broken: 'a version that is not known',
      kind: 'TargetSet',
      edit: (entry) => {
        entry['v'] = '2';
      },
      reason: /version/,
    },
  ];

  test.each(rows)('$broken', async ({ kind, edit, reason }) => {
    const [lines, seq] = edited(kind, edit);

    expect(verified(await exported(lines))).toMatchObject({
      exitCode: 1,
      seq,
      reason: saying(reason),
    });
  });

  test('an entry that its own recorder verified', async () => {
    const entries = goldenLines.map((line) => JSON.parse(line) as Fields);
    const seq = entries.findIndex(({ kind }) => kind === 'EntryVerified');
    const about = entries[Number((entries[seq]!['facts'] as Fields)['entry'])]!;
    const [lines] = edited('EntryVerified', (entry) => {
      entry['officer'] = about['officer'];
    });

    expect(verified(await exported(lines))).toMatchObject({
      exitCode: 1,
      seq,
      reason: saying(/the officer who recorded it/),
    });
  });

  test('an entry posted in a closed month', async () => {
    const entries = goldenLines.map((line) => JSON.parse(line) as Fields);
    const closed = entries.findIndex(({ kind }) => kind === 'PeriodClosed');
    const through = (entries[closed]!['facts'] as Fields)['through'];
    const late = { ...entries[closed + 1]!, period: through };
    const lines = goldenLines.with(closed + 1, canonicalJson(late));

    expect(verified(await exported(lines))).toMatchObject({
      exitCode: 1,
      seq: closed + 1,
      reason: saying(/were closed/),
    });
  });

  test('a key that was used twice', async () => {
    const first = JSON.parse(goldenLines[1]!) as Fields;
    const again = canonicalJson({ ...first, seq: String(goldenLines.length), recordedAt: '2026-11-22T09:00:00.000Z' });
    const golden = await exported(goldenLines);
    // The store itself would refuse the id, so the entry goes into the bundle alone, which is then not what was signed.
    writeFileSync(join(golden.folder, 'entries.jsonl'), `${[...goldenLines, again].join('\n')}\n`);

    expect(verified(golden)).toMatchObject({ exitCode: 1, seq: goldenLines.length });
  });
});
