import { Command } from 'commander';

import type { LoggedAccess } from '../../access/access-log';
import { refuse } from '../../domain/refusals';
import { withLocalOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { table } from '../layout';
import { once } from '../question-options';
import { accepted, Refused } from '../refused';

interface LogOptions extends CommonOptions {
  readonly as: string;
  readonly limit: number;
}

/** Who came in, who was turned away, what was taken out and whose role changed? */
export const accessLogVerb = (door: Door): Command =>
  withLocalOptions(new Command('access-log'))
    .description('who came in, was turned away, took something out or got another role; the latest first')
    .addHelpText('after', '\nExample:\n  access-log')
    .addOption(once('--as <officer>', 'who asks: an auditor or an administrator').makeOptionMandatory())
    .addOption(once('--limit <number>', 'at most so many rows, up to 10000').argParser(limitIn).default(200))
    .action(({ data, json, as, limit }: LogOptions) =>
      withLocalLedger(door, data, 'read', ({ register, authority, accessLog }) => {
        authority.allowOfficer(accepted(register.signIn(as)), 'see the access log');
        const rows = accessLog.latest(limit);
        door.terminal.print(json === true ? JSON.stringify(rows, null, 2) : logTable(rows));
        return Promise.resolve();
      }),
    );

function limitIn(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 10_000) return Number(text);
  throw new Refused(refuse('PARAM_RANGE', 'A limit is a number from 1 to 10000.'));
}

const logTable = (rows: readonly LoggedAccess[]): string =>
  table(rows, [
    ['No', 'number', ({ number }) => String(number)],
    ['At (UTC)', 'text', ({ at }) => at],
    ['What', 'text', ({ what }) => what],
    ['Officer', 'text', ({ officer }) => officer],
    ['About', 'text', ({ detail }) => detail],
  ]);
