/** Reads a form that sends files beside its fields. */
import type { FastifyRequest } from 'fastify';

import { DoorRefusal, Refused } from '../../access/door-problem';
import { refuse } from '../../domain/refusals';
import type { UploadedFile } from '../../exchange/import/import-files';

export interface FileForm {
  readonly csrf: string;
  readonly files: readonly UploadedFile[];
  readonly fields: ReadonlyMap<string, string>;
}

/** Throws CONTENT_TYPE, FILE_REJECTED and PARAM_REPEATED as a door does. A file that was not chosen is left out. */
export async function readFileForm(request: FastifyRequest): Promise<FileForm> {
  if (!request.isMultipart()) throw new DoorRefusal('CONTENT_TYPE', 'Choose the file on the page that asks for it.');
  const files: UploadedFile[] = [];
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'field') addField(fields, part.fieldname, String(part.value));
    else {
      const bytes = await part.toBuffer();
      if (part.file.truncated) throw new Refused(refuse('FILE_REJECTED', `${part.filename} is larger than 5 MiB.`));
      if (part.filename !== '') files.push({ name: part.filename, bytes });
    }
  }
  return { csrf: fields.get('csrf') ?? '', files, fields };
}

function addField(fields: Map<string, string>, name: string, value: string): void {
  if (fields.has(name)) throw new Refused(refuse('PARAM_REPEATED', `Give "${name.slice(0, 40)}" once.`));
  fields.set(name, value.trim());
}
