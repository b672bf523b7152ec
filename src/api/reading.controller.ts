import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';

import { settled } from '../access/door-problem';
import { readSeq } from '../domain/identifiers';
import { BatchRowsQuery, batchRowsParameters, type BatchRowsAnswer } from '../queries/batch-rows';
import { EntriesQuery, EntryQuery, type EntriesAnswer, type MarkedEntryAnswer } from '../queries/entries';
import { EvidenceQuery, ReceiptQuery, type EvidenceAnswer, type ReceiptAnswer } from '../queries/evidence';
import { FindingsQuery, type FindingsAnswer } from '../queries/findings';
import { LineQuery, lineParameters, LinesQuery, type LineDetailAnswer, type LinesAnswer } from '../queries/lines';
import { PeriodLocksQuery, type PeriodLocksAnswer } from '../queries/period-locks';
import { PositionQuery, type PositionAnswer } from '../queries/position';
import { figureParameters, readParameters, type Parameters } from '../queries/read-question';
import { ReconciliationQuery, type ReconciliationAnswer } from '../queries/reconciliation';
import { TraceQuery, type TraceAnswer } from '../queries/trace';
import { AtLeastGuard } from './at-least';
import { answers } from './answers';
import { Describes } from './describe';
import { Lists } from './list';

/** A list over HTTP comes in pages, so that no question can ask for an endless answer. */
const PAGE = '200';

/** Everything that can be asked. Answers are those of the queries, as every front door gives them. */
@Controller('api/v1')
@UseGuards(AtLeastGuard)
export class ReadingController {
  public constructor(private readonly queries: QueryBus) {}

  @Get('position')
  @Describes('Where the plan stands against the target.', answers.Position, figureParameters)
  public async position(@Query() parameters: Parameters): Promise<PositionAnswer> {
    return settled(await this.queries.execute(new PositionQuery(parameters)));
  }

  @Get('trace/:figure')
  @Lists('entries')
  @Describes('The postings that make up a figure.', answers.Trace, [...figureParameters, 'limit', 'after'], {
    names: ['figure'],
    list: true,
  })
  public async trace(@Param('figure') figure: string, @Query() parameters: Parameters): Promise<TraceAnswer> {
    return settled(await this.queries.execute(new TraceQuery(figure, { limit: PAGE, ...parameters })));
  }

  @Get('findings')
  @Lists('findings')
  @Describes('What is accepted but not settled.', answers.Findings, ['as_at', 'known_at', 'kind'], { list: true })
  public async findings(@Query() parameters: Parameters): Promise<FindingsAnswer> {
    return settled(await this.queries.execute(new FindingsQuery(parameters)));
  }

  @Get('entries')
  @Lists('entries')
  @Describes('The journal, oldest first.', answers.Entries, ['line', 'known_at', 'as_at', 'limit', 'after'], {
    list: true,
  })
  public async entries(@Query() parameters: Parameters): Promise<EntriesAnswer> {
    return settled(await this.queries.execute(new EntriesQuery(parameters)));
  }

  @Get('entries/:seq')
  @Describes('One entry, as recorded, with what was done about it since.', answers.Entry, ['as_at', 'known_at'], {
    names: ['seq'],
  })
  public async entry(@Param('seq') seq: string, @Query() parameters: Parameters): Promise<MarkedEntryAnswer> {
    return settled(await this.queries.execute(new EntryQuery(settled(readSeq(seq)), parameters)));
  }

  @Get('entries/:seq/receipt')
  @Describes('The receipt of an entry: a C2SP tlog-proof with the entry in it.', answers.Receipt, [], {
    names: ['seq'],
  })
  public async receipt(@Param('seq') seq: string, @Query() parameters: Parameters): Promise<ReceiptAnswer> {
    settled(readParameters(parameters, []));
    return settled(await this.queries.execute(new ReceiptQuery(settled(readSeq(seq)))));
  }

  @Get('evidence')
  @Describes('How far the ledger is signed: its size and root, and the checkpoint.', answers.Evidence, [])
  public async evidence(@Query() parameters: Parameters): Promise<EvidenceAnswer> {
    settled(readParameters(parameters, []));
    return settled(await this.queries.execute(new EvidenceQuery()));
  }

  @Get('lines')
  @Lists('lines')
  @Describes('The lines, each with its figures by a year.', answers.Lines, lineParameters, { list: true })
  public async lines(@Query() parameters: Parameters): Promise<LinesAnswer> {
    return settled(await this.queries.execute(new LinesQuery({ limit: PAGE, ...parameters })));
  }

  @Get('lines/:id')
  @Describes(
    'One line, with its figures in every year; the ETag is its version.',
    answers.Line,
    ['definition', 'as_at', 'known_at'],
    { names: ['id'] },
  )
  public async line(
    @Param('id') id: string,
    @Query() parameters: Parameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LineDetailAnswer> {
    const line = settled(await this.queries.execute(new LineQuery(id, parameters)));
    void reply.header('etag', `"${String(line.version)}"`);
    return line;
  }

  @Get('period-locks')
  @Describes('Which months are closed, by which entry, and which were opened again.', answers.PeriodLocks, [
    'as_at',
    'known_at',
  ])
  public async periodLocks(@Query() parameters: Parameters): Promise<PeriodLocksAnswer> {
    return settled(await this.queries.execute(new PeriodLocksQuery(parameters)));
  }

  @Get('imports/:batch/rows')
  @Lists('rows')
  @Describes('The entries that the rows of an import became.', answers.ImportRows, batchRowsParameters, {
    names: ['batch'],
    list: true,
  })
  public async importRows(@Param('batch') batch: string, @Query() parameters: Parameters): Promise<BatchRowsAnswer> {
    return settled(await this.queries.execute(new BatchRowsQuery(batch, { limit: PAGE, ...parameters })));
  }

  @Get('reconciliation')
  @Lists('totals')
  @Describes('Each printed total beside the same figure re-added.', answers.Reconciliation, ['as_at', 'known_at'], {
    list: true,
  })
  public async reconciliation(@Query() parameters: Parameters): Promise<ReconciliationAnswer> {
    return settled(await this.queries.execute(new ReconciliationQuery(parameters)));
  }
}
