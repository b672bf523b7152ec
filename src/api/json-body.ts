/**
 * Reads a JSON body more strictly than JSON.parse does, which keeps the last of two fields of one name, lets a field
 * become a prototype, and takes any depth. What a program sends must mean one thing only.
 */
import { DoorRefusal, Refused } from '../access/door-problem';
import { refuse } from '../domain/refusals';

const DEEPEST = 8;
const MOST_FIELDS = 100;
const forbidden = ['__proto__', 'constructor', 'prototype'];

/** Throws BODY_FORMAT, TEXT_CHARACTERS, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_KEY and JSON_SHAPE as a door does. */
export function readJsonBody(bytes: Buffer): unknown {
  const text = decode(bytes);
  const body = parse(text);
  checkFields(text);
  return body;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refused(refuse('TEXT_CHARACTERS', 'The body is not text in UTF-8; send it as UTF-8.'));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused(refuse('BODY_FORMAT', 'The body is not JSON; send the entry as a JSON object.'));
  }
}

interface Open {
  /** The names seen so far; null for a list. */
  readonly names: Set<string> | null;
  /** Whether the next text is a name rather than a value. */
  atName: boolean;
}

/** Walks the text, which is known to be JSON: only its texts and its punctuation matter here. */
function checkFields(text: string): void {
  const open: Open[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    if (token === '{' || token === '[') enter(open, token === '{');
    else if (token === '}' || token === ']') open.pop();
    else step(open.at(-1), token);
  }
}

function enter(open: Open[], isObject: boolean): void {
  open.push({ names: isObject ? new Set() : null, atName: isObject });
  if (open.length > DEEPEST)
    throw new DoorRefusal('JSON_SHAPE', `The body is nested deeper than ${String(DEEPEST)} levels.`);
}

/** One text, comma or colon within an object; a list has no names to look at. */
function step(within: Open | undefined, token: string): void {
  if (!within?.names) return;
  if (token === ':') within.atName = false;
  else if (token === ',') within.atName = true;
  else if (within.atName) addName(within.names, JSON.parse(token) as string);
}

function addName(names: Set<string>, name: string): void {
  const shown = name.slice(0, 40);
  if (forbidden.includes(name))
    throw new DoorRefusal('JSON_FORBIDDEN_KEY', `No field may be called "${shown}"; leave it out.`);
  if (names.has(name))
    throw new DoorRefusal('JSON_DUPLICATE_KEY', `The field "${shown}" is there twice; send it once.`);
  names.add(name);
  if (names.size > MOST_FIELDS)
    throw new DoorRefusal('JSON_SHAPE', `An object has more than ${String(MOST_FIELDS)} fields.`);
}
