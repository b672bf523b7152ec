import { Command } from 'commander';

import { FindingsQuery, type FindingsAnswer } from '../../queries/findings';
import type { ParameterName } from '../../queries/read-question';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { counted, parts } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

const parameters: readonly ParameterName[] = ['as_at', 'known_at', 'kind'];

/** What is accepted but not settled? */
export const findingsVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('findings')), parameters)
    .description('what is accepted but not settled')
    .addHelpText('after', '\nExample:\n  findings --as-at 2009-12-01 --kind pot-overdue')
    .action((options: CommonOptions) =>
      ask(door, options, new FindingsQuery(parametersFrom(options, parameters)), show),
    );

function show({ asAt, size, count, counts, findings }: FindingsAnswer): string {
  const kinds = Object.entries(counts).map(([kind, number]) => {
    const messages = findings.filter((finding) => finding.kind === kind).map(({ message }) => `  ${message}`);
    return [`${kind} (${String(number)})`, ...messages].join('\n');
  });
  return parts(
    `${counted(count, 'finding', 'findings')} as at ${asAt}, after ${counted(size, 'entry', 'entries')}`,
    ...kinds,
  );
}
