/** Reads an upload: files, with the mapping and what else is said of them in fields. */
import type { FastifyRequest } from 'fastify';

import { DoorRefusal, Refused, settled } from '../access/door-problem';
import { readParts } from '../access/sent-files';
import { refuse } from '../domain/refusals';
import type { ImportRequest } from '../exchange/import/import-files';
import { readMappingJson } from '../exchange/import/mapped';

const fieldNames = ['mapping', 'reason', 'control_rows', 'control_total'] as const;
type FieldName = (typeof fieldNames)[number];

/** Throws CONTENT_TYPE, BODY_TOO_LARGE, FILE_REJECTED, UNKNOWN_FIELD, FIELD_REQUIRED and IMPORT_MAPPING as a door does. */
export async function readUpload(request: FastifyRequest): Promise<ImportRequest> {
  if (!request.isMultipart())
    throw new DoorRefusal('CONTENT_TYPE', 'Send the files as multipart/form-data, with the mapping in a field.');
  const fields = new Map<FieldName, string>();
  const files = await readParts(request, (name, value) => {
    addField(fields, name, value);
  });
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

function addField(fields: Map<FieldName, string>, fieldname: string, value: string): void {
  const name = fieldNames.find((each) => each === fieldname);
  if (name === undefined)
    throw new Refused(
      refuse('UNKNOWN_FIELD', `There is no field "${fieldname.slice(0, 40)}" here; it takes ${fieldNames.join(', ')}.`),
    );
  if (fields.has(name)) throw new Refused(refuse('PARAM_REPEATED', `Give "${name}" once.`));
  fields.set(name, value);
}

/** Left out, the remembered mapping that fits is taken. */
const mappingIn = (text: string | undefined): unknown => (text === undefined ? null : settled(readMappingJson(text)));
