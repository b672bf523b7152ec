import { Command } from 'commander';

import { scenarioParameters, ScenarioQuery, type ScenarioAnswer } from '../../queries/scenario';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** What if some lines deliver only a part? */
export const scenarioVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('scenario')), scenarioParameters)
    .description('what the position would be if some lines delivered only a part of their plan; nothing is recorded')
    .addHelpText('after', '\nExample:\n  scenario --rating amber --deliver 80 --by 2010/11')
    .action((options: CommonOptions) =>
      ask(door, options, new ScenarioQuery(parametersFrom(options, scenarioParameters)), show),
    );

function show({ by, definition, asAt, deliver, lines, figures, entries, notMoved }: ScenarioAnswer): string {
  const moved = figures.filter(({ change }) => change !== '0.00');
  return parts(
    `Lines at ${String(deliver)} % of their plan: ${String(lines.length)}, by ${by}, ${definition}, as at ${asAt}; entries decided: ${String(entries.length)}, recorded: none`,
    lines.length === 0 ? '' : lines.join(', '),
    moved.length === 0
      ? 'No figure changes.'
      : table(moved, [
          ['Figure', 'text', ({ figure }) => figure],
          ['Before', 'money', ({ before }) => before],
          ['After', 'money', ({ after }) => after],
          ['Change', 'money', ({ change }) => change],
        ]),
    notMoved.map(({ line, code, message }) => `Not moved: ${line}. ${code}: ${message}`).join('\n'),
  );
}
