/** Decorators that say of a route about the register of officers what it takes and answers. */
import { ApiBody, ApiParam } from '@nestjs/swagger';

import { changesOfRegister } from '../access/read-change';
import { grounds } from '../access/register-changes';
import { roles } from '../domain/entries';
import { answered, describes, describesForPeople, problems, wrong, type Decorator } from './describe-access';
import { count, list, object, orNull, text, word } from './schemas';

const id = text('The officer, by id', 'off-301');
const role = word('What the officer may do', roles);

const listed = object({
  id,
  name: text('The name; the id again where it was erased', 'Finance officer one (sample)'),
  role: orNull(role),
});

const change = {
  type: 'object' as const,
  required: ['what', 'officer'],
  properties: {
    what: word('What is to be done', changesOfRegister),
    officer: id,
    name: text('Of an officer who is added: the name, which stands nowhere else', 'A. N. Other (invented)'),
    role: word('Of an officer who is added or gets another role: the role; left out: none', roles),
    ground: word('Why a name is erased', grounds),
  },
};

const outcome = object({
  waitsAs: orNull(count('The number under which it waits for a second person; null where it is made')),
  link: orNull(text('Where the officer signs in once, within an hour', '/sign-in/link?code=...')),
});

const waiting = object({
  number: count('What it is confirmed by'),
  by: orNull(text('Who proposed it', 'off-901')),
  change,
});

const unreadable = [
  [400, 'The body cannot be read'],
  [409, 'There is such an officer already'],
  [413, 'The body is larger than 64 KiB'],
  [415, 'The body is of another content type'],
] as const;
const missing = [404, 'There is no such officer, or no change waits under this number'] as const;

export const DescribesOfficers = {
  all: (): Decorator =>
    describes(
      'Officers',
      'The register: who the officers are, what they may do, and what waits for a second person.',
      answered(object({ officers: list(listed), waiting: list(waiting) })),
      ...problems(wrong),
    ),
  propose: (): Decorator =>
    describesForPeople(
      'ProposeChange',
      'Proposes a change of the register; another officer confirms it. For people who have just signed in.',
      ApiBody({ schema: change }),
      answered(outcome, 201),
      ...problems(...unreadable, missing, wrong),
    ),
  confirm: (): Decorator =>
    describesForPeople(
      'ConfirmChange',
      'Makes a change that another officer proposed. For people who have just signed in.',
      ApiParam({ name: 'number', description: 'The number it waits under', schema: { type: 'string' }, example: '1' }),
      answered(outcome, 201),
      ...problems(missing, wrong),
    ),
};
