import { Command } from 'commander';

import type { Door } from '../door';
import { exportJournalVerb } from './export-journal';
import { exportViewVerbs } from './export-view';

/** The ledger as a file for somebody else's program. */
export function exportVerb(door: Door): Command {
  const verb = new Command('export').description('the ledger as a file for another program');
  for (const view of [...exportViewVerbs(door), exportJournalVerb(door)]) verb.addCommand(view);
  return verb;
}
