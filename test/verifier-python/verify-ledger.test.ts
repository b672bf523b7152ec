// cspell:ignore cashablf
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cosignatureLine, readNote } from '../../src/tamper-evidence/signed-note';
import { TerminalInFolder } from '../cli/savings';
import { checkpointOver, history, newKey, ORIGIN, writeBundleOf } from './bundles';
import { describeInPython, linesFrom, python, verdict, verdicts } from './python';

const work = mkdtempSync(join(tmpdir(), 'verify-ledger-'));
afterAll(() => {
  rmSync(work, { recursive: true });
});

let made = 0;
const folder = (): string => join(work, String((made += 1)));
const file = (content: string): string => {
  const path = folder();
  writeFileSync(path, content);
  return path;
};

const key = newKey();
const KEY = key.verifier.text;

/** A copy of a bundle in which one file is another one. */
function changed(bundle: string, name: string, change: (text: string) => string): string {
  const copy = folder();
  cpSync(bundle, copy, { recursive: true });
  writeFileSync(join(copy, name), change(readFileSync(join(copy, name), 'utf8')));
  return copy;
}

describeInPython('its Ed25519', () => {
  // RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
  const published = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ] as const;

  test('holds the published signatures, and none of them with a bit of it flipped', () => {
    const flipped = published.flatMap(([publicKey, message, signature]) =>
      [0, 31, 32, 63].map((at) => {
        const bytes = Buffer.from(signature, 'hex');
        bytes[at]! ^= 1;
        return `${publicKey} ${message} ${bytes.toString('hex')}`;
      }),
    );
    expect(
      linesFrom(
        'signatures.py',
        published.map((words) => words.join(' ')),
      ),
    ).toEqual(Array(3).fill('holds'));
    expect(linesFrom('signatures.py', flipped)).toEqual(Array(12).fill('does not hold'));
  });

  test('agrees with OpenSSL on new keys; a signature with the order of the group added is not one', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const asked = Array.from({ length: 20 }, (_, length) => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const message = Buffer.alloc(length, length);
      const signature = sign(null, message, privateKey);
      const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('hex');
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
      const larger = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
      const twin = Buffer.concat([signature.subarray(0, 32), larger]);
      return [signature, twin].map((each) => `${raw} ${message.toString('hex')} ${each.toString('hex')}`);
    });
    expect(
      linesFrom(
        'signatures.py',
        asked.map(([right]) => right!),
      ),
    ).toEqual(Array(20).fill('holds'));
    expect(
      linesFrom(
        'signatures.py',
        asked.map(([, twin]) => twin!),
      ),
    ).toEqual(Array(20).fill('does not hold'));
  });
});

describeInPython('the verifier in Python, asked about the sample as the program exports it', () => {
  const terminal = new TerminalInFolder();
  let bundle: string;
  let pinned: string;

  beforeAll(async () => {
    await terminal.savings(['init', '--sample', 'july-2009']);
    bundle = folder();
    const { stderr, exit } = await terminal.savings(['export', 'bundle', '--out', bundle]);
    expect([stderr, exit]).toEqual(['', 0]);
    pinned = /^log (\S+)$/m.exec(readFileSync(join(bundle, 'policy'), 'utf8'))![1]!;
  });
  afterAll(() => {
    terminal.remove();
  });

  test('verifies it, as the build ships it', () => {
    const said = execFileSync(python!, [
      'dist/src/verifier-python/verify_ledger.py',
      bundle,
      '--key',
      pinned,
    ]).toString();
    expect(said).toMatch(/^VERIFIED: savings-ledger\/\S+, 180 entries, root \S{44}, every claimed total\n$/);
  });

  test('says how it is called when it is asked', () => {
    const said = execFileSync(python!, ['dist/src/verifier-python/verify_ledger.py', '--help']).toString();
    expect(said).toMatch(/^usage: verify_ledger\.py /);
  });

  test('names a changed entry by the tiles, although it is whole and canonical', () => {
    const forged = changed(bundle, 'entries.jsonl', (text) =>
      text.replace('"Leicester City Council"', '"Leicester Council"'),
    );
    expect(verdict(forged, '--key', pinned)).toBe(
      '1 FAILED at entry 0: the entries do not give the root of the checkpoint',
    );
  });

  test('believes no tile that is not what the entries hash to', () => {
    const forged = changed(bundle, 'tile/0/000.p/180', () => 'x'.repeat(180 * 32));
    expect(verdict(forged, '--key', pinned)).toBe('1 FAILED: tile 0 of level 0 is not what the entries hash to');
  });
});

