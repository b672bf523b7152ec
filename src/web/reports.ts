/** Answers as reports: sentences and tables. */
import { inAddress } from '../domain/financial-year';
import { pounds } from '../domain/money';
import { figureNames, figures } from '../../projections/figure';
import type { MemberAnswer } from '../queries/partnership';
import { partnershipOf } from '../queries/partnership';
import type { MovementAnswer } from '../queries/movement';
import type { Parameters } from '../queries/read-question';
import type { ReturnsAnswer } from '../queries/returns';
import type { ScenarioAnswer } from '../queries/scenario';
import type { TranchesAnswer } from '../queries/tranches';
import { isRefusal } from '../domain/refusals';
import { address, pinned, toEntry, toLine, toTrace } from './address';
import { field, money, number, report, table, words, type FormField, type Report, type Table } from './report';
import { counted, inPounds, inWords, onDay } from './wording';

const back = ['/reports', 'Reports'] as const;

export const figureChoices = figureNames.map((name) => [name, inWords(name)] as const);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The two moments of a movement; nothing is the first entry, or now. */
export const momentFields = (parameters: Parameters): readonly FormField[] => [
  field(
    'from_known_at',
    'From: as known on',
    textOf(parameters['from_known_at']),
    'An entry or a time; empty: the first entry',
  ),
  field('from_as_at', 'From: as at', textOf(parameters['from_as_at']), 'A date such as 2009-07-13'),
  field('to_known_at', 'To: as known on', textOf(parameters['to_known_at']), 'An entry or a time; empty: now'),
  field('to_as_at', 'To: as at', textOf(parameters['to_as_at']), 'A date such as 2009-12-01'),
];

export function movementReport(answer: MovementAnswer, parameters: Parameters): Report {
  const { figure, formula, by, definition, from, to, opening, closing, steps, filter } = answer;
  const at = (moment: MovementAnswer['from']): string =>
    toTrace(figure, by, pinned({ definition, ...moment }), { ...filter });
  return report(`Movement of ${inWords(figure).toLowerCase()} by ${by}`, {
    back,
    sentences: [
      `${formula} From ${inPounds(opening)} (entry ${String(from.size - 1)}, as at ${onDay(from.asAt)}) to ${inPounds(closing)} (entry ${String(to.size - 1)}, as at ${onDay(to.asAt)}), definition \u201c${definition}\u201d.`,
    ],
    forms: [
      {
        action: '/reports/movement',
        title: 'Ask for another movement',
        button: 'Compare',
        fields: [field('figure', 'Figure', figure, null, figureChoices), ...momentFields(parameters)],
        hidden: [
          ['by', inAddress(by)],
          ['definition', definition],
        ],
      },
    ],
    tables: [
      table(
        'From opening to closing',
        ['Step', '#Entries', '#Amount'],
        [
          [words('Opening'), words(''), money(opening, at(from))],
          ...steps.map((step) => [
            words(step.kind === null ? 'Counted otherwise, because a line changed' : inWords(step.kind)),
            number(step.count),
            money(step.amount),
          ]),
          [words('Closing'), words(''), money(closing, at(to))],
        ],
      ),
      movedBy(answer),
    ],
  });
}

function movedBy({ steps }: MovementAnswer): Table {
  const rows = steps.flatMap((step) =>
    step.entries.map((each) => [
      words(step.kind === null ? 'Counted otherwise' : inWords(step.kind)),
      number(each.seq, toEntry(each.seq)),
      money(each.amount, toEntry(each.seq)),
    ]),
  );
  return table('The entries of each step', ['Step', '#Entry', '#Amount'], rows.slice(0, MOST), 'No entry moved it.');
}

/** The most rows of a table that is not paged. */
const MOST = 200;

export function tranchesReport(answer: TranchesAnswer): Report {
  const { by, totals, provenSustained } = answer;
  return report(`Tranches by ${by}`, {
    back,
    sentences: [
      'A tranche is the rise in a line\u2019s level that first accrues in one year. It runs for the two financial years after its own; what still holds then is sustained.',
      `By ${onDay(provenSustained.date)}, ${inPounds(provenSustained.amount)} could be proven to last.`,
    ],
    tables: [
      table(
        'In total',
        ['Measure', '#Accrued', '#Falls by plan', '#Lapsed', '#Standing', '#Running', '#Sustained'],
        totals.map((each) => [
          words(inWords(each.measure)),
          ...[each.amount, each.lapsing, each.lapsed, each.standing, each.running, each.sustained].map((one) =>
            money(one),
          ),
        ]),
      ),
      eachTranche(answer),
    ],
  });
}

function eachTranche(answer: TranchesAnswer): Table {
  const { tranches, filter } = answer;
  const question = pinned(answer);
  const figure = { plan: 'newInYear', achieved: 'achieved' } as const;
  return table(
    tranches.length > MOST ? `The first ${String(MOST)} of ${String(tranches.length)} tranches` : 'Each tranche',
    ['Line', 'Measure', 'Tranche', 'Class', 'State', '#Accrued', '#Standing'],
    tranches
      .slice(0, MOST)
      .map((each) => [
        words(each.line, toLine(each.line)),
        words(each.measure),
        words(each.tranche),
        words(each.class),
        words(each.state),
        money(
          each.amount,
          toTrace(figure[each.measure], each.tranche, question, { ...filter, line: each.line, class: each.class }),
        ),
        money(each.standing),
      ]),
    'Nothing has accrued yet.',
  );
}

