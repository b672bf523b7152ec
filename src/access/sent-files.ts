/** Reads the parts of what is sent as multipart/form-data: files, and fields of text. */
import type { FastifyRequest } from 'fastify';

import { refuse } from '../domain/refusals';
import { DoorRefusal, Refused } from './door-problem';

/** As much as an import may have: a few files of 5 MiB, and the mapping. */
export const uploadLimits = { fileSize: 5 * 1024 * 1024, files: 10, fields: 10, fieldSize: 256 * 1024, parts: 20 };

const TOO_MUCH = 'An import takes at most 10 files and 10 fields, a field of at most 256 KiB; send fewer at a time.';

export interface SentFile {
  /** Empty where a page has a field for a file and none was chosen. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** The files; the fields are handed on as they come. Throws BODY_TOO_LARGE and FILE_REJECTED as a door does. */
export async function readParts(
  request: FastifyRequest,
  addField: (name: string, value: string) => void,
): Promise<readonly SentFile[]> {
  const files: SentFile[] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') addField(part.fieldname, String(part.value));
      else {
        const bytes = await part.toBuffer();
        if (part.file.truncated) throw tooLarge(part.filename);
        files.push({ name: part.filename, bytes });
      }
    }
  } catch (error) {
    throw isBeyondLimits(error) ? new DoorRefusal('BODY_TOO_LARGE', TOO_MUCH) : error;
  }
  return files;
}

const tooLarge = (name: string): Refused =>
  new Refused(refuse('FILE_REJECTED', `The file ${name.slice(0, 80)} is larger than 5 MiB.`));

const isBeyondLimits = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 413;
