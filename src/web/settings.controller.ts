import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { OfficerRegister } from '../access/officer-register';
import { settled } from '../access/door-problem';
import { SignedIn, type SignedInVisit } from '../access/visit';
import type { EntryKind } from '../domain/entries';
import { FrameQuery } from '../queries/frame';
import { JournalQuery, type JournalEntry } from '../queries/journal';
import { address, toEntry } from './address';
import { summaryOf } from './entry-summary';
import { Page } from './page';
import { PagesAt } from './pages-at';
import { flows } from './recording/flows';
import { mayRecord } from './recording/record-pages';
import { number, report, reportSheet, table, words, type Table } from './report';
import { inWords } from './wording';

/** What the ledger goes by: its targets, definitions and periods, all of them entries, and its officers, who are not. */
@PagesAt('settings')
export class SettingsController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly register: OfficerRegister,
  ) {}

  @Get()
  public async settings(@SignedIn() { officer }: SignedInVisit): Promise<Page> {
    const isAdministrator = officer.role === 'administrator';
    const shown = report('Settings', {
      sentences: [
        'A target, a definition or a period is changed by an entry, so that it can be told who changed it, when and why.',
        'Officers are added, given a role and taken out by two administrators, with: savings officer.',
      ],
      // Whoever keeps the register sees no money.
      tables: [...(isAdministrator ? [] : await this.ofLedger()), this.officers(isAdministrator)],
      links: [
        ...flows
          .filter(({ about, kind }) => about === 'ledger' && mayRecord(officer.role, kind))
          .map(({ kind, title }) => [address('/record', { kind }), title] as const),
        ['/tokens', 'Tokens by which programs come in'] as const,
        ...(isAdministrator || officer.role === 'auditor' ? [['/access-log', 'Access log'] as const] : []),
        ['/account', 'Your account and your password'] as const,
      ],
    });
    return new Page('report', { report: shown, section: '/settings' }, { sheet: () => reportSheet(shown) });
  }

  private async ofLedger(): Promise<readonly Table[]> {
    const { definitions } = settled(await this.queries.execute(new FrameQuery()));
    return [
      table('Targets', ['#Entry', 'What was set', 'Effective'], await this.entries('TargetSet', 'TargetRevised')),
      table(
        'Definitions',
        ['Name', 'What it counts'],
        definitions.map(({ name, title }) => [words(name, address('/', { definition: name })), words(title)]),
      ),
      table(
        'Periods',
        ['#Entry', 'What was closed or asked to be re-opened', 'Effective'],
        await this.entries('PeriodClosed', 'PeriodReopened'),
        'No period has been closed.',
      ),
    ];
  }

  private async entries(...kinds: readonly EntryKind[]): Promise<Table['rows']> {
    const found: JournalEntry[] = [];
    for (const kind of kinds) {
      found.push(
        ...settled(await this.queries.execute(new JournalQuery({ kind, order: 'oldest', limit: '200' }))).entries,
      );
    }
    return found
      .sort((one, other) => one.seq - other.seq)
      .map((entry) => [number(entry.seq, toEntry(entry.seq)), words(summaryOf(entry)), words(entry.effective)]);
  }

  /** Names stand in the register only; an administrator keeps it at the terminal. */
  private officers(isAdministrator: boolean): Table {
    const known = this.register.all().filter(({ role }) => role !== null);
    return table(
      'Officers who may sign in',
      ['Id', 'Name', 'Role'],
      known.map(({ id, name, role }) => [
        words(id, isAdministrator ? null : address('/entries', { officer: id })),
        words(name),
        words(role === null ? null : inWords(role)),
      ]),
    );
  }
}
