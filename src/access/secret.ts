/** Secrets that are told once and kept as hashes, so that whoever reads the file cannot use them. */
import { randomBytes } from 'node:crypto';

import { sha256 } from '../tamper-evidence/leaf';

/** 256 random bits as 43 characters that may stand in an address, a cookie or a header. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. It is random already, so a plain hash does. */
export const hashOf = (secret: string): string => sha256(secret);
