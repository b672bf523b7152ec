import { Argument, Command, Option } from 'commander';

import type { Officer } from '../../access/officer-register';
import { grounds, type Change, type Ground, type Outcome } from '../../access/register-changes';
import { roles, type Role } from '../../domain/entries';
import { readOfficerId } from '../../domain/identifiers';
import { readSeq } from '../../domain/identifiers';
import { readText } from '../../domain/text';
import { withLocalOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { table } from '../layout';
import { once } from '../question-options';
import { accepted } from '../refused';

interface ChangeOptions extends CommonOptions {
  readonly as?: string;
}

const written = (role: Role): string => role.replaceAll(' ', '-');
const roleNames = roles.map(written);
const roleOf = (name: string): Role => roles.find((role) => written(role) === name) ?? 'auditor';

const about = `
Until there are two administrators, whoever works on the data directory sets the register up alone. From then on each change
is proposed by one (--as) and confirmed by another one: officer confirm. An erasure is confirmed by the chief finance officer.
A lone administrator changes nothing alone, over REST or with --as.`;

/** Who is in the register, and how that is changed. */
export function officerVerb(door: Door): Command {
  const verb = new Command('officer')
    .description('the register of officers: who they are, and what they may do')
    .addHelpText('after', '\nExample:\n  officer list');
  for (const part of [listing, adding, changingRole, disabling, linking, erasing, confirming])
    verb.addCommand(part(door));
  return verb.addHelpText('after', about);
}

const listing = (door: Door): Command =>
  withLocalOptions(new Command('list'))
    .description('the officers, and what waits for a second person')
    .action(({ data, json }: CommonOptions) =>
      withLocalLedger(door, data, 'read', ({ register, changes }) => {
        const answer = { officers: register.all(), waiting: changes.proposals() };
        door.terminal.print(json === true ? JSON.stringify(answer, null, 2) : officerTable(answer.officers));
        if (json !== true)
          for (const { number, by, change } of answer.waiting)
            door.terminal.print(
              `Waits as ${String(number)}: ${change.what} ${change.officer}, proposed by ${by ?? 'nobody'}`,
            );
        return Promise.resolve();
      }),
    );

const officerTable = (officers: readonly Officer[]): string =>
  table(officers, [
    ['Officer', 'text', ({ id }) => id],
    ['Name', 'text', ({ name }) => name],
    ['Role', 'text', ({ role }) => role],
  ]);

const changing = (name: string, description: string): Command =>
  withLocalOptions(new Command(name))
    .description(description)
    .argument('<officer>', 'the officer, by id, such as off-301')
    .addOption(once('--as <administrator>', 'who asks for it; needed once there are two administrators'));

const adding = (door: Door): Command =>
  changing('add', 'adds an officer')
    .addOption(once('--name <name>', 'the name, which stands nowhere else').makeOptionMandatory())
    .addOption(new Option('--role <role>', 'what the officer may do; nothing where it is left out').choices(roleNames))
    .action((id: string, options: ChangeOptions & { readonly name: string; readonly role?: string }) => {
      const [officer, name] = [accepted(readOfficerId(id)), accepted(readText(options.name, 200))];
      const role = options.role === undefined ? null : roleOf(options.role);
      return propose(door, options, { what: 'add', officer, name, role });
    });

const changingRole = (door: Door): Command =>
  changing('role', 'gives an officer another role, and ends what she is signed in to')
    .addArgument(new Argument('<role>', 'the role').choices(roleNames))
    .action((id: string, role: string, options: ChangeOptions) =>
      propose(door, options, { what: 'role', officer: accepted(readOfficerId(id)), role: roleOf(role) }),
    );

const disabling = (door: Door): Command =>
  changing('disable', 'takes an officer her role and ends what she is signed in to').action(
    (id: string, options: ChangeOptions) =>
      propose(door, options, { what: 'disable', officer: accepted(readOfficerId(id)) }),
  );

const linking = (door: Door): Command =>
  changing('link', 'makes a link that signs an officer in once, within an hour').action(
    (id: string, options: ChangeOptions) =>
      propose(door, options, { what: 'link', officer: accepted(readOfficerId(id)) }),
  );

const erasing = (door: Door): Command =>
  changing('erase', 'erases the name of an officer for ever; the id stays, and every total')
    .addOption(new Option('--ground <ground>', 'why').choices(grounds).makeOptionMandatory())
    .action((id: string, options: ChangeOptions & { readonly ground: Ground }) =>
      propose(door, options, { what: 'erase', officer: accepted(readOfficerId(id)), ground: options.ground }),
    );

const confirming = (door: Door): Command =>
  withLocalOptions(new Command('confirm'))
    .description('makes a change that another officer proposed')
    .argument('<number>', 'the number it waits under')
    .addOption(once('--as <officer>', 'who confirms').makeOptionMandatory())
    .action((number: string, options: CommonOptions & { readonly as: string }) =>
      withLocalLedger(door, options.data, 'write', ({ register, changes }) => {
        const by = accepted(register.signIn(options.as));
        tell(door, options, accepted(changes.confirm(accepted(readSeq(number)), by)));
        return Promise.resolve();
      }),
    );

const propose = (door: Door, options: ChangeOptions, change: Change): Promise<void> =>
  withLocalLedger(door, options.data, 'write', ({ register, changes }) => {
    const by = options.as === undefined ? null : accepted(register.signIn(options.as));
    tell(door, options, accepted(changes.propose(change, by)));
    return Promise.resolve();
  });

function tell({ terminal }: Door, { json }: CommonOptions, outcome: Outcome): void {
  const { waitsAs, link } = outcome;
  if (json === true) terminal.print(JSON.stringify(outcome, null, 2));
  else if (waitsAs !== null)
    terminal.print(`It waits as ${String(waitsAs)}; another officer makes it: officer confirm ${String(waitsAs)} --as`);
  else
    terminal.print(link === null ? 'Done.' : `Open this at the address of the ledger, once, within an hour:\n${link}`);
}
