import { Body, Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Authority } from '../access/authority';
import { Refused, settled } from '../access/door-problem';
import { OfficerRegister } from '../access/officer-register';
import { SignedIn, type SignedInVisit } from '../access/visit';
import type { Receipt } from '../commands/written-entry';
import { refuse } from '../domain/refusals';
import {
  exportable,
  exportFormats,
  exportView,
  mediaTypes,
  type Exportable,
  type ExportFormat,
} from '../exchange/export/export-view';
import type { DryRun } from '../exchange/import/dry-run';
import { commitImport, tryImport } from '../exchange/import/import-files';
import type { LedgerPorts } from '../exchange/import/ledger-ports';
import { mappedBy, mappingCalled, remembering } from '../exchange/import/mapped';
import { reverseImport, type ReversedImport } from '../exchange/import/reverse-import';
import { RememberedMappings } from '../exchange/import/remembered-mappings';
import { BatchesQuery, type BatchesAnswer } from '../queries/batches';
import { readParameters, type Parameters } from '../queries/read-question';
import {
  DescribesExport,
  DescribesImport,
  DescribesImports,
  DescribesMappings,
  DescribesReversal,
} from './describe-exchange';
import { isDryRun } from './dry-run';
import { readUpload } from './upload';

interface CommittedAnswer extends DryRun {
  readonly receipts: readonly Receipt[];
  readonly replayed: boolean;
}

type ExportParameters = Parameters & { readonly table?: unknown; readonly mapping?: unknown };

/** Files in and out. */
@Controller('api/v1')
export class ExchangeController {
  private readonly ports: LedgerPorts;

  public constructor(
    commandBus: CommandBus,
    private readonly queryBus: QueryBus,
    register: OfficerRegister,
    private readonly mappings: RememberedMappings,
    private readonly authority: Authority,
  ) {
    this.ports = { commandBus, queryBus, register };
  }

  @Post('imports')
  @DescribesImport()
  public async import(
    @Req() request: FastifyRequest,
    @Query() { dry_run: dryRun, ...others }: Parameters & { readonly dry_run?: unknown },
    @SignedIn() visit: SignedInVisit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DryRun | CommittedAnswer> {
    const recorder = this.authority.recorder(visit, 'BatchImported');
    settled(readParameters(others, []));
    const tried = isDryRun(dryRun);
    const upload = settled(await mappedBy(this.mappings, await readUpload(request)));
    if (tried) {
      void reply.status(200);
      return settled(await tryImport(this.ports, upload, recorder));
    }
    const ports: LedgerPorts = { ...this.ports, allow: (kind) => void this.authority.recorder(visit, kind) };
    const committed = settled(await commitImport(ports, upload, recorder));
    const { answer, receipts, replayed } = remembering(this.mappings, upload, committed);
    void reply.status(receipts.length === 0 ? 200 : 201);
    return { ...answer, receipts, replayed };
  }

  @Get('imports')
  @DescribesImports()
  public async batches(@Query() parameters: Parameters): Promise<BatchesAnswer> {
    return settled(await this.queryBus.execute(new BatchesQuery(parameters)));
  }

  @Post('imports/:batch/reversal')
  @DescribesReversal()
  public async reverse(
    @Param('batch') batch: string,
    @Body() body: unknown,
    @SignedIn() visit: SignedInVisit,
  ): Promise<ReversedImport> {
    const said = typeof body === 'object' && body !== null ? body : {};
    return settled(await reverseImport(this.ports, batch, said, this.authority.recorder(visit, 'BatchReversed')));
  }

  @Get('import-mappings')
  @DescribesMappings()
  public remembered(@Query() parameters: Parameters): Readonly<Record<string, unknown>> {
    settled(readParameters(parameters, []));
    return Object.fromEntries(this.mappings.all());
  }

  /** `paper.pdf`, or `paper` with an Accept header. */
  @Get('exports/:name')
  @DescribesExport()
  public async export(
    @Param('name') name: string,
    @Query() { table, mapping, ...parameters }: ExportParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const [view, format] = named(name, request.headers.accept ?? '');
    const file = settled(
      await exportView(this.ports, {
        ...{ view, format, parameters },
        ...(table === undefined ? {} : { table: once('table', table) }),
        ...(mapping === undefined ? {} : { mapping: this.mappingCalled(view, once('mapping', mapping)) }),
      }),
    );
    void reply.header('content-disposition', `attachment; filename="${file.name}"`);
    return new StreamableFile(file.bytes, { type: file.mediaType });
  }

  private mappingCalled(view: Exportable, name: string): unknown {
    if (view !== 'tracker')
      throw new Refused(refuse('UNKNOWN_FIELD', `Only the tracker is written by a mapping; leave it out for ${view}.`));
    return settled(mappingCalled(this.mappings, name));
  }
}

/** A parameter that is a text, given once. */
function once(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Refused(refuse('PARAM_REPEATED', `Give "${name}" once.`));
}

function named(name: string, accept: string): readonly [Exportable, ExportFormat] {
  const [stem, suffix] = name.split('.', 2);
  const view = exportable.find((each) => each === stem);
  const isAccepted = (each: ExportFormat): boolean => accept.includes(mediaTypes[each].split(';')[0] ?? '');
  const format = exportFormats.find((each) => (suffix === undefined ? isAccepted(each) : each === suffix));
  if (view === undefined) {
    const known = exportable.join(', ');
    throw new Refused(refuse('NOT_FOUND', `There is nothing of that name to export; there are ${known}.`));
  }
  if (format !== undefined) return [view, format];
  throw new Refused(refuse('CHOICE_UNKNOWN', `Ask for one of these by suffix or Accept: ${exportFormats.join(', ')}.`));
}
