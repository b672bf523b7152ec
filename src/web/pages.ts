import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Environment, FileSystemLoader } from 'nunjucks';

import { OfficerRegister, type SignedInOfficer } from '../access/officer-register';
import { currentVisit } from '../access/visit';
import type { OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import { EntriesQuery, EntryQuery } from '../queries/entries';
import { address, toEntry, toLine } from './address';
import { Assets } from './assets';
import { atTime, counted, findingTitle, inMillions, inPounds, inThousands, inWords, onDay, shortTime } from './wording';

const govukFrontend = dirname(require.resolve('govuk-frontend/package.json'));

/** Renders pages: every text is escaped, and no page has a script. */
@Injectable()
export class Pages {
  private readonly templates: Environment;

  public constructor(
    private readonly queries: QueryBus,
    private readonly register: OfficerRegister,
    assets: Assets,
  ) {
    const folders = [join(__dirname, 'pages'), join(govukFrontend, 'dist')];
    this.templates = new Environment(new FileSystemLoader(folders.filter(existsSync)), {
      autoescape: true,
      throwOnUndefined: false,
      trimBlocks: true,
      lstripBlocks: true,
    });
    const filters = { inThousands, inMillions, inPounds, inWords, onDay, atTime, shortTime, findingTitle, counted };
    for (const [name, filter] of Object.entries(filters)) this.templates.addFilter(name, filter);
    this.templates.addFilter('officer', (id: OfficerId | null) => (id === null ? '' : this.officerName(id)));
    for (const [name, value] of Object.entries({ assets, address, toEntry, toLine }))
      this.templates.addGlobal(name, value);
  }

  /** A page in its frame: the council's name above, the size of the ledger below. */
  public async render(page: string, context: object): Promise<string> {
    return this.templates.render(`${page}.njk`, { ...(await this.frame()), ...visitor(), ...context });
  }

  /** A page for when the ledger itself cannot be asked. */
  public renderWithoutLedger(page: string, context: object): string {
    return this.templates.render(`${page}.njk`, { council: null, ledgerSize: null, ...visitor(), ...context });
  }

  /** The name the register gives an officer, or the id where it was erased. */
  public officerName(id: OfficerId): string {
    return this.register.names().get(id) ?? id;
  }

  private async frame(): Promise<{ readonly council: string | null; readonly ledgerSize: number | null }> {
    const opening = await this.queries.execute(new EntryQuery(0));
    const journal = await this.queries.execute(new EntriesQuery({ limit: '1' }));
    return {
      council: isRefusal(opening) || opening.kind !== 'LedgerOpened' ? null : opening.facts.council,
      ledgerSize: isRefusal(journal) ? null : journal.size,
    };
  }
}

/** Who is signed in, and what her forms carry: on every page. */
function visitor(): { readonly signedIn: SignedInOfficer | null; readonly csrf: string | null } {
  const visit = currentVisit();
  return { signedIn: visit?.officer ?? null, csrf: visit?.csrf ?? null };
}
