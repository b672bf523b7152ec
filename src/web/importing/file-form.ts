/** Reads a form that sends files beside its fields. */
import type { FastifyRequest } from 'fastify';

import { DoorRefusal, Refused } from '../../access/door-problem';
import { readParts, type SentFile } from '../../access/sent-files';
import { refuse } from '../../domain/refusals';

export interface FileForm {
  readonly csrf: string;
  readonly files: readonly SentFile[];
  readonly fields: ReadonlyMap<string, string>;
}

/** Throws CONTENT_TYPE, BODY_TOO_LARGE, FILE_REJECTED and PARAM_REPEATED as a door does. A file that was not chosen is left out. */
export async function readFileForm(request: FastifyRequest): Promise<FileForm> {
  if (!request.isMultipart()) throw new DoorRefusal('CONTENT_TYPE', 'Choose the file on the page that asks for it.');
  const fields = new Map<string, string>();
  const files = await readParts(request, (name, value) => {
    if (fields.has(name)) throw new Refused(refuse('PARAM_REPEATED', `Give "${name.slice(0, 40)}" once.`));
    fields.set(name, value.trim());
  });
  return { csrf: fields.get('csrf') ?? '', files: files.filter(({ name }) => name !== ''), fields };
}
