import { Command } from 'commander';

import { trancheParameters } from '../../queries/tranche-totals';
import { TranchesQuery, type ProvenAnswer, type TranchesAnswer } from '../../queries/tranches';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { money, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** What first accrued when, and does it last? */
export const tranchesVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('tranches')), trancheParameters)
    .description('what first accrued when, how long its clock runs, and what of the plan could be proven to last')
    .addHelpText('after', '\nExample:\n  tranches --as-at 2011-03-31 --definition ni179')
    .action((options: CommonOptions) =>
      ask(door, options, new TranchesQuery(parametersFrom(options, trancheParameters)), show),
    );

function show({ asAt, definition, tranches, totals, provenSustained }: TranchesAnswer): string {
  return parts(
    `Tranches as at ${asAt}`,
    table(tranches, [
      ['Line', 'text', ({ line }) => line],
      ['Tranche', 'text', ({ tranche }) => tranche],
      ['Measure', 'text', ({ measure }) => measure],
      ['Class', 'text', (tranche) => tranche.class],
      ['Amount', 'money', ({ amount }) => amount],
      ['Lapsing', 'money', ({ lapsing }) => lapsing],
      ['Lapsed', 'money', ({ lapsed }) => lapsed],
      ['State', 'text', ({ state }) => state],
      ['Clock ends', 'text', (tranche) => tranche.clockEnds],
      ['Not confirmed', 'text', ({ unconfirmed }) => unconfirmed.join(', ') || null],
    ]),
    table(totals, [
      ['Total', 'text', ({ measure }) => measure],
      ['Amount', 'money', ({ amount }) => amount],
      ['Lapsing', 'money', ({ lapsing }) => lapsing],
      ['Lapsed', 'money', ({ lapsed }) => lapsed],
      ['Running', 'money', ({ running }) => running],
      ['Sustained', 'money', ({ sustained }) => sustained],
    ]),
    proven(definition, provenSustained),
  );
}

const proven = (definition: string, { date, amount, carriedForward, tranches, lapsing }: ProvenAnswer): string =>
  `Of the plan ${money(amount)} could be proven to last by ${date}, ${definition}: carried forward ${money(carriedForward)}, tranches whose clock has run out ${money(tranches)}, less ${money(lapsing)} that the plan itself lets fall.`;