export const returnsReport = ({ returns, asAt, size }: ReturnsAnswer): Report =>
  report('Returns', {
    back,
    sentences: ['A return keeps the figures it was submitted with; what they would be now stands beside them.'],
    tables: returns.map((each) =>
      table(
        `${each.name}, entry ${String(each.entry)}${each.amendedBy === null ? '' : `, amended by entry ${String(each.amendedBy)}`}`,
        ['Figure', '#As submitted', '#Now', '#Change'],
        each.figures.map(({ figure, published, restated, change }) => [
          words(inWords(figure)),
          money(
            published,
            toTrace(figure, each.by, pinned({ definition: each.definition, asAt: each.asAt, size: each.size })),
          ),
          money(restated, toTrace(figure, each.by, pinned({ definition: each.definition, asAt, size }))),
          money(change),
        ]),
      ),
    ),
    links: returns.length === 0 ? [['/help', 'No return has been submitted. How one is made']] : [],
  });

const scenarioFields = (parameters: Parameters): readonly FormField[] => [
  field('rating', 'Lines rated', textOf(parameters['rating']), null, [
    ['', 'Any or none'],
    ['green', 'Green'],
    ['amber', 'Amber'],
    ['red', 'Red'],
  ]),
  field('section', 'In the section', textOf(parameters['section']), 'Its name; empty: any'),
  field('tag', 'With the tag', textOf(parameters['tag']), 'Such as quick-win; empty: any'),
  field('line', 'The line', textOf(parameters['line']), 'Its code; empty: any'),
  field('deliver', 'Deliver, in per cent', textOf(parameters['deliver']) || '80', 'Of their planned levels'),
];

const askScenario = (parameters: Parameters): Report['forms'] => [
  {
    action: '/reports/scenario',
    title: 'Ask for a scenario',
    button: 'Work it out',
    fields: scenarioFields(parameters),
  },
];

export const scenarioForm = (parameters: Parameters): Report =>
  report('Scenario', {
    back,
    sentences: [
      'What if some lines deliver only a part of their plan? Say which lines, and how much. Nothing is recorded.',
    ],
    forms: askScenario(parameters),
  });

export function scenarioReport(answer: ScenarioAnswer, parameters: Parameters): Report {
  const { by, deliver, lines, notMoved } = answer;
  const question = pinned(answer);
  return report(`Scenario: ${counted(lines.length, 'line delivers', 'lines deliver')} ${String(deliver)}%`, {
    back,
    sentences: ['Worked out by the rules that record a re-profile. Nothing is recorded.'],
    forms: askScenario(parameters),
    tables: [
      table(
        `Figures by ${by}`,
        ['Figure', '#As it is', '#As it would be', '#Change'],
        answer.figures
          .filter(({ change }) => change !== '0.00')
          .map(({ figure, before, after, change }) => [
            words(inWords(figure)),
            money(before, toTrace(figure, by, question)),
            money(after),
            money(change),
          ]),
        'No figure would change.',
      ),
      table(
        'Lines',
        ['Line', 'What became of it'],
        lines
          .slice(0, MOST)
          .map((line) => [
            words(line, toLine(line)),
            words(notMoved.find((each) => each.line === line)?.message ?? `Delivers ${String(deliver)}%`),
          ]),
      ),
    ],
  });
}

/** This ledger as the only member; other members are added at the terminal, where their ledgers can be read. */
export function partnershipReport(member: MemberAnswer, council: string): Report {
  const answer = partnershipOf(member, [member]);
  if (isRefusal(answer)) return report('Partnership', { back, sentences: [answer.message] });
  const { by, target, gap, missing, finding } = answer;
  const question = pinned(member);
  const own = (figure: (typeof figureNames)[number]): string => toTrace(figure, by, question);
  return report('Partnership', {
    back,
    sentences: [
      `The partnership is to save ${inPounds(target)}; ${council} is the member whose ledger this is. What its own target leaves is for partners whose ledgers are not here.`,
      ...(finding === null ? [] : [finding]),
    ],
    tables: [
      table(
        `By ${by}`,
        ['Figure', '#Amount'],
        [
          [words('Target of the partnership'), money(target, own('partnershipTarget'))],
          [words(`Target of ${council}`), money(pounds(member.amounts.target), own('target'))],
          [words(`Plan of ${council}`), money(pounds(member.amounts.plan), own('plan'))],
          [words('Of the partnership, for members who are missing'), money(missing)],
          [words('Gap of the partnership'), money(gap)],
        ],
      ),
    ],
    links: [
      [address('/trace/partnershipTarget', { by: inAddress(by), ...question }), figures.partnershipTarget.formula],
    ],
  });
}
