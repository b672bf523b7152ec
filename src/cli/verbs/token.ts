import { Command, Option } from 'commander';

import { scopes, type Scope, type TokenFacts } from '../../access/access-tokens';
import { DAY } from '../../access/clock';
import { refuse } from '../../domain/refusals';
import { readText } from '../../domain/text';
import { withLocalOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { table } from '../layout';
import { once } from '../question-options';
import { accepted, Refused } from '../refused';

interface CreateOptions extends CommonOptions {
  readonly as: string;
  readonly label: string;
  readonly scope: readonly Scope[];
  readonly days: number;
}

/** Tokens by which programs come in as an officer. */
export function tokenVerb(door: Door): Command {
  const verb = new Command('token')
    .description('tokens by which programs come in as an officer, at most a year')
    .addHelpText('after', '\nExample:\n  token list');
  for (const part of [creating, listing, revoking]) verb.addCommand(part(door));
  return verb;
}

const creating = (door: Door): Command =>
  withLocalOptions(new Command('create'))
    .description('makes a token, which is told once; whoever has it can do what it is for')
    .addOption(once('--as <officer>', 'the officer it stands for').makeOptionMandatory())
    .addOption(once('--label <text>', 'what it is for').makeOptionMandatory())
    .addOption(
      new Option('--scope <scope...>', 'what it may be used for: to ask, to record, to verify or certify')
        .choices(scopes)
        .default(['read']),
    )
    .addOption(once('--days <number>', 'how long it lasts, 1 to 366').argParser(daysIn).default(30))
    .action((options: CreateOptions) =>
      withLocalLedger(door, options.data, 'write', ({ register, authority, tokens }) => {
        const officer = accepted(register.signIn(options.as));
        authority.allowOfficer(officer, 'be signed in');
        const label = accepted(readText(options.label, 80));
        const token = tokens.issue(officer.id, { label, scopes: options.scope, endsAfter: options.days * DAY });
        door.terminal.print(options.json === true ? JSON.stringify({ token }, null, 2) : token);
        return Promise.resolve();
      }),
    );

function daysIn(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 366) return Number(text);
  throw new Refused(refuse('PARAM_RANGE', 'A token lasts from 1 to 366 days.'));
}

const listing = (door: Door): Command =>
  withLocalOptions(new Command('list'))
    .description('the tokens that have not ended; not what they are')
    .action(({ data, json }: CommonOptions) =>
      withLocalLedger(door, data, 'read', ({ tokens }) => {
        const all = tokens.all();
        door.terminal.print(json === true ? JSON.stringify(all, null, 2) : tokenTable(all));
        return Promise.resolve();
      }),
    );

const tokenTable = (tokens: readonly TokenFacts[]): string =>
  table(tokens, [
    ['Token', 'text', ({ id }) => id],
    ['Officer', 'text', ({ officer }) => officer],
    ['For', 'text', (token) => token.scopes.join(', ')],
    ['Label', 'text', ({ label }) => label],
    ['Made', 'text', ({ madeAt }) => new Date(madeAt).toISOString().slice(0, 16)],
    ['Ends', 'text', ({ endsAt }) => new Date(endsAt).toISOString().slice(0, 16)],
  ]);

const revoking = (door: Door): Command =>
  withLocalOptions(new Command('revoke'))
    .description('ends a token at once')
    .argument('<token>', 'the token, as the list names it')
    .action((id: string, { data }: CommonOptions) =>
      withLocalLedger(door, data, 'write', ({ tokens }) => {
        if (!tokens.revoke(id))
          throw new Refused(refuse('NOT_FOUND', `There is no token ${id.slice(0, 40)}; see token list.`));
        door.terminal.print('Done.');
        return Promise.resolve();
      }),
    );
