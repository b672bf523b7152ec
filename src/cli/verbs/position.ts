import { Command } from 'commander';

import { figureNames, type FigureName } from '../../../projections/figure';
import { add, pence, subtract } from '../../domain/money';
import { PositionQuery, type PartAnswer, type PositionAnswer } from '../../queries/position';
import { figureParameters } from '../../queries/read-question';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { counted, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** Where does the plan stand against the target? */
export const positionVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('position')), figureParameters)
    .description('where the plan stands against the target, whole and by section, group and tag')
    .addHelpText('after', '\nExample:\n  position --by 2010/11 --definition ni179')
    .action((options: CommonOptions) => {
      const query = new PositionQuery(parametersFrom(options, figureParameters));
      return ask(door, options, query, show);
    });

function show(answer: PositionAnswer): string {
  const { by, definition, asAt, size } = answer;
  return parts(
    `Position by ${by}, ${definition}, as at ${asAt}, after ${counted(size, 'entry', 'entries')}`,
    whole(answer),
    partTable('Section', answer.sections),
    partTable('Group', answer.groups),
    partTable('Tag', answer.tags),
  );
}

/** A part of the ledger has no target of its own: it is shown as a dash, never as nought. */
type Shown = readonly [label: string, amount: PositionAnswer['target'], note?: string];

function whole(answer: PositionAnswer): string {
  const { target, plan, gap, gapIs, due, identified, identifiedShare, achieved } = answer;
  const rows: readonly Shown[] = [
    ['Target', target],
    ['Plan', plan],
    ['  carried forward', answer.carriedForward],
    ['  full-year effects', answer.fullYearEffects],
    ['  level', answer.level],
    ['    new in the year', answer.newInYear],
    ['  as first planned', answer.originalPlan],
    ['Gap', gap, [gapIs, due].filter((word) => word !== null).join(', ')],
    ['Unphased', answer.unphased, whereUnphased(answer)],
    ['Identified', identified, identifiedShare === null ? '' : `${identifiedShare} % of the target`],
    ['Subject to rulings', answer.subjectToRulings],
    ['Budget contribution', answer.budgetContribution],
    ['Achieved', achieved.total],
    ['  claimed', achieved.claimed],
    ['  verified', achieved.verified],
    ['  certified', achieved.certified],
    ['  felt in the year itself', achieved.inYear],
    ['Outstanding', answer.outstanding],
  ];
  return table(rows, [
    ['Figure', 'text', ([label]) => label],
    ['Amount', 'money', ([, amount]) => amount],
    ['', 'text', ([, , note]) => note ?? ''],
  ]);
}

/** The plan as published counts what is unphased at its deadline alone, so it is said whether it is in this one. */
function whereUnphased({ plan, carriedForward, fullYearEffects, level, unphased }: PositionAnswer): string {
  if (pence(unphased) === 0) return '';
  const phased = add(pence(carriedForward), pence(fullYearEffects), pence(level));
  return subtract(pence(plan), phased) === 0 ? 'not counted in the plan' : 'counted in the plan';
}

/** Rows of the position whose words are not those of a figure's name. */
const printedAs: Readonly<Record<string, FigureName>> = {
  'as first planned': 'originalPlan',
  'new in the year': 'newInYear',
  claimed: 'achieved.claimed',
  verified: 'achieved.verified',
  certified: 'achieved.certified',
  'felt in the year itself': 'achieved.inYear',
};

const spelt = (text: string): string => text.toLowerCase().replaceAll(/[ -]/g, '');

/** A figure as the position prints it, or by its name in any spelling: `subject-to-rulings` is `subjectToRulings`. */
export function figureCalled(text: string): string {
  const printed = Object.entries(printedAs).find(([words]) => spelt(words) === spelt(text))?.[1];
  return printed ?? figureNames.find((name) => spelt(name) === spelt(text)) ?? text;
}

const partTable = (heading: string, rows: readonly PartAnswer[]): string =>
  rows.length === 0
    ? ''
    : table(rows, [
        [heading, 'text', ({ name }) => name],
        ['Plan', 'money', ({ plan }) => plan],
        ['Level', 'money', ({ level }) => level],
        ['Unphased', 'money', ({ unphased }) => unphased],
        ['Identified', 'money', ({ identified }) => identified],
        ['Achieved', 'money', ({ achieved }) => achieved.total],
      ]);
