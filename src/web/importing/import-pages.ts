import { Injectable } from '@nestjs/common';

import { settled, type DoorProblem } from '../../access/door-problem';
import { isRefusal, type Refusal } from '../../domain/refusals';
import type { DryRun } from '../../exchange/import/dry-run';
import { readFiles } from '../../exchange/import/import-files';
import { readMapping } from '../../exchange/import/read-mapping';
import { RememberedMappings } from '../../exchange/import/remembered-mappings';
import type { Sheet } from '../../exchange/import/sheet';
import type { FormBody } from '../form-body';
import { Page } from '../page';
import { Subject } from '../recording/subject';
import { askedSheets, meaningsOf, type AskedSheet } from './column-form';
import { totalMeanings } from './total-form';
import type { WaitingImport } from './waiting-imports';

/** Rows that a page shows; the sheet of the page has them all. */
const MOST_ROWS = 200;

/** The pages of an import, from choosing the file to having it recorded. */
@Injectable()
export class ImportPages {
  public constructor(
    private readonly mappings: RememberedMappings,
    private readonly subject: Subject,
  ) {}

  /** Where an import begins. */
  public choose(refusal: Refusal | null): Page {
    const known = [...this.mappings.all().keys()];
    return new Page('import-choose', { known, refusal }, { status: refusal === null ? 200 : 422 });
  }

  /** How each column is to be read, for a file that no remembered mapping fits, or several do: one can be chosen then. */
  public async columns(waiting: WaitingImport, sent: FormBody, refusal: Refusal | null): Promise<Page> {
    const { years } = await this.subject.offers();
    const [file] = waiting.request.files;
    const sheets = await sheetsOf(waiting);
    const context = {
      waiting,
      refusal,
      fitting: [...this.mappings.fitting(sheets).keys()],
      sheets: askedSheets(sheets, years, sent),
      meanings: meaningsOf(years),
      totalMeanings,
      sent: { title: file?.name ?? '', document: file?.name ?? '', ...sent },
    };
    return new Page('import-columns', context, { status: refusal === null ? 200 : 422 });
  }

  /** What would be recorded, or why nothing can be; and why recording it stopped, after which it can be tried again. */
  public check(waiting: WaitingImport, answer: DryRun, problem: DoorProblem | null): Page {
    const shown = answer.rows.slice(0, MOST_ROWS);
    const isPossible = answer.problems.length === 0;
    return new Page(
      'import-check',
      {
        ...{ waiting, answer, problem, rows: shown, more: answer.rows.length - shown.length, isPossible },
        layout: layoutIn(waiting.request.mapping),
      },
      { status: problem?.status ?? (isPossible ? 200 : 422), sheet: () => dryRunSheet(answer) },
    );
  }

  public underWay(waiting: WaitingImport): Page {
    return new Page('import-under-way', { waiting });
  }

  /** Throws FILE_REJECTED and CSV_FORMAT as a door does. */
  public async asked(waiting: WaitingImport, sent: FormBody): Promise<readonly AskedSheet[]> {
    return askedSheets(await sheetsOf(waiting), (await this.subject.offers()).years, sent);
  }
}

/** What a mapping is called, and the sections it puts lines in where no column says it; null where it cannot be read. */
function layoutIn(json: unknown): string | null {
  const mapping = readMapping(json);
  if (isRefusal(mapping)) return null;
  const sections = new Set(mapping.sheets.flatMap(({ section }) => section ?? []));
  return sections.size === 0 ? mapping.title : `${mapping.title}; lines go to ${[...sections].join(', ')}`;
}

const sheetsOf = async ({ request }: WaitingImport): Promise<readonly Sheet[]> =>
  settled(await readFiles(request.files));

const dryRunSheet = ({ batch, rows, problems }: DryRun): ReturnType<NonNullable<Page['parts']['sheet']>> => ({
  name: `import ${batch}`,
  columns: ['Sheet', 'Row or cell', 'What it is', 'Text', 'Line', 'Entries'],
  rows: [
    ...problems.map(({ sheet, cell, code, message }) => [sheet ?? null, cell ?? null, code, message, null, null]),
    ...rows.map(({ sheet, row, is, text, line, entries }) => [sheet, row, is, text, line, entries.length]),
  ],
});
