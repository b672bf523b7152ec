import { randomInt } from 'node:crypto';

import { Command } from 'commander';

import { LARGEST_SEED, sampleParameters, SampleQuery, type HitAnswer, type SampleAnswer } from '../../queries/sample';
import type { TraceRow } from '../../queries/trace';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { money, parts, table, type Column } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';
import { place } from './trace';

/** Which postings of a figure should an auditor look at? */
export const sampleVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('sample')), sampleParameters)
    .description('a monetary-unit sample of the postings a figure is made of; the same seed draws the same one')
    .addHelpText('after', '\nExample:\n  sample plan --n 10 --seed 37443 --by 2010/11')
    .argument('<figure>', 'the name of the figure, such as plan or achieved.claimed')
    .action((figure: string, options: CommonOptions) => {
      // Chance comes in at the door, and is told, so that the sample itself can be drawn again.
      const seed = String(randomInt(1, LARGEST_SEED + 1));
      const given = parametersFrom(options, sampleParameters);
      return ask(door, options, new SampleQuery(figure, { ...given, seed: given['seed'] ?? seed }), show);
    });

const columns: readonly Column<TraceRow>[] = [
  ['Seq', 'number', ({ seq }) => String(seq)],
  ['Kind', 'text', ({ kind }) => kind],
  ['Line', 'text', ({ line }) => line],
  ['Tranche', 'text', ({ tranche }) => tranche],
  ['Amount', 'money', ({ amount }) => amount],
  ['Source', 'text', ({ source }) => place(source)],
];

const hitColumns: readonly Column<HitAnswer>[] = [...columns, ['Cumulative', 'money', ({ cumulative }) => cumulative]];

function show(answer: SampleAnswer): string {
  const { figure, by, definition, asAt, size, amount, n, seed, population, interval, start } = answer;
  return parts(
    `Sample of ${figure} by ${by}, ${definition}, as at ${asAt}, after ${String(size)} entries: ${money(amount)}`,
    `n ${String(n)}, seed ${String(seed)}: population ${money(population)}, interval ${money(interval)}, start ${money(start)}`,
    listed('Drawn', answer.hits, hitColumns),
    listed('Always drawn, being an interval or more', answer.certain, hitColumns),
    listed('Taking off, looked at apart', answer.negative, columns),
  );
}

const listed = <Row>(heading: string, rows: readonly Row[], shown: readonly Column<Row>[]): string =>
  rows.length === 0 ? `${heading}: none` : `${heading}: ${String(rows.length)}\n${table(rows, shown)}`;
