import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';

import { originOf, readCheckpoint, signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { hashFromBase64 } from '../../src/tamper-evidence/base64';
import {
  isSignedBy,
  newSecret,
  readSecret,
  readVerifierKey,
  signingKey,
  TEST_KEY_MARK,
} from '../../src/tamper-evidence/keys';
import { cosignatureLine, cosignedAt, isNoteSignedBy, readNote, signNote } from '../../src/tamper-evidence/signed-note';

const secretOf = (seed: Buffer) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });

describe('A signed note', () => {
  // From the documentation of golang.org/x/mod/sumdb/note, whose format C2SP specifies.
  const verifier = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

  test('is made and checked as the reference example is, byte for byte', () => {
    const key = signingKey('log', 'PeterNeumann', secretOf(seed));

    expect(key.verifier.text).toBe(verifier);
    expect(signNote(text, [key])).toBe(note);
    expect(isNoteSignedBy(readNote(note)!, readVerifierKey(verifier)!)).toBe(true);
  });

  test('with another text, another name or an unknown key is not signed by the key', () => {
    const key = readVerifierKey(verifier)!;

    expect(isNoteSignedBy(readNote(note.replace('think', 'thank'))!, key)).toBe(false);
    expect(isNoteSignedBy(readNote(note.replace('— Peter', '— Paul'))!, key)).toBe(false);
    expect(readVerifierKey(verifier.replace('c74f20a3', 'c74f20a4'))).toBeNull();
  });

  test('is spoiled by a second signature under the name and id of the key that does not hold', () => {
    const wrong = note.split('\n\n')[1]!.replace('ZJku', 'ZJkv');

    expect(isNoteSignedBy(readNote(`${note}${wrong}`)!, readVerifierKey(verifier)!)).toBe(false);
  });

  test.each([
    ['no signature', text],
    ['no end', note.slice(0, -1)],
    ['another end than a new line', `${note.slice(0, -1)}x`],
    ['a signature and no text', `x${note.split('\n\n')[1]!}`],
    ['a control character', note.replace('think', 'thi\u0007nk')],
    ['base64 that is not canonical', note.replace('wJnAM=', 'wJnAN=')],
    ['a hyphen for a dash', note.replace('—', '-')],
    ['more signatures than are read', `${text}\n${note.split('\n\n')[1]!.repeat(33)}`],
    ['nothing', ''],
    ['a line before its dash', note.replace('— Peter', 'x — Peter')],
    ['a third word in a line', note.replace('JnAM=', 'JnAM= x')],
    ['a name that would end a key', note.replace('— Peter', '— Peter+')],
    ['no more than an id', `${text}\n— PeterNeumann x08goA==\n`],
    ['half a character', note.replace('think', 'thi\ud800nk')],
    ['a tab', note.replace('think', 'thi\tnk')],
    ['the last of the control characters', note.replace('think', 'thi\u001fnk')],
    ['a carriage return', note.replace('think', 'thi\u000dnk')],
    ['more bytes than are read', `${'x'.repeat(64 * 1_024)}\n\n${note.split('\n\n')[1]!}`],
  ])('has a form; with %s it is none', (_, other) => {
    expect(readNote(other)).toBeNull();
  });

  test('may have as many signatures and bytes as are read, and any other character', () => {
    const line = note.split('\n\n')[1]!;
    const long = `${'x'.repeat(64 * 1_024 - line.length - 4)}\n\n${line}`;

    expect(Buffer.byteLength(long)).toBe(64 * 1_024);
    expect(readNote(long)?.signatures).toHaveLength(1);
    expect(readNote(`${text}\n${line.repeat(32)}`)?.signatures).toHaveLength(32);
    expect(readNote(note.replace('think', '£ “think” 💷'))?.text).toBe(text.replace('think', '£ “think” 💷'));
    expect(readNote(`${text}\n— P x08goAA=\n`)?.signatures).toEqual([
      { name: 'P', id: 'c74f20a0', signature: Buffer.alloc(1) },
    ]);
  });

  test('is none where one of its lines is none', () => {
    const line = note.split('\n\n')[1]!;

    expect(readNote(`${text}\n${line}no line\n`)).toBeNull();
    expect(readNote(`${text}\nno line\n${line}`)).toBeNull();
  });

  test('is signed by a key only under its name and its id', () => {
    const [one, other] = [secretOf(Buffer.alloc(32, 1)), secretOf(Buffer.alloc(32, 2))];
    const [mine, sameName, sameKey] = [
      signingKey('log', 'one', one),
      signingKey('log', 'one', other),
      signingKey('log', 'two', one),
    ];
    const signed = readNote(signNote(text, [mine, sameName]))!;

    expect(signed.signatures).toHaveLength(2);
    expect([mine, sameName, sameKey].map(({ verifier: each }) => isNoteSignedBy(signed, each))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('is of its last blank line: the text may have others', () => {
    expect(readNote(`one\n\ntwo\n\n${note.split('\n\n')[1]!}`)?.text).toBe('one\n\ntwo\n');
  });
});

describe('A cosignature', () => {
  // Made by transparency-dev/formats, as published with the signed_note package.
  const verifier = 'vec.example/cosigv10+c12688da+BLMSTPoQj0PojM8eKiPf9xUT8g6b0OuMyvYb5sSu9JH5';
  const note = Buffer.from(
    'dmVjLmV4YW1wbGUvY29zaWd2MTAKNDIKQ3NVWWFwR0dQbzRka01nSUFVcW9tL1hhamo3aDJmQjJNUEEzajJqeHEyST0KCuKAlCB2ZWMuZXhhbXBsZS9jb3NpZ3YxMCB3U2FJMmdBQUFBQnFiTDVRM0hqYlRDSmVxTWczdG1wZFlHQWcwNWlqVGk3azBweXJlSlNVTG10djNnK3lYSCtHL0tvODdKRytRa0xGNmFmOStHVlZObEVJZ2Y2VDBidzB3UXlNRHc9PQo=',
    'base64',
  ).toString();

  test('of another program holds, and says its time', () => {
    expect(cosignedAt(readNote(note)!, readVerifierKey(verifier)!)).toBe(1_785_511_504);
    expect(readCheckpoint(note)).toMatchObject({ origin: 'vec.example/cosigv10', size: 42 });
  });

  test('binds to the checkpoint and to its time', () => {
    const log = signingKey('log', 'savings-ledger/x', createPrivateKey(newSecret()));
    const witness = signingKey('witness', 'audit.example/w1', createPrivateKey(newSecret()));
    const checkpoint = signCheckpoint('savings-ledger/x', { size: 3, root: Buffer.alloc(32, 7) }, [log]);
    const line = cosignatureLine(witness, readNote(checkpoint)!.text, 1_790_000_000);

    expect(cosignedAt(readNote(`${checkpoint}${line}`)!, witness.verifier)).toBe(1_790_000_000);
    expect(cosignedAt(readNote(`${checkpoint.replace('\n3\n', '\n4\n')}${line}`)!, witness.verifier)).toBeNull();
    expect(cosignedAt(readNote(checkpoint)!, witness.verifier)).toBeNull();
  });
});

describe('A cosignature that is too short for a time', () => {
  test('is none', () => {
    const witness = signingKey('witness', 'w/1', secretOf(Buffer.alloc(32, 1))).verifier;
    const short = Buffer.concat([Buffer.from(witness.id, 'hex'), Buffer.alloc(5)]).toString('base64');
    const note = readNote(`x\n\n— w/1 ${short}\n`)!;

    expect(note.signatures).toHaveLength(1);
    expect(cosignedAt(note, witness)).toBeNull();
  });
});

describe('Cosignatures of several witnesses', () => {
  test('are told from each other by name and id', () => {
    const [one, other] = [secretOf(Buffer.alloc(32, 1)), secretOf(Buffer.alloc(32, 2))];
    const log = signingKey('log', 'savings-ledger/x', one);
    const witnesses = [
      signingKey('witness', 'w/1', one),
      signingKey('witness', 'w/1', other),
      signingKey('witness', 'w/2', one),
    ];
    const checkpoint = signCheckpoint('savings-ledger/x', { size: 3, root: Buffer.alloc(32, 7) }, [log]);
    const { text } = readNote(checkpoint)!;
    const lines = witnesses.map((witness, index) => cosignatureLine(witness, text, 1_790_000_000 + index));
    const note = readNote(`${checkpoint}${lines.join('')}`)!;

    expect(witnesses.map(({ verifier }) => cosignedAt(note, verifier))).toEqual([
      1_790_000_000, 1_790_000_001, 1_790_000_002,
    ]);
    expect(cosignedAt(note, signingKey('witness', 'w/2', other).verifier)).toBeNull();
    expect(cosignedAt(note, log.verifier)).toBeNull();
  });
});

describe('A checkpoint', () => {
  const log = signingKey('log', 'savings-ledger/x', createPrivateKey(newSecret()));
  const sound = signCheckpoint('savings-ledger/x', { size: 12, root: Buffer.alloc(32, 7) }, [log]);

  test.each([
    ['a size with a leading nought', '\n12\n', '\n012\n'],
    ['a size below nought', '\n12\n', '\n-1\n'],
    ['an extension line', 'Bwc=\n', 'Bwc=\nmore\n'],
    ['a root of another length', 'BwcHBwc=\n', 'Bwc=\n'],
  ])('with %s is none', (_, was, is) => {
    expect(readCheckpoint(sound)).not.toBeNull();
    expect(sound).toContain(was);
    expect(readCheckpoint(sound.replace(was, is))).toBeNull();
  });
});

describe('What is no checkpoint', () => {
  test.each([
    ['no note', 'savings-ledger/x\n12\n'],
    ['a note of other text', `other\n\n— x ${Buffer.alloc(9).toString('base64')}\n`],
    [
      'a note without an origin',
      `\n12\n${Buffer.alloc(32).toString('base64')}\n\n— x ${Buffer.alloc(9).toString('base64')}\n`,
    ],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(readCheckpoint(text)).toBeNull();
  });

  test('the log of a ledger is named after it', () => {
    expect(originOf('5f2c6a0e')).toBe('savings-ledger/5f2c6a0e');
  });
});

describe('A verifier key', () => {
  const log = signingKey('log', 'savings-ledger/x', createPrivateKey(newSecret())).verifier;
  const typed = Buffer.concat([Buffer.of(1), log.publicKey]);
  /** A key whose id is that of its name and bytes, so that nothing else is wrong with it. */
  const keyOf = (name: string, bytes: Uint8Array): string => {
    const id = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8);
    return `${name}+${id}+${Buffer.from(bytes).toString('base64')}`;
  };
  const [name, id, encoded] = log.text.split(/\+(.{8})\+(.*)/) as [string, string, string];

  test('is read as it is written, with blanks around it or not', () => {
    expect(keyOf('savings-ledger/x', typed)).toBe(log.text);
    expect(readVerifierKey(log.text)).toEqual(log);
    expect(readVerifierKey(`  ${log.text}\n`)).toEqual(log);
  });

  test('may hold a plus in its bytes, and is a witness by its type', () => {
    const text = keyOf('audit.example/w1', Buffer.concat([Buffer.of(4), Buffer.alloc(32, 0xfb)]));

    expect(text.split('+').length).toBeGreaterThan(3);
    expect(readVerifierKey(text)).toMatchObject({ type: 'witness', name: 'audit.example/w1', text });
  });

  test.each([
    ['nothing', ''],
    ['no bytes', `${name}+${id}`],
    ['another id', `${name}+00000000+${encoded}`],
    ['no name', keyOf('', typed)],
    ['a name with a blank', keyOf('savings ledger', typed)],
    ['a name with a control character', keyOf('savings\u0007ledger', typed)],
    ['another name', `savings-ledger/y+${id}+${encoded}`],
    ['too many bytes', keyOf(name, Buffer.concat([typed, Buffer.of(0)]))],
    ['too few bytes', keyOf(name, typed.subarray(0, 32))],
    ['another type', keyOf(name, Buffer.concat([Buffer.of(2), log.publicKey]))],
  ])('with %s is none', (_, other) => {
    expect(readVerifierKey(other)).toBeNull();
  });

  test('checks nothing where its bytes are no key', () => {
    expect(isSignedBy({ ...log, publicKey: Buffer.alloc(3) }, Buffer.from('x'), Buffer.alloc(64))).toBe(false);
  });

  test('is made of an Ed25519 key only', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

    expect(() => signingKey('log', 'x', privateKey)).toThrow(new TypeError('a signing key is an Ed25519 key'));
  });
});

describe('A hash in base64', () => {
  test.each([
    ['of 32 bytes', Buffer.alloc(32, 7).toString('base64'), true],
    ['of 31 bytes', Buffer.alloc(31, 7).toString('base64'), false],
    ['without padding', Buffer.alloc(32, 7).toString('base64').replace('=', ''), false],
    ['in the other alphabet', Buffer.alloc(32, 0xff).toString('base64url'), false],
    ['that is empty', '', false],
  ])('%s: %p is one: %p', (_, encoded, isOne) => {
    expect(hashFromBase64(encoded)?.length).toBe(isOne ? 32 : undefined);
  });
});

describe('A secret key', () => {
  test('that is marked as a test key, or stands in RFC 8032, is taken nowhere in production', () => {
    const marked = `${TEST_KEY_MARK}\n${newSecret()}`;
    const published = secretOf(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
      .export({ format: 'pem', type: 'pkcs8' })
      .toString();

    for (const pem of [marked, published]) {
      expect(readSecret(pem, false).asymmetricKeyType).toBe('ed25519');
      expect(() => readSecret(pem, true)).toThrow(
        new Error('the signing key is a test key, which signs nothing in production; make one of your own'),
      );
    }
    expect(readSecret(newSecret(), true).asymmetricKeyType).toBe('ed25519');
  });
});
