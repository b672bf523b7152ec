import { Command } from 'commander';

import { LineQuery, LinesQuery, type LineDetailAnswer, type LinesAnswer } from '../../queries/lines';
import { figureParameters, type ParameterName } from '../../queries/read-question';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { money, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

const ofOneLine: readonly ParameterName[] = ['definition', 'as_at', 'known_at'];

/** Which lines are there, and what is known of one? */
export const lineVerb = (door: Door): Command =>
  new Command('line')
    .description('the lines of the plan')
    .addCommand(listVerb(door))
    .addCommand(showVerb(door))
    .addHelpText('after', '\nExamples:\n  line list --tag quick-win\n  line show IT-PROCUREMENT --definition phased');

const listVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('list')), figureParameters)
    .description('all lines, each with its plan and what was achieved')
    .action((options: CommonOptions) =>
      ask(door, options, new LinesQuery(parametersFrom(options, figureParameters)), showList),
    );

const showVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('show')), ofOneLine)
    .description('one line, with its figures year by year')
    .argument('<line>', 'the code of the line, such as IT-PROCUREMENT')
    .action((line: string, options: CommonOptions) =>
      ask(door, options, new LineQuery(line, parametersFrom(options, ofOneLine)), showOne),
    );

const showList = ({ by, definition, asAt, lines }: LinesAnswer): string =>
  parts(
    `${String(lines.length)} lines by ${by}, ${definition}, as at ${asAt}`,
    table(lines, [
      ['Line', 'text', ({ id }) => id],
      ['Title', 'text', ({ title }) => title],
      ['Stage', 'text', ({ stage }) => stage],
      ['Officer', 'text', ({ owner }) => owner],
      ['Plan', 'money', ({ figures }) => figures.plan],
      ['Achieved', 'money', ({ figures }) => figures.achieved.total],
    ]),
  );

function showOne(line: LineDetailAnswer): string {
  const { id, title, section, group, tags, stage, ruling, owner, ownerName, baseline, pot, definition, asAt } = line;
  const known: readonly (readonly [string, string | null])[] = [
    ['Section', section],
    ['Group', group],
    ['Tags', tags.join(', ') || null],
    ['Stage', stage],
    ['Needs a ruling', ruling],
    ['Accountable officer', ownerName === null ? owner : `${String(owner)} (${ownerName})`],
    ['Baseline', baseline === null ? null : `${money(baseline.amount)} in ${baseline.year}, ${baseline.dataSource}`],
    ['Pot of', pot === null ? null : `${pot.programmes.join(', ')}, to be allocated by ${pot.allocateBy}`],
    ['Entries', line.entries.join(', ')],
  ];
  return parts(
    `${id}: ${title}\n${definition}, as at ${asAt}`,
    known.map(([what, value]) => `${what.padEnd(19)}  ${value ?? '-'}`).join('\n'),
    table(line.years, [
      ['By', 'text', ({ year }) => year],
      ['Plan', 'money', ({ plan }) => plan],
      ['Level', 'money', ({ level }) => level],
      ['New in year', 'money', ({ newInYear }) => newInYear],
      ['Achieved', 'money', ({ achieved }) => achieved.total],
      ['Outstanding', 'money', ({ outstanding }) => outstanding],
    ]),
  );
}
