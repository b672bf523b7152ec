import { Command } from 'commander';

import type { Scope } from '../../domain/entries';
import type { ParameterName } from '../../queries/read-question';
import { ReconciliationQuery, type ReconciliationAnswer } from '../../queries/reconciliation';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';
import { place } from './trace';

const parameters: readonly ParameterName[] = ['as_at', 'known_at'];

/** Does each printed total add up? */
export const reconcileVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('reconcile')), parameters)
    .description('every printed total beside the same figure added up from its rows')
    .addHelpText('after', '\nExample:\n  reconcile --as-at 2009-07-13')
    .action((options: CommonOptions) =>
      ask(door, options, new ReconciliationQuery(parametersFrom(options, parameters)), show),
    );

function show({ asAt, totals }: ReconciliationAnswer): string {
  const differing = totals.filter(({ agrees }) => !agrees).length;
  return parts(
    `${String(totals.length)} printed totals as at ${asAt}, ${String(differing)} of which differ from their rows`,
    table(totals, [
      ['Total', 'text', ({ label }) => label],
      ['Of', 'text', ({ scope }) => nameOf(scope)],
      ['Figure', 'text', ({ figure }) => figure],
      ['Year', 'text', ({ year }) => year],
      ['Printed', 'money', (total) => total.amount],
      ['Computed', 'money', ({ computed }) => computed],
      ['Difference', 'money', ({ difference }) => difference],
      ['Source', 'text', ({ source }) => place(source)],
    ]),
  );
}

function nameOf(scope: Scope): string {
  switch (scope.of) {
    case 'ledger':
      return 'ledger';
    case 'line':
      return scope.line;
    case 'section':
    case 'group':
    case 'tag':
      return `${scope.of} ${scope.name}`;
  }
}
