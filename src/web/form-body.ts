/** Reads what a form sends: each field once, as text. */
import { DoorRefusal, Refused } from '../access/door-problem';
import { refuse } from '../domain/refusals';

export type FormBody = Readonly<Record<string, string>>;

const MOST_FIELDS = 100;
const forbidden = ['__proto__', 'constructor', 'prototype'];

/** Throws TEXT_CHARACTERS, PARAM_REPEATED, JSON_FORBIDDEN_KEY and JSON_SHAPE as a door does. */
export function readFormBody(bytes: Buffer): FormBody {
  const fields = [...new URLSearchParams(decode(bytes))];
  if (fields.length > MOST_FIELDS)
    throw new DoorRefusal('JSON_SHAPE', `The form has more than ${String(MOST_FIELDS)} fields.`);
  const body: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (forbidden.includes(name)) throw new DoorRefusal('JSON_FORBIDDEN_KEY', `No field may be called "${name}".`);
    if (Object.hasOwn(body, name))
      throw new Refused(refuse('PARAM_REPEATED', `The field "${name.slice(0, 40)}" is there twice; send it once.`));
    body[name] = value;
  }
  return body;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(refuse('TEXT_CHARACTERS', 'The form is not text in UTF-8; send it as UTF-8.'));
  }
}

/** A field of a form as text; empty where it was not sent. */
export const fieldOf = (body: unknown, name: string): string => {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
};
