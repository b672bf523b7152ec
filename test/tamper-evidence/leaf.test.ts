import { createHash } from 'node:crypto';

import { leafHash, sha256, sha256OfParts } from '../../src/tamper-evidence/leaf';

describe('The leaf hash of an entry', () => {
  test('of no bytes is the one of RFC 6962 for an empty leaf', () => {
    expect(leafHash('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  test('is SHA-256 of 0x00 and its bytes', () => {
    const bytes = '{"amount":"200000.00","line":"IT-PROCUREMENT"}';

    expect(leafHash(bytes)).toBe('49b1ff18549d8664b9e1d163f2bd75460d34d619df75297c0e73b4408d71e4cc');
    expect(leafHash(bytes)).toBe(createHash('sha256').update(`\0${bytes}`).digest('hex'));
  });

  test('takes text as its UTF-8 bytes', () => {
    expect(leafHash('£200,000')).toBe(leafHash(Buffer.from('c2a33230302c303030', 'hex')));
    expect(leafHash('£200,000')).toBe('5f528014e5025dc688cb8740551b9847d4969b09689862fb301f4515fe6ee95b');
  });

  // Made with another program: printf '\\x00\\xff' | sha256sum
  test('takes bytes as they are, be they no text', () => {
    expect(leafHash(Uint8Array.of(0xff))).toBe('06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8');
    expect(leafHash(Buffer.from('ff', 'hex'))).toBe('06eb7d6a69ee19e5fbdf749018d3d2abfa04bcbd1365db312eb86dc7169389b8');
  });

  test('is another one for bytes that begin with 0x00 already', () => {
    expect(leafHash('\0a')).not.toBe(leafHash('a'));
  });
});

describe('SHA-256', () => {
  test('is the one of FIPS 180', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('of parts is that of the whole', () => {
    expect(sha256OfParts(['a', '', 'bc'])).toBe(sha256('abc'));
    expect(sha256OfParts([])).toBe(sha256(''));
  });
});
