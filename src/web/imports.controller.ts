import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { OfficerRegister } from '../access/officer-register';
import { settled } from '../access/door-problem';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { BatchesQuery, type BatchAnswer } from '../queries/batches';
import type { Parameters } from '../queries/read-question';
import { address, toEntry } from './address';
import { Page } from './page';
import { Given, PagesAt } from './pages-at';
import { mayRecord } from './recording/record-pages';
import { number, money, report, reportSheet, table, words } from './report';
import { atTime, counted } from './wording';

/** The imports that are recorded, and the way to take one back as a whole. */
@PagesAt('imports')
export class ImportsController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly register: OfficerRegister,
  ) {}

  @Get()
  public async imports(@SignedIn() { officer }: SignedInVisit, @Given() parameters: Parameters): Promise<Page> {
    const { recorded, layout, ...asked } = parameters;
    const { batches } = settled(await this.queries.execute(new BatchesQuery(asked)));
    const mayReverse = mayRecord(officer.role, 'BatchReversed');
    const names = this.register.names();
    const shown = report('Imports', {
      sentences: [
        ...(typeof recorded === 'string' && batches.some(({ batch }) => batch === recorded)
          ? [`Recorded. The batch ${recorded} stands in the ledger.`]
          : []),
        ...(layout === 'not kept' ? ['How the file is read could not be kept; say it again with the next file.'] : []),
        'A file is read by a mapping into entries of one batch. A batch is taken back at once, all its amounts; names of lines stay as the file gave them.',
      ],
      ...(mayReverse ? { action: ['/imports/new', 'Import a file'] as const } : {}),
      tables: [
        table(
          'Batches',
          ['Batch', 'What was imported', 'Files', '#Entries', '#Control total', 'Recorded', 'By', 'Now'],
          batches.map((each) => [
            words(each.batch, address('/entries', { batch: each.batch })),
            words(each.title, toEntry(each.entry)),
            words(filesOf(each)),
            number(each.entries, address('/entries', { batch: each.batch })),
            money(each.controlTotal),
            words(atTime(each.recordedAt)),
            words(names.get(each.officer) ?? each.officer),
            each.reversedBy !== null
              ? words(`Reversed by entry ${String(each.reversedBy)}`, toEntry(each.reversedBy))
              : words(
                  mayReverse ? `Stands: reverse ${each.batch}` : 'Stands',
                  mayReverse ? address('/record', { kind: 'BatchReversed', batch: each.batch }) : null,
                ),
          ]),
          'Nothing has been imported.',
        ),
      ],
    });
    return new Page('report', { report: shown, section: '/imports' }, { sheet: () => reportSheet(shown) });
  }
}

const filesOf = ({ files }: BatchAnswer): string =>
  files.map(({ name, rows }) => `${name} (${counted(Number(rows), 'row', 'rows')})`).join(', ') || 'None';
