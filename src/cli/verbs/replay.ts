import { Command } from 'commander';

import {
  replayParameters,
  ReplayQuery,
  type ChangeAnswer,
  type ReplayAnswer,
  type ReplayStepAnswer,
} from '../../queries/replay';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { counted, parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** How did the figures come about? */
export const replayVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('replay')), replayParameters)
    .description('the position at any moment, and entry by entry what each changed; two moments compared with --from')
    .addHelpText('after', '\nExample:\n  replay --to 120')
    .action((options: CommonOptions) =>
      ask(door, options, new ReplayQuery(parametersFrom(options, replayParameters)), show),
    );

function show({ by, definition, asAt, from, to, figures, steps, next }: ReplayAnswer): string {
  const start = from.size === 0 ? 'before the first entry' : counted(from.size, 'entry', 'entries');
  return parts(
    `Replay by ${by}, ${definition}, as at ${asAt}: from ${start} to ${counted(to.size, 'entry', 'entries')}`,
    table(figures.filter(isSomething), [
      ['Figure', 'text', ({ figure }) => figure],
      ['Before', 'money', ({ before }) => before],
      ['After', 'money', ({ after }) => after],
      ['Change', 'money', ({ change }) => change],
    ]),
    table(steps.flatMap(rowsOf), [
      ['Seq', 'number', ({ seq }) => seq],
      ['Kind', 'text', ({ kind }) => kind],
      ['Line', 'text', ({ line }) => line],
      ['Figure', 'text', ({ change }) => change?.figure ?? null],
      ['Before', 'money', ({ change }) => change?.before ?? null],
      ['After', 'money', ({ change }) => change?.after ?? null],
    ]),
    next === null ? '' : `There are more entries; go on with --after ${String(next)}.`,
  );
}

const isSomething = ({ before, after }: ChangeAnswer): boolean => before !== '0.00' || after !== '0.00';

interface Row {
  readonly seq: string;
  readonly kind: string;
  readonly line: string | null;
  readonly change: ChangeAnswer | null;
}

/** A row for each figure that the entry changes; the entry is named in the first one only. */
function rowsOf({ seq, kind, line, changes }: ReplayStepAnswer): readonly Row[] {
  const [first = null, ...rest] = changes;
  return [
    { seq: String(seq), kind, line, change: first },
    ...rest.map((change) => ({ seq: '', kind: '', line: '', change })),
  ];
}
