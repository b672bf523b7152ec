import { randomUUID } from 'node:crypto';

import { Body, Controller, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';

import { Authority } from '../access/authority';
import { DoorRefusal, Refused, settled } from '../access/door-problem';
import { SignedIn, type SignedInVisit } from '../access/visit';
import type { Receipt } from '../commands/written-entry';
import { Record as RecordEntry } from '../commands/record';
import { RehearseTogether } from '../commands/record-together';
import type { Recorder } from '../commands/requests/base';
import { refuse } from '../domain/refusals';
import { readParameters, type Parameters } from '../queries/read-question';
import { RehearsalQuery, type RehearsalAnswer } from '../queries/rehearsal';
import { DescribesRecording } from './describe';
import { isDryRun } from './dry-run';

interface RecordedAnswer {
  readonly receipts: readonly Receipt[];
  readonly replayed: boolean;
}

/** Records entries: the one thing this door lets anyone change. */
@Controller('api/v1')
export class RecordingController {
  public constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly authority: Authority,
  ) {}

  @Post('entries')
  @HttpCode(201)
  @DescribesRecording('RecordEntry', 'Records an entry.')
  public async record(
    @Body() body: unknown,
    @Query() parameters: Parameters,
    @Headers('idempotency-key') key: string | undefined,
    @SignedIn() visit: SignedInVisit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer | RehearsalAnswer> {
    const recorder = this.authority.recorder(visit, kindOf(body));
    const { dry_run: dryRun, ...asked } = parameters;
    if (isDryRun(dryRun)) {
      void reply.status(200);
      return this.rehearse(body, recorder, asked);
    }
    settled(readParameters(asked, []));
    const outcome = settled(await this.commands.execute(new RecordEntry(body, recorder, key)));
    const [first] = outcome.receipts;
    if (first !== undefined) void reply.header('location', `/api/v1/entries/${String(first.seq)}`);
    if (outcome.replayed) void reply.status(200).header('idempotency-replayed', 'true');
    return outcome;
  }

  @Post('lines/:id/entries')
  @HttpCode(201)
  @DescribesRecording('RecordEntryOnLine', 'Records an entry about one line, if that is still as you saw it.', true)
  public recordOnLine(
    @Param('id') line: string,
    @Body() body: unknown,
    @Query() parameters: Parameters,
    @Headers() headers: SentHeaders,
    @SignedIn() visit: SignedInVisit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer | RehearsalAnswer> {
    const { 'if-match': seen, 'idempotency-key': key } = headers;
    return this.record(onLine(body, line, versionIn(seen)), parameters, key, visit, reply);
  }

  private async rehearse(body: unknown, recorder: Recorder, asked: Parameters): Promise<RehearsalAnswer> {
    // A key of its own each time, so that it is decided afresh and never mistaken for a command that was recorded.
    const rehearsed = await this.commands.execute(
      new RehearseTogether([{ key: `dry-run-${randomUUID()}`, body }], recorder),
    );
    const entries = settled(rehearsed[0] ?? []);
    return settled(await this.queries.execute(new RehearsalQuery(entries, asked)));
  }
}

interface SentHeaders {
  readonly 'if-match'?: string;
  readonly 'idempotency-key'?: string;
}

const kindOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'kind' in body ? body.kind : undefined;

/** The line and its version belong to the address and the header here, so that they are said once. */
function onLine(body: unknown, line: string, lineVersion: string | null): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const twice = ['line', 'lineVersion'].find((name) => name in body);
  if (twice !== undefined) {
    throw new Refused(
      refuse(
        'UNKNOWN_FIELD',
        `There is no field "${twice}" here: the address names the line and If-Match its version.`,
      ),
    );
  }
  return { ...body, line, ...(lineVersion === null ? {} : { lineVersion }) };
}

function versionIn(seen: string | undefined): string | null {
  if (seen === undefined || seen === '*') return null;
  const version = /^"(0|[1-9]\d{0,14})(?:\.[\w-]{22})?"$/.exec(seen)?.[1];
  if (version === undefined)
    throw new DoorRefusal('IF_MATCH_FORMAT', 'If-Match is the version of the line in quotation marks, such as "12".');
  return version;
}
