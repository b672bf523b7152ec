/** The questions that forms ask, one a page: each says which fields of a request it fills. */

export type Choices = readonly (readonly [value: string, label: string])[];

export interface Field {
  /** The field of the request, by its path: `gross`, `closed.first`, `levels.2009/10`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: 'text' | 'long text' | 'amount' | 'choice';
  readonly choices?: Choices;
  readonly optional?: true;
}

export interface Question {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
}

/** What the ledger has to offer as answers. */
export interface Offers {
  readonly years: readonly string[];
  readonly officers: Choices;
  readonly pots: Choices;
  readonly lines: Choices;
}

/** A question, or what makes one of what the ledger has to offer. */
export type Asks = Question | ((offers: Offers) => Question);

const classChoices: Choices = [
  ['cashable', 'Cashable: it releases money'],
  ['non-cashable', 'Non-cashable: it does not release money'],
];

const plain = (values: readonly string[]): Choices => values.map((value) => [value, sentence(value)]);
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const ofClass = (title = 'Which class is it?', name = 'class'): Question => ({
  id: name,
  title,
  fields: [{ name, label: 'Class', type: 'choice', choices: classChoices }],
});

export const oneOf = (name: string, title: string, values: readonly string[], hint?: string): Question => ({
  id: name,
  title,
  ...(hint === undefined ? {} : { hint }),
  fields: [{ name, label: title, type: 'choice', choices: plain(values) }],
});

export const amount = (name: string, title: string, hint?: string): Question => ({
  id: name,
  title,
  ...(hint === undefined ? {} : { hint }),
  fields: [{ name, label: 'Amount in pounds', hint: 'Such as 200,000 or 200000.00', type: 'amount' }],
});

export const text = (name: string, title: string, hint?: string, optional = false): Question => ({
  id: name,
  title,
  ...(hint === undefined ? {} : { hint }),
  fields: [{ name, label: title, type: 'text', ...(optional ? { optional: true as const } : {}) }],
});

export const year =
  (name: string, title: string, hint?: string): Asks =>
  ({ years }) => ({
    id: name,
    title,
    ...(hint === undefined ? {} : { hint }),
    fields: [{ name, label: 'Financial year', type: 'choice', choices: years.map((each) => [each, each]) }],
  });

/** Yearly levels: what is saved in each year against the base year, not an instalment. */
export const levels =
  (title: string): Asks =>
  ({ years }) => ({
    id: 'levels',
    title,
    hint: 'A level is what is saved in that year against the base year. Levels are not added up. Leave a year empty where nothing is stated.',
    fields: years.slice(1).map((each): Field => ({
      name: `levels.${each}`,
      label: `Level in ${each}, in pounds`,
      type: 'amount',
      optional: true,
    })),
  });

export const officer =
  (name: string, title: string): Asks =>
  ({ officers }) => ({ id: name, title, fields: [{ name, label: 'Officer', type: 'choice', choices: officers }] });

export const pot: Asks = ({ pots }) => ({
  id: 'pot',
  title: 'Which pot does it come from?',
  fields: [{ name: 'pot', label: 'Pot', type: 'choice', choices: pots }],
});

const reason: Field = { name: 'reason', label: 'Reason', type: 'long text' };

/** What every entry may say besides its own facts. */
export const circumstances: Question = {
  id: 'circumstances',
  title: 'Why, from when, and where was it read?',
  hint: 'Do not name private individuals. What stays empty is left out.',
  fields: [
    { ...reason, optional: true },
    {
      name: 'effective',
      label: 'Effective from',
      hint: 'Such as 2009-07-13; today where it is empty',
      type: 'text',
      optional: true,
    },
    { name: 'source.document', label: 'Document', type: 'text', optional: true },
    { name: 'source.sheet', label: 'Sheet or page', type: 'text', optional: true },
    { name: 'source.row', label: 'Row', type: 'text', optional: true },
    { name: 'source.cell', label: 'Cell', type: 'text', optional: true },
  ],
};

const onceMore: Field = {
  name: 'confirmAmount',
  label: 'The amount once more, in pounds',
  hint: 'Only where it is more than three times the target',
  type: 'amount',
  optional: true,
};

/** The same for entries that say how much. */
export const withAmountOnceMore = (question: Question): Question => ({
  ...question,
  fields: [...question.fields, onceMore],
});

/** The same for entries that are refused without a reason. */
export const withReason = (question: Question): Question => ({
  ...question,
  fields: question.fields.map((field) => (field.name === reason.name ? reason : field)),
});
