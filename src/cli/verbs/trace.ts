import { Command } from 'commander';

import type { Source } from '../../domain/entries';
import { figureParameters, type ParameterName } from '../../queries/read-question';
import { TraceQuery, type TraceAnswer } from '../../queries/trace';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { money, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';
import { figureCalled } from './position';

const parameters: readonly ParameterName[] = [...figureParameters, 'limit', 'after'];

/** What is a figure made of? */
export const traceVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('trace')), parameters)
    .description('the entries a figure is made of, each with the cell it was read from')
    .addHelpText('after', '\nExample:\n  trace plan --by 2010/11 --line IT-PROCUREMENT')
    .argument('<figure...>', 'the name of the figure, such as plan or achieved.claimed, or as the position prints it')
    .action((figure: readonly string[], options: CommonOptions) => {
      const name = figureCalled(figure.join(' '));
      return ask(door, options, new TraceQuery(name, parametersFrom(options, parameters)), show);
    });

function show({ figure, formula, by, definition, asAt, amount: total, count, entries, next }: TraceAnswer): string {
  const more = next === null ? '' : `; go on with --after ${next}`;
  return parts(
    `${figure} by ${by}, ${definition}, as at ${asAt}: ${money(total)}\n${formula}`,
    table(entries, [
      ['Seq', 'number', ({ seq }) => String(seq)],
      ['Kind', 'text', ({ kind }) => kind],
      ['Line', 'text', ({ line }) => line],
      ['Tranche', 'text', ({ tranche }) => tranche],
      ['Class', 'text', ({ class: of }) => of],
      ['Status', 'text', ({ status }) => status],
      ['Amount', 'money', (row) => row.amount],
      ['Officer', 'text', ({ officer }) => officer],
      ['Source', 'text', ({ source }) => place(source)],
    ]),
    `${String(entries.length)} of ${String(count)} postings${more}`,
  );
}

/** The file and cell an amount was read from, in one word. */
export const place = (source: Source | null): string | null =>
  source === null ? null : [source.sheet ?? source.document, source.cell ?? source.row].filter(Boolean).join(' ');
