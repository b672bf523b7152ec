import { Command } from 'commander';

import { rebuildParameters, RebuildQuery, type RebuildAnswer } from '../../queries/rebuild';
import { ask, withCommonOptions, type CommonOptions, type Door } from '../door';
import { parts, table } from '../layout';
import { parametersFrom, withQuestionOptions } from '../question-options';

/** Are the figures those of the stored entries? */
export const rebuildVerb = (door: Door): Command =>
  withQuestionOptions(withCommonOptions(new Command('rebuild')), rebuildParameters)
    .description('reads everything again from the first entry and holds every figure against it')
    .addHelpText('after', '\nExample:\n  rebuild')
    .action((options: CommonOptions) =>
      ask(door, options, new RebuildQuery(parametersFrom(options, rebuildParameters)), show),
    );

const show = ({ asAt, size, root, postings, compared, equal, differences }: RebuildAnswer): string =>
  parts(
    `Built again from the first entry: ${String(size)} entries, ${String(postings)} postings, as at ${asAt}\nRoot ${root}`,
    equal ? `All ${String(compared)} figures are the same.` : `Of ${String(compared)} figures, these are not the same:`,
    differences.length === 0
      ? ''
      : table(differences, [
          ['Figure', 'text', ({ figure }) => figure],
          ['By', 'text', ({ by }) => by],
          ['Definition', 'text', ({ definition }) => definition],
          ['Line', 'text', ({ line }) => line],
          ['In memory', 'money', ({ inMemory }) => inMemory],
          ['Built again', 'money', ({ rebuilt }) => rebuilt],
        ]),
  );
