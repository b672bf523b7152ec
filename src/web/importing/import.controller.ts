import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Authority } from '../../access/authority';
import { problemOf, settled, type DoorProblem } from '../../access/door-problem';
import { logFault } from '../../access/fault-log';
import { OfficerRegister } from '../../access/officer-register';
import { SignedIn, type SignedInVisit } from '../../access/visit';
import { isRefusal, refuse } from '../../domain/refusals';
import { commitImport, readFiles, tryImport } from '../../exchange/import/import-files';
import type { LedgerPorts } from '../../exchange/import/ledger-ports';
import { mappedBy, mappingCalled, readChosenMapping, remembering } from '../../exchange/import/mapped';
import { readMapping } from '../../exchange/import/read-mapping';
import { RememberedMappings } from '../../exchange/import/remembered-mappings';
import { address } from '../address';
import type { FormBody } from '../form-body';
import type { Page } from '../page';
import { PagesAt } from '../pages-at';
import { seeOther } from '../see-other';
import { mappingOf } from './column-form';
import type { FileForm } from './file-form';
import { ImportPages } from './import-pages';
import { WaitingImports, type RecordedStage, type WaitingImport } from './waiting-imports';

const AT_ONCE = 2_000;

/** Imports a file: choose it, say how it is read where nothing remembered fits, check what it would record, record it. */
@PagesAt('imports')
export class ImportController {
  private readonly ports: LedgerPorts;

  public constructor(
    commandBus: CommandBus,
    queryBus: QueryBus,
    register: OfficerRegister,
    private readonly mappings: RememberedMappings,
    private readonly authority: Authority,
    private readonly waiting: WaitingImports,
    private readonly pages: ImportPages,
  ) {
    this.ports = { commandBus, queryBus, register };
  }

  @Get('new')
  public choose(): Page {
    return this.pages.choose(null);
  }

  @Post('new')
  public async send(
    @SignedIn() visit: SignedInVisit,
    @Body() { files, fields }: FileForm,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | string> {
    this.authority.recorder(visit, 'BatchImported');
    if (files.length === 0) return this.pages.choose(refuse('FIELD_REQUIRED', 'Choose a file.'));
    const sheets = await readFiles(files);
    if (isRefusal(sheets)) return this.pages.choose(sheets);
    const chosen = readChosenMapping(this.mappings, fields.get('remembered') ?? '', fields.get('mapping') ?? '');
    if (isRefusal(chosen)) return this.pages.choose(chosen);
    const said = (name: string): string | undefined => (fields.get(name) === '' ? undefined : fields.get(name));
    const [reason, controlRows, controlTotal] = [said('reason'), said('control_rows'), said('control_total')];
    const options = {
      ...(reason === undefined ? {} : { reason }),
      ...(controlRows === undefined ? {} : { controlRows }),
      ...(controlTotal === undefined ? {} : { controlTotal }),
    };
    const request = await mappedBy(this.mappings, { files, mapping: chosen, options });
    const { id } = this.waiting.add(visit.officer.id, isRefusal(request) ? { files, mapping: null, options } : request);
    return goTo(reply, `/imports/waiting/${id}`);
  }

  /** Whatever comes next for a file that was sent. */
  @Get('waiting/:id')
  public async show(
    @SignedIn() visit: SignedInVisit,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | string> {
    const waiting = this.waiting.of(id, visit.officer.id);
    const { stage, request } = waiting;
    if (stage.is === 'recorded') return goTo(reply, recordedAt(stage));
    if (stage.is === 'being recorded') return this.pages.underWay(waiting);
    if (request.mapping === null) return this.pages.columns(waiting, {}, null);
    return this.check(waiting, visit, stage.is === 'stopped' ? stage.problem : null);
  }

  @Post('waiting/:id')
  public async next(
    @SignedIn() visit: SignedInVisit,
    @Param('id') id: string,
    @Body() sent: FormBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | string> {
    const waiting = this.waiting.of(id, visit.officer.id);
    const { is } = waiting.stage;
    if (is === 'to be checked' || is === 'stopped') {
      if (sent['do'] === 'leave') return this.leave(waiting, reply);
      if (sent['do'] === 'read') return this.read(waiting, sent, reply);
      if (sent['do'] === 'again') this.waiting.change(waiting, withMapping(waiting, null));
      if (sent['do'] === 'remembered')
        this.waiting.change(
          waiting,
          withMapping(waiting, settled(mappingCalled(this.mappings, sent['mapping'] ?? ''))),
        );
      if (sent['do'] === 'record') await this.record(waiting, visit, request);
    }
    return goTo(reply, `/imports/waiting/${id}`);
  }

  private leave({ id }: WaitingImport, reply: FastifyReply): string {
    this.waiting.drop(id);
    return goTo(reply, '/imports');
  }

  private async read(waiting: WaitingImport, sent: FormBody, reply: FastifyReply): Promise<Page | string> {
    const mapping = mappingOf(await this.pages.asked(waiting, sent), sent);
    const problem = readMapping(mapping);
    if (isRefusal(problem)) return this.pages.columns(waiting, sent, problem);
    this.waiting.change(waiting, withMapping(waiting, mapping));
    return goTo(reply, `/imports/waiting/${waiting.id}`);
  }

  private async check(waiting: WaitingImport, visit: SignedInVisit, problem: DoorProblem | null): Promise<Page> {
    const recorder = this.authority.recorder(visit, 'BatchImported');
    return this.pages.check(waiting, settled(await tryImport(this.ports, waiting.request, recorder)), problem);
  }

  /** Goes on when it takes longer than people wait for a page. */
  private async record(waiting: WaitingImport, visit: SignedInVisit, request: FastifyRequest): Promise<void> {
    const begun = this.waiting.change(waiting, { stage: { is: 'being recorded', step: 'reading' } });
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, AT_ONCE)));
    await Promise.race([this.commit(begun, visit, request), patience]);
    clearTimeout(timer);
  }

  private async commit(waiting: WaitingImport, visit: SignedInVisit, request: FastifyRequest): Promise<void> {
    try {
      const recorder = this.authority.recorder(visit, 'BatchImported');
      const ports: LedgerPorts = { ...this.ports, allow: (kind) => void this.authority.recorder(visit, kind) };
      const progress = (step: string): void => {
        this.waiting.change(waiting, { stage: { is: 'being recorded', step } });
      };
      const outcome = settled(await commitImport(ports, waiting.request, recorder, progress));
      const told = remembering(this.mappings, waiting.request, outcome);
      this.waiting.change(waiting, { stage: { is: 'recorded', outcome, forgotten: told !== outcome } });
    } catch (error) {
      const problem = problemOf(error);
      logFault(request, problem, error);
      this.waiting.change(waiting, { stage: { is: 'stopped', problem } });
    }
  }
}

const withMapping = ({ request }: WaitingImport, mapping: unknown): Pick<WaitingImport, 'request' | 'stage'> => ({
  request: { ...request, mapping },
  stage: { is: 'to be checked' },
});

const recordedAt = ({ outcome, forgotten }: RecordedStage): string =>
  address('/imports', { recorded: outcome.answer.batch, ...(forgotten ? { layout: 'not kept' } : {}) });

function goTo(reply: FastifyReply, to: string): string {
  return seeOther(reply, to);
}
