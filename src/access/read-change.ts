import { roles, type Role } from '../domain/entries';
import { readOfficerId, type OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { readText } from '../domain/text';
import { grounds, type Change } from './register-changes';

const LONGEST_NAME = 200;

/** What each change says besides itself and the officer it is about. */
const besides = {
  add: ['name', 'role'],
  role: ['role'],
  disable: [],
  link: [],
  erase: ['ground'],
} as const satisfies Readonly<Record<Change['what'], readonly string[]>>;

export const changesOfRegister = Object.keys(besides) as readonly Change['what'][];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a change of the register as a program sends it. Refuses: FIELD_REQUIRED, CHOICE_UNKNOWN, UNKNOWN_FIELD,
 * OFFICER_FORMAT, and what `readText` refuses of a name.
 */
export function readChange(body: unknown): Change | Refusal {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Fields;
  const what = choice('what', fields['what'], changesOfRegister);
  if (isRefusal(what)) return what;
  const known: readonly string[] = ['what', 'officer', ...besides[what]];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return refuse('UNKNOWN_FIELD', `There is no field "${unknown.slice(0, 40)}" here; leave it out.`);
  const officer = readOfficerId(fields['officer']);
  return isRefusal(officer) ? officer : changeOf(what, officer, fields);
}

function changeOf(what: Change['what'], officer: OfficerId, fields: Fields): Change | Refusal {
  switch (what) {
    case 'disable':
    case 'link':
      return { what, officer };
    case 'erase': {
      const ground = choice('ground', fields['ground'], grounds);
      return isRefusal(ground) ? ground : { what, officer, ground };
    }
    case 'role': {
      const role = choice('role', fields['role'], roles);
      return isRefusal(role) ? role : { what, officer, role };
    }
    case 'add':
      return added(officer, fields);
  }
}

/** An officer without a role is accountable for lines and uses the ledger for nothing. */
function added(officer: OfficerId, fields: Fields): Change | Refusal {
  const name = readText(fields['name'], LONGEST_NAME);
  if (isRefusal(name)) return name;
  const role: Role | null | Refusal = (fields['role'] ?? null) === null ? null : choice('role', fields['role'], roles);
  return isRefusal(role) ? role : { what: 'add', officer, name, role };
}

function choice<Word extends string>(field: string, value: unknown, words: readonly Word[]): Word | Refusal {
  const known = words.find((word) => word === value);
  if (known !== undefined) return known;
  const one = `one of ${words.join(', ')}`;
  return value === undefined
    ? refuse('FIELD_REQUIRED', `Say ${field}: ${one}.`, { field: `/${field}` })
    : refuse('CHOICE_UNKNOWN', `${field} is ${one}.`, { field: `/${field}` });
}
