/** Reads the parts of an upload: files, and fields of text. */
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { DoorRefusal, Refused, settled } from '../access/door-problem';
import { refuse } from '../domain/refusals';
import type { ImportRequest, UploadedFile } from '../exchange/import/import-files';
import { readMappingJson } from '../exchange/import/mapped';

/** As much as an import may have: a few files of 5 MiB, and the mapping. */
export const uploadLimits = { fileSize: 5 * 1024 * 1024, files: 10, fields: 10, fieldSize: 256 * 1024, parts: 20 };

const fieldNames = ['mapping', 'reason', 'control_rows', 'control_total'] as const;
type FieldName = (typeof fieldNames)[number];

/** Throws CONTENT_TYPE, FILE_REJECTED, UNKNOWN_FIELD, FIELD_REQUIRED and IMPORT_MAPPING as a door does. */
export async function readUpload(request: FastifyRequest): Promise<ImportRequest> {
  if (!request.isMultipart())
    throw new DoorRefusal('CONTENT_TYPE', 'Send the files as multipart/form-data, with the mapping in a field.');
  const files: UploadedFile[] = [];
  const fields = new Map<FieldName, string>();
  await readParts(request, files, fields);
  if (files.length === 0) throw new Refused(refuse('FIELD_REQUIRED', 'Send at least one file.'));
  const [reason, rows, total] = [fields.get('reason'), fields.get('control_rows'), fields.get('control_total')];
  return {
    files,
    mapping: mappingIn(fields.get('mapping')),
    options: {
      ...(reason === undefined ? {} : { reason }),
      ...(rows === undefined ? {} : { controlRows: rows }),
      ...(total === undefined ? {} : { controlTotal: total }),
    },
  };
}

async function readParts(
  request: FastifyRequest,
  files: UploadedFile[],
  fields: Map<FieldName, string>,
): Promise<void> {
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') files.push(await fileOf(part));
      else addField(fields, part);
    }
  } catch (error) {
    throw isBeyondLimits(error) ? new DoorRefusal('BODY_TOO_LARGE', TOO_MUCH) : error;
  }
}

const TOO_MUCH = 'An import takes at most 10 files and 10 fields, a field of at most 256 KiB; send fewer at a time.';

const isBeyondLimits = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 413;

async function fileOf(part: MultipartFile): Promise<UploadedFile> {
  const bytes = await part.toBuffer();
  if (part.file.truncated)
    throw new Refused(refuse('FILE_REJECTED', `The file ${part.filename.slice(0, 80)} is larger than 5 MiB.`));
  return { name: part.filename, bytes };
}

function addField(fields: Map<FieldName, string>, { fieldname, value }: MultipartValue): void {
  const name = fieldNames.find((each) => each === fieldname);
  if (name === undefined)
    throw new Refused(
      refuse('UNKNOWN_FIELD', `There is no field "${fieldname.slice(0, 40)}" here; it takes ${fieldNames.join(', ')}.`),
    );
  if (fields.has(name)) throw new Refused(refuse('PARAM_REPEATED', `Give "${name}" once.`));
  fields.set(name, String(value));
}

/** Left out, the remembered mapping that fits is taken. */
const mappingIn = (text: string | undefined): unknown => (text === undefined ? null : settled(readMappingJson(text)));
