import { Command } from 'commander';

import type { Door } from '../door';
import { exportJournalVerb } from './export-journal';

/** The ledger as a file for somebody else's program. */
export const exportVerb = (door: Door): Command =>
  new Command('export').description('the ledger as a file for another program').addCommand(exportJournalVerb(door));
