import { Command } from 'commander';

import { movementParameters, MovementQuery, type MovementAnswer, type StepAnswer } from '../../queries/movement';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** Why is a figure not what it was? */
export const movementVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('movement')), movementParameters)
    .description('what changed a figure between two moments, by kind of entry, to the penny')
    .addHelpText('after', '\nExample:\n  movement plan --by 2010/11 --from 4 --to 179')
    .argument('<figure>', 'the name of the figure, such as plan or achieved.claimed')
    .action((figure: string, options: CommonOptions) =>
      ask(door, options, new MovementQuery(figure, parametersFrom(options, movementParameters)), show),
    );

type Row = Pick<StepAnswer, 'amount'> & { readonly what: string; readonly entries: string | null };

function show({ figure, by, definition, from, to, opening, steps, closing }: MovementAnswer): string {
  const rows: readonly Row[] = [
    { what: 'Opening', amount: opening, entries: null },
    ...steps.map((step) => ({
      what: step.kind ?? 'lines amended, rated or ruled on',
      amount: step.amount,
      entries: entriesOf(step),
    })),
    { what: 'Closing', amount: closing, entries: null },
  ];
  return parts(
    `Movement of ${figure} by ${by}, ${definition}, from ${String(from.size)} entries as at ${from.asAt} to ${String(to.size)} entries as at ${to.asAt}`,
    table(rows, [
      ['Step', 'text', ({ what }) => what],
      ['Amount', 'money', ({ amount }) => amount],
      ['Entries', 'text', ({ entries }) => entries],
    ]),
  );
}

/** How many entries a step names on the screen; programs get more. */
const SHOWN = 10;

function entriesOf({ count, entries }: StepAnswer): string {
  const named = entries.slice(0, SHOWN).map(({ seq }) => String(seq));
  const more = count > named.length ? ` and ${String(count - named.length)} more` : '';
  return `${named.join(', ')}${more}`;
}
