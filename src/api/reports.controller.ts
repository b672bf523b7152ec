import { randomInt } from 'node:crypto';

import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { JournalTestsQuery, type JournalTestsAnswer } from '../queries/journal-tests';
import { movementParameters, MovementQuery, type MovementAnswer } from '../queries/movement';
import type { Parameters } from '../queries/read-question';
import { rebuildParameters, RebuildQuery, type RebuildAnswer } from '../queries/rebuild';
import { replayParameters, ReplayQuery, type ReplayAnswer } from '../queries/replay';
import { ReturnsQuery, type ReturnsAnswer } from '../queries/returns';
import { LARGEST_SEED, sampleParameters, SampleQuery, type SampleAnswer } from '../queries/sample';
import { scenarioParameters, ScenarioQuery, type ScenarioAnswer } from '../queries/scenario';
import { trancheParameters } from '../queries/tranche-totals';
import { TranchesQuery, type TranchesAnswer } from '../queries/tranches';
import { AtLeastGuard } from './at-least';
import { Describes } from './describe';
import { reportAnswers } from './report-answers';

/** Questions that look at more than one moment, or at what is not recorded. Answers are those of the queries. */
@Controller('api/v1')
@UseGuards(AtLeastGuard)
export class ReportsController {
  public constructor(private readonly queries: QueryBus) {}

  @Get('movement/:figure')
  @Describes('What changed a figure between two moments.', reportAnswers.Movement, movementParameters, {
    names: ['figure'],
  })
  public async movement(@Param('figure') figure: string, @Query() parameters: Parameters): Promise<MovementAnswer> {
    return settled(await this.queries.execute(new MovementQuery(figure, parameters)));
  }

  @Get('replay')
  @Describes('How the figures came about, entry by entry.', reportAnswers.Replay, replayParameters)
  public async replay(@Query() parameters: Parameters): Promise<ReplayAnswer> {
    return settled(await this.queries.execute(new ReplayQuery(parameters)));
  }

  @Get('rebuild')
  @Describes('Whether the figures are those of the stored entries.', reportAnswers.Rebuild, rebuildParameters)
  public async rebuild(@Query() parameters: Parameters): Promise<RebuildAnswer> {
    return settled(await this.queries.execute(new RebuildQuery(parameters)));
  }

  @Get('tranches')
  @Describes('What first accrued when, and what of it lasts.', reportAnswers.Tranches, trancheParameters)
  public async tranches(@Query() parameters: Parameters): Promise<TranchesAnswer> {
    return settled(await this.queries.execute(new TranchesQuery(parameters)));
  }

  @Get('scenario')
  @Describes(
    'What the position would be if some lines delivered only a part; nothing is recorded.',
    reportAnswers.Scenario,
    scenarioParameters,
  )
  public async scenario(@Query() parameters: Parameters): Promise<ScenarioAnswer> {
    return settled(await this.queries.execute(new ScenarioQuery(parameters)));
  }

  @Get('sample/:figure')
  @Describes('A monetary-unit sample of a figure; the answer tells its seed.', reportAnswers.Sample, sampleParameters, {
    names: ['figure'],
  })
  public async sample(@Param('figure') figure: string, @Query() parameters: Parameters): Promise<SampleAnswer> {
    // Chance comes in at the door, and is told, so that the sample itself can be drawn again.
    const seed = String(randomInt(1, LARGEST_SEED + 1));
    return settled(await this.queries.execute(new SampleQuery(figure, { seed, ...parameters })));
  }

  @Get('journal-tests')
  @Describes('The entries an auditor should look at first.', reportAnswers.JournalTests, ['as_at', 'known_at'])
  public async journalTests(@Query() parameters: Parameters): Promise<JournalTestsAnswer> {
    return settled(await this.queries.execute(new JournalTestsQuery(parameters)));
  }

  @Get('returns')
  @Describes('Each return as published beside as restated.', reportAnswers.Returns, ['as_at', 'known_at'])
  public async returns(@Query() parameters: Parameters): Promise<ReturnsAnswer> {
    return settled(await this.queries.execute(new ReturnsQuery(parameters)));
  }
}
