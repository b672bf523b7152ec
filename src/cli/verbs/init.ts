import { randomUUID } from 'node:crypto';

import { Command, Option } from 'commander';

import type { Officer } from '../../access/officer-register';
import { OpenLedger } from '../../commands/open-ledger';
import { readYear, type FinancialYear } from '../../domain/financial-year';
import type { LedgerId, OfficerId } from '../../domain/identifiers';
import { isRefusal, refuse } from '../../domain/refusals';
import { readText } from '../../domain/text';
import { EntryQuery } from '../../queries/entries';
import { loadJuly2009, type Loaded } from '../../samples/july-2009';
import { withLocalLedger, withLocalOptions, type CommonOptions, type Door } from '../door';
import type { LocalLedger } from '../local-ledger';
import { once } from '../question-options';
import { accepted, Refused } from '../refused';

interface InitOptions extends CommonOptions {
  readonly sample?: 'july-2009';
  readonly council?: string;
  readonly baseYear?: string;
}

/** A ledger needs someone who records and someone else who verifies; who they are is changed in the register. */
const firstOfficers: readonly Officer[] = [
  { id: 'off-001' as OfficerId, name: 'First finance officer', role: 'finance officer' },
  { id: 'off-002' as OfficerId, name: 'Second finance officer', role: 'finance officer' },
];

/** Opens a ledger in a data directory: the sample, or an empty one of a council. Done again, it says so. */
export const initVerb = (door: Door): Command =>
  withLocalOptions(new Command('init'))
    .description('opens a ledger in the data directory: the sample, or an empty one')
    .addHelpText(
      'after',
      "\nExamples:\n  init --sample july-2009\n  init --council 'Leicester City Council' --base-year 2008/09",
    )
    .addOption(new Option('--sample <name>', 'the published plan of July 2009').choices(['july-2009']))
    .addOption(once('--council <name>', 'whose ledger it is'))
    .addOption(once('--base-year <year>', 'the year that savings are measured against, such as 2008/09'))
    .action(async (options: InitOptions) => {
      const opening = openingOf(options);
      const loaded = await withLocalLedger(door, options.data, 'create', opening);
      door.terminal.print(options.json === true ? JSON.stringify(loaded, null, 2) : sentence(options, loaded));
    });

type Opening = (ledger: LocalLedger) => Promise<Loaded>;

function openingOf({ sample, council, baseYear }: InitOptions): Opening {
  if (sample !== undefined) {
    if (council === undefined && baseYear === undefined) return loadJuly2009;
    throw new Refused(
      refuse('UNKNOWN_FIELD', 'The sample has its own council and base year; leave --council and --base-year out.'),
    );
  }
  if (council === undefined || baseYear === undefined) {
    throw new Refused(refuse('FIELD_REQUIRED', 'Say what to open: --sample july-2009, or --council and --base-year.'));
  }
  const [name, year] = [accepted(readText(council, 200)), accepted(readYear(baseYear))];
  return (ledger) => openEmpty(ledger, name, year);
}

async function openEmpty(
  { commandBus, queryBus, register }: LocalLedger,
  council: string,
  baseYear: FinancialYear,
): Promise<Loaded> {
  const first = await queryBus.execute(new EntryQuery(0));
  if (!isRefusal(first) && first.kind === 'LedgerOpened') {
    const { facts } = first;
    if (facts.council === council && facts.baseYear === baseYear) return { recorded: 0, replayed: 1 };
    throw new Refused(
      refuse('LEDGER_ALREADY_OPENED', `This is the ledger of ${facts.council} already, against ${facts.baseYear}.`),
    );
  }
  if (register.all().length === 0) register.add(firstOfficers);
  const [officer] = firstOfficers;
  if (officer === undefined) throw new Error('there is nobody to open the ledger');
  const newLedger = { ledger: randomUUID() as LedgerId, council, baseYear, effective: null };
  accepted(await commandBus.execute(new OpenLedger(newLedger, { officer: officer.id, role: 'finance officer' })));
  return { recorded: 1, replayed: 0 };
}

function sentence({ data, sample }: InitOptions, { recorded }: Loaded): string {
  if (recorded === 0) return `The ledger in ${data} was opened before; nothing new was recorded.`;
  const who = sample === undefined ? 'off-001 and off-002' : 'off-201 and off-202';
  return `The ledger in ${data} is open, with ${String(recorded)} ${recorded === 1 ? 'entry' : 'entries'}. ${who} may record.`;
}
