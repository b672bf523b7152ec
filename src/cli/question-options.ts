import { Option, type Command } from 'commander';

import { refuse } from '../domain/refusals';
import type { ParameterName, Parameters } from '../queries/read-question';
import { Refused } from './refused';

/** The options of questions: the parameters of the API, written as options are. */
const flags: Readonly<Record<Exclude<ParameterName, 'figure'>, readonly [string, string]>> = {
  by: ['--by <year>', 'the financial year, such as 2010/11; the deadline of the target where it is left out'],
  definition: ['--definition <name>', 'what counts: published, phased, ni179, or one adopted'],
  section: ['--section <name>', 'only this section'],
  group: ['--group <name>', 'only this group of lines'],
  tag: ['--tag <tag>', 'only lines with this tag'],
  line: ['--line <code>', 'only this line'],
  class: ['--class <class>', 'only this class: cashable or non-cashable'],
  status: ['--status <status>', 'only this status: claimed, verified or certified'],
  as_at: ['--as-at <date>', 'as it stood on this effective date, such as 2009-07-13'],
  known_at: ['--known-at <moment>', 'as known on this recorded time, or on the seq of an entry'],
  limit: ['--limit <number>', 'at most so many rows, up to 200'],
  after: ['--after <number>', 'go on after this row'],
  kind: ['--kind <kind>', 'only findings of this kind'],
  from_known_at: [
    '--from <moment>',
    'from what was known on this seq or recorded time; left out, the first entry, or now with --from-as-at',
  ],
  to_known_at: ['--to <moment>', 'to what was known on this seq or recorded time; now where left out'],
  from_as_at: ['--from-as-at <date>', 'from how it stood on this effective date'],
  to_as_at: ['--to-as-at <date>', 'to how it stood on this effective date'],
  rating: ['--rating <rating>', 'the lines rated so: green, amber or red'],
  deliver: ['--deliver <per cent>', 'how much of their planned levels the chosen lines deliver'],
  n: ['--n <number>', 'into how many parts the amount is divided: about so many postings are drawn'],
  seed: ['--seed <number>', 'the seed, from 1 to 2147483646; made at random where it is left out, and always told'],
};

type Asking = keyof typeof flags;

/** An option that may be given once: of two values the ledger would have to guess which was meant. */
export const once = (option: string, description: string): Option =>
  new Option(option, description).argParser((value, previous: string | undefined) => {
    if (previous === undefined) return value;
    throw new Refused(refuse('PARAM_REPEATED', `Give ${option.split(' ')[0] ?? ''} once.`));
  });

export function withQuestionOptions(command: Command, names: readonly ParameterName[]): Command {
  for (const name of names) {
    const [option, description] = flags[name as Asking];
    command.addOption(once(option, description));
  }
  return command;
}

/** The parameters of a question from the options that were given. */
export const parametersFrom = (options: object, names: readonly ParameterName[]): Parameters => {
  const given = new Map<string, unknown>(Object.entries(options));
  return Object.fromEntries(
    names.map((name) => [name, given.get(new Option(flags[name as Asking][0]).attributeName())]),
  );
};
