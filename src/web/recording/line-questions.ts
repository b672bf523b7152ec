/** Questions that one or two kinds of entry ask. */
import type { Asks, Offers, Question } from './questions';

export const tranche =
  (title: string): Asks =>
  ({ years }: Offers): Question => ({
    id: 'tranche',
    title,
    fields: [
      {
        name: 'tranche',
        label: 'Tranche',
        type: 'choice',
        choices: [
          ...years.map((each) => [each, each] as const),
          ['opening', 'Carried forward'],
          ['unphased', 'No year behind it'],
        ],
      },
    ],
  });

export const noUnphased: Question = {
  id: 'unphased',
  title: 'What of it has no year?',
  fields: [{ name: 'unphased', label: 'Amount in pounds', type: 'amount', optional: true }],
};

export const carried: Question = {
  id: 'closed',
  title: 'Which closed period was it achieved in, and into which is it carried?',
  hint: 'Financial years such as 2005/06.',
  fields: [
    { name: 'closed.first', label: 'First year of the closed period', type: 'text' },
    { name: 'closed.last', label: 'Last year of the closed period', type: 'text' },
    { name: 'into.first', label: 'First year of the period it is carried into', type: 'text' },
    { name: 'into.last', label: 'Last year of the period it is carried into', type: 'text' },
  ],
};

export const cap: Question = {
  id: 'cap',
  title: 'What was the closed period to achieve, and what did it achieve?',
  hint: 'Cashable only. No more can be carried forward than it achieved above its target.',
  fields: [
    { name: 'closedTarget', label: "The closed period's target, in pounds", type: 'amount' },
    { name: 'closedCashableAchieved', label: "The closed period's cashable achievement, in pounds", type: 'amount' },
  ],
};

export const totalBy: Asks = ({ years }) => ({
  id: 'totalBy',
  title: 'What is planned in total by a year?',
  hint: 'Where it is more than the level of that year, the difference has no year behind it and is shown so. May be left empty.',
  fields: [
    {
      name: 'totalBy.year',
      label: 'By year',
      type: 'choice',
      choices: years.map((each) => [each, each]),
      optional: true,
    },
    { name: 'totalBy.amount', label: 'In total, in pounds', type: 'amount', optional: true },
  ],
});

export const register: Question = {
  id: 'line',
  title: 'What is the line called, and where does it stand?',
  fields: [
    { name: 'line', label: 'Code', hint: 'Capital letters, digits and hyphens, such as IT-PROCUREMENT', type: 'text' },
    { name: 'title', label: 'Title', type: 'text' },
    { name: 'section', label: 'Section', type: 'text' },
    { name: 'group', label: 'Group', type: 'text', optional: true },
  ],
};

export const measured: Question = {
  id: 'measure',
  title: 'What was measured, and what is it now?',
  fields: [
    { name: 'measure', label: 'What was measured', type: 'text' },
    { name: 'before', label: 'Before', type: 'text' },
    { name: 'after', label: 'After', type: 'text' },
  ],
};