describeInPython('the verifier in Python, asked about the three-year story', () => {
  let bundle: string;
  beforeAll(() => {
    bundle = writeBundleOf(folder(), history, { keys: [key] });
  });

  test('verifies every total of it, with entries of every kind', () => {
    expect(verdict(bundle, '--key', KEY)).toMatch(/^0 VERIFIED: savings-ledger\/\S+, 277 entries/);
    expect(verdict(bundle, '--key', file(`${KEY}\n`))).toMatch(/^0 /);
  });

  test('cannot tell where it is called wrongly or something is missing', () => {
    const lacking = folder();
    cpSync(bundle, lacking, { recursive: true });
    rmSync(join(lacking, 'totals.jsonl'));
    const asked = [
      [],
      [bundle],
      [bundle, '--key', 'not a key'],
      [bundle, '--key', KEY, '--what'],
      [folder(), '--key', KEY],
      [lacking, '--key', KEY],
      [bundle, '--key', KEY, '--checkpoint', folder()],
      [bundle, '--key', KEY, '--checkpoint', file('not a checkpoint')],
      [bundle, '--key', KEY, '--quorum', '1'],
      [bundle, '--key', newKey('witness').verifier.text],
    ];
    expect(verdicts(asked).map(({ code, said }) => [code, said.slice(0, 11)])).toEqual(
      asked.map(() => [2, 'CANNOT TELL']),
    );
  });

  test('fails under another key, and where the entries open another ledger than the key is for', () => {
    expect(verdict(bundle, '--key', newKey().verifier.text)).toMatch(
      /^1 FAILED: the checkpoint is not signed by the key in force, /,
    );
    expect(verdict(bundle, '--key', newKey('log', 'savings-ledger/another').verifier.text)).toMatch(
      /^1 FAILED: the checkpoint is of savings-ledger\/4d2f7c1e-\S+, your key is of savings-ledger\/another$/,
    );
  });

  test('takes a checkpoint that was kept, and is not fooled by a history that was rewritten, rehashed and signed anew', () => {
    const kept = file(checkpointOver(history, 200, key));
    expect(verdict(bundle, '--key', KEY, '--checkpoint', kept)).toMatch(/^0 /);

    const rewritten = history.map((bytes) => bytes.replace('"gross":"260000.00"', '"gross":"250000.00"'));
    const forged = writeBundleOf(folder(), rewritten, { keys: [key] });
    expect(rewritten).not.toEqual(history);
    expect(verdict(forged, '--key', KEY)).toMatch(/^0 /);
    expect(verdict(forged, '--key', KEY, '--checkpoint', file(checkpointOver(history, 277, key)))).toMatch(
      /^1 FAILED: the first 277 entries are not those that the checkpoint you kept in \S+ is over$/,
    );
  });

  test('notices an old backup by the checkpoint that was kept', () => {
    const old = writeBundleOf(folder(), history.slice(0, 180), { keys: [key] });
    expect(verdict(old, '--key', KEY, '--checkpoint', file(checkpointOver(history, 200, key)))).toMatch(
      /^1 FAILED at entry 180: the checkpoint you kept in \S+ is over 200 entries, the bundle has 180: some were taken away$/,
    );
  });

  test('asks for the cosignatures of the witnesses it is told of', () => {
    const witness = newKey('witness', 'internal-audit.example/w1');
    const { text } = readNote(checkpointOver(history, 277, key))!;
    const cosigned = changed(bundle, 'checkpoint', (note) => `${note}${cosignatureLine(witness, text, 1_300_000_000)}`);
    const asked = ['--key', KEY, '--witness', witness.verifier.text];

    expect(verdict(cosigned, ...asked)).toMatch(/^0 /);
    expect(verdict(bundle, ...asked)).toBe(
      '1 FAILED: the checkpoint is cosigned by 0 of your witnesses, you ask for 1',
    );
    expect(verdict(bundle, ...asked, '--quorum', '0')).toMatch(/^0 /);
    const later = changed(cosigned, 'checkpoint', (note) =>
      note.replace(
        cosignatureLine(witness, text, 1_300_000_000),
        cosignatureLine(witness, text.replace('277', '278'), 1),
      ),
    );
    expect(verdict(later, ...asked)).toMatch(/^1 FAILED: the checkpoint has a signature in the name of internal-audit/);
  });

  test('follows a change of key that both keys signed, and no other', () => {
    const next = newKey();
    const rotated = {
      ...(JSON.parse(history[276]!) as object),
      seq: '277',
      kind: 'KeyRotated',
      line: null,
      facts: { previous: KEY, next: next.verifier.text },
      postings: [],
    };
    const sorted = JSON.stringify(
      Object.fromEntries(Object.entries(rotated).sort(([one], [other]) => (one < other ? -1 : 1))),
    );
    const bytes = sorted.replace(
      /"facts":\{"previous":("[^"]+"),"next":("[^"]+")\}/,
      '"facts":{"next":$2,"previous":$1}',
    );
    const entries = [...history, bytes];
    const both = writeBundleOf(folder(), entries, { keys: [key, next] });

    expect(verdict(both, '--key', KEY)).toMatch(/^0 /);
    expect(verdict(both, '--key', next.verifier.text)).toMatch(/^0 /);
    expect(
      verdict(
        changed(both, 'checkpoint', () => checkpointOver(entries, 278, key)),
        '--key',
        KEY,
      ),
    ).toMatch(/^1 FAILED: the checkpoint is not signed by the key in force, /);
    expect(
      verdict(
        changed(both, 'checkpoint', () => checkpointOver(entries, 278, next)),
        '--key',
        KEY,
      ),
    ).toMatch(/^1 FAILED: the checkpoint is not signed by the key in force, /);
    const stranger = newKey();
    expect(verdict(both, '--key', stranger.verifier.text)).toMatch(/^1 /);
  });

  test('works each claimed total out again: an edited one is named with both amounts', () => {
    const line = readFileSync(join(bundle, 'totals.jsonl'), 'utf8')
      .split('\n')
      .find((each) => each.includes('"by":"2010/11"') && each.includes('"figure":"achieved.verified"'))!;
    const amount = /"amount":"([^"]+)"/.exec(line)![1]!;
    const forged = changed(bundle, 'totals.jsonl', (text) => text.replace(line, line.replace(amount, '9999999.00')));
    expect(verdict(forged, '--key', KEY)).toMatch(
      new RegExp(
        `^1 FAILED: totals.jsonl, line \\d+, is not what the entries give for achieved.verified by 2010/11, published: 9999999.00 is claimed, the entries give ${amount}$`,
      ),
    );
  });

  test('names the first entry of the sources that is another one', () => {
    const forged = changed(bundle, 'totals.jsonl', (text) =>
      text.replace('["2","37443000.00"]', '["3","37443000.00"]'),
    );
    expect(verdict(forged, '--key', KEY)).toMatch(/^1 FAILED at entry 2: totals.jsonl, line 2,/);
  });

  test.each([
    ['a bit of an entry', 'entries.jsonl', (text: string) => text.replace('cashable', 'cashablf'), /^1 FAILED/],
    [
      'an entry taken away',
      'entries.jsonl',
      (text: string) => without(text, 100),
      /^1 FAILED at entry 100: .*its seq is/,
    ],
    [
      'an entry twice',
      'entries.jsonl',
      (text: string) => twice(text, 100),
      /^1 FAILED at entry 101: .*its seq is '100'/,
    ],
    [
      'the last entry taken away',
      'entries.jsonl',
      (text: string) => without(text, 276),
      /^1 FAILED at entry 276: there are 276 entries, the checkpoint is over 277/,
    ],
    ['the end cut off', 'entries.jsonl', (text: string) => text.slice(0, -1), /^1 FAILED: entries.jsonl is cut off/],
    ['blanks added', 'entries.jsonl', (text: string) => text.replace('{', '{ '), /^1 FAILED at entry 0: .*canonical/],
    [
      'a number',
      'entries.jsonl',
      (text: string) => text.replace('"seq":"3"', '"seq":3'),
      /^1 FAILED at entry 3: .*number/,
    ],
    [
      'a name twice',
      'entries.jsonl',
      (text: string) => text.replace('{', '{"batch":null,'),
      /^1 FAILED at entry 0: .*twice/,
    ],
    [
      'half a character',
      'entries.jsonl',
      (text: string) => text.replace('Leicester', '\\ud800'),
      /^1 FAILED at entry 0: .*half/,
    ],
    ['the deepest nesting', 'entries.jsonl', () => `${'['.repeat(60_000)}\n`, /^1 FAILED at entry 0: .*/],
    ['no entry at all', 'entries.jsonl', () => '', /^1 FAILED at entry 0: there is no entry/],
    [
      'the longest line',
      'entries.jsonl',
      () => `"${'x'.repeat(70_000)}"\n`,
      /^2 CANNOT TELL: entries.jsonl has a line of more/,
    ],
    ['a larger size', 'checkpoint', (text: string) => text.replace('\n277\n', '\n278\n'), /^1 FAILED/],
    [
      'a size with a nought before it',
      'checkpoint',
      (text: string) => text.replace('\n277\n', '\n0277\n'),
      /^1 FAILED/,
    ],
    ['an empty checkpoint', 'checkpoint', () => '', /^1 FAILED: the checkpoint is not a signed note/],
    [
      'a signature of another checkpoint',
      'checkpoint',
      () => checkpointOver(history, 277, key).replace(/— .*/, /— .*/.exec(checkpointOver(history, 276, key))![0]),
      /^1 FAILED: the checkpoint has a signature in the name of/,
    ],
    [
      '33 signatures',
      'checkpoint',
      (text: string) => text + '— a AAAAAAA=\n'.repeat(32),
      /^1 FAILED: the checkpoint has more than 32/,
    ],
    [
      'a line more in the totals',
      'totals.jsonl',
      (text: string) => `${text}{}\n`,
      /^1 FAILED: totals.jsonl has more lines/,
    ],
    [
      'a line less in the totals',
      'totals.jsonl',
      (text: string) => without(text, 50),
      /^1 FAILED.*totals.jsonl, line 51/,
    ],
    [
      'another digest of a file',
      'files.jsonl',
      (text: string) => text.replace(/"sha256":"./, '"sha256":"0'),
      /^1 FAILED: files.jsonl, line 1/,
    ],
    [
      'an earlier checkpoint of nobody',
      'checkpoints.jsonl',
      () => `${JSON.stringify(checkpointOver(history, 9, newKey()))}\n`,
      /^1 FAILED: line 1 of checkpoints.jsonl is not signed/,
    ],
    [
      'an earlier checkpoint of another history',
      'checkpoints.jsonl',
      () => `${JSON.stringify(checkpointOver([...history].reverse(), 9, key))}\n`,
      /^1 FAILED: the first 9 entries are not those/,
    ],
  ])('notices %s', (_what, name, change, expected) => {
    expect(verdict(changed(bundle, name, change), '--key', KEY)).toMatch(expected);
  });
});

const without = (text: string, line: number): string =>
  text
    .split('\n')
    .filter((_, at) => at !== line)
    .join('\n');
const twice = (text: string, line: number): string =>
  text
    .split('\n')
    .flatMap((each, at) => (at === line ? [each, each] : [each]))
    .join('\n');

test('the story’s ledger is the one the bundles are of', () => {
  expect(history[0]).toContain(ORIGIN.replace('savings-ledger/', ''));
});
