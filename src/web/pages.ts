import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Environment, FileSystemLoader } from 'nunjucks';

import { OfficerRegister, type SignedInOfficer } from '../access/officer-register';
import type { Visit } from '../access/visit';
import type { OfficerId } from '../domain/identifiers';
import { isRefusal } from '../domain/refusals';
import { EvidenceQuery } from '../queries/evidence';
import { FrameQuery } from '../queries/frame';
import { address, toEntry, toLine, toTrace } from './address';
import { Assets } from './assets';
import {
  atTime,
  counted,
  findingTitle,
  inMillions,
  inPounds,
  inThousands,
  inWords,
  onDay,
  shortTime,
  signed,
} from './wording';

const govukFrontend = dirname(require.resolve('govuk-frontend/package.json'));

const filters = {
  inThousands,
  inMillions,
  inPounds,
  inWords,
  onDay,
  atTime,
  shortTime,
  signed,
  findingTitle,
  counted,
};

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
    for (const [name, filter] of Object.entries(filters)) this.templates.addFilter(name, filter);
    this.templates.addFilter('officer', (id: OfficerId | null) => (id === null ? '' : this.officerName(id)));
    for (const [name, value] of Object.entries({ assets, address, toEntry, toLine, toTrace }))
      this.templates.addGlobal(name, value);
  }

  /** A page in its frame: the council's name and whoever is signed in above, the size of the ledger below. */
  public async render(page: string, visit: Visit | null, context: object): Promise<string> {
    const frame = await this.queries.execute(new FrameQuery());
    const evidence = await this.queries.execute(new EvidenceQuery());
    const signed = isRefusal(evidence) ? null : evidence;
    return this.templates.render(`${page}.njk`, {
      frame: isRefusal(frame) ? null : frame,
      signed,
      ...visitor(visit),
      ...context,
    });
  }

  /** A page for when the ledger itself cannot be asked. */
  public renderWithoutLedger(page: string, visit: Visit | null, context: object): string {
    return this.templates.render(`${page}.njk`, { frame: null, signed: null, ...visitor(visit), ...context });
  }

  /** The name the register gives an officer, or the id where it was erased. */
  public officerName(id: OfficerId): string {
    return this.register.names().get(id) ?? id;
  }
}

/** Who is signed in, and what her forms carry: on every page. */
function visitor(visit: Visit | null): { readonly signedIn: SignedInOfficer | null; readonly csrf: string | null } {
  return { signedIn: visit?.officer ?? null, csrf: visit?.csrf ?? null };
}
