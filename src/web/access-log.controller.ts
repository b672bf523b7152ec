import { Get } from '@nestjs/common';

import { AccessLog } from '../access/access-log';
import { Refused } from '../access/door-problem';
import { OfficerRegister } from '../access/officer-register';
import { refuse } from '../domain/refusals';
import type { Parameters } from '../queries/read-question';
import { address } from './address';
import { Page } from './page';
import { Given, PagesAt } from './pages-at';
import { number, report, reportSheet, table, words } from './report';
import { atTime, inWords } from './wording';

const PAGE = 100;

/** Who came in, who was turned away, what was taken out and whose role changed. */
@PagesAt('access-log')
export class AccessLogController {
  public constructor(
    private readonly log: AccessLog,
    private readonly register: OfficerRegister,
  ) {}

  @Get()
  public latest(@Given() { before }: Parameters): Page {
    const events = this.log.latest(PAGE, numberIn(before));
    const names = this.register.names();
    const last = events.at(-1)?.number ?? 1;
    const shown = report('Access log', {
      sentences: ['It is only added to. It holds no names, no addresses and nothing that anyone typed.'],
      tables: [
        table(
          'The latest first',
          ['#Number', 'When', 'What', 'Officer', 'Detail'],
          events.map(({ number: place, at, what, officer, detail }) => [
            number(place),
            words(atTime(at)),
            words(inWords(what.toLowerCase().replaceAll('_', ' '))),
            words(officer === null ? null : (names.get(officer) ?? officer)),
            words(detail === '' ? null : detail),
          ]),
          'Nothing has happened before that.',
        ),
      ],
      links: last > 1 ? [[address('/access-log', { before: last }), 'Earlier']] : [],
    });
    return new Page('report', { report: shown, section: '/audit' }, { sheet: () => reportSheet(shown) });
  }
}

function numberIn(text: unknown): number | null {
  if (text === undefined || text === '') return null;
  if (typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Refused(refuse('PARAM_RANGE', '"before" is the number of an event of the log.'));
}
