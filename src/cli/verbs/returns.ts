import { Command } from 'commander';

import type { ParameterName } from '../../queries/read-question';
import { ReturnsQuery, type ReturnAnswer, type ReturnsAnswer } from '../../queries/returns';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

const parameters: readonly ParameterName[] = ['as_at', 'known_at'];

/** What did each return say, and what would it say now? */
export const returnsVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('returns')), parameters)
    .description('each return as published beside as restated, figure by figure')
    .addHelpText('after', '\nExample:\n  returns --as-at 2010-03-31')
    .action((options: CommonOptions) =>
      ask(door, options, new ReturnsQuery(parametersFrom(options, parameters)), show),
    );

const show = ({ asAt, returns }: ReturnsAnswer): string =>
  parts(`${String(returns.length)} returns as at ${asAt}`, ...returns.map(shown));

function shown(of: ReturnAnswer): string {
  const amends = of.amends === null ? '' : `, amends entry ${String(of.amends)}`;
  const amended = of.amendedBy === null ? '' : `, amended by entry ${String(of.amendedBy)}`;
  const figures = of.figures.filter(({ published, restated }) => published !== '0.00' || restated !== '0.00');
  return [
    `"${of.name}", entry ${String(of.entry)}, by ${of.by}, ${of.definition}, as at ${of.asAt}, after ${String(of.size)} entries${amends}${amended}`,
    table(figures, [
      ['Figure', 'text', ({ figure }) => figure],
      ['As published', 'money', ({ published }) => published],
      ['As restated', 'money', ({ restated }) => restated],
      ['Change', 'money', ({ change }) => change],
    ]),
  ].join('\n');
}
