import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { DoorRefusal, settled } from '../access/door-problem';
import { EntriesQuery } from '../queries/entries';
import { answers, problemResponse } from './answers';
import { Stopping } from './stopping';

/** For whatever watches the server: whether it runs, and whether it can answer. */
@Controller('health')
export class HealthController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly stopping: Stopping,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the server runs.', tags: ['health'] })
  @ApiResponse({ status: 200, description: 'It does.', schema: answers.Live })
  public live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the ledger can be read.', tags: ['health'] })
  @ApiResponse({ status: 200, description: 'It can.', schema: answers.Ready })
  @ApiResponse(problemResponse(503, 'It cannot, or the server is stopping.'))
  public async ready(): Promise<{ readonly status: 'ready'; readonly size: number }> {
    if (this.stopping.signal.aborted) throw new DoorRefusal('STORE_UNAVAILABLE', 'The server is stopping.');
    const { size } = settled(await this.queries.execute(new EntriesQuery({ limit: '1' })));
    return { status: 'ready', size };
  }
}
