/** An empty ledger of a council in memory, with its officers, as a front door has it. */
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus, type Query } from '@nestjs/cqrs';

import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { OpenLedger } from '../../src/commands/open-ledger';
import { Record as RecordEntry } from '../../src/commands/record';
import type { Recorder } from '../../src/commands/requests/base';
import type { IsoDate } from '../../src/domain/dates';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { LedgerId, OfficerId } from '../../src/domain/identifiers';
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { EntriesQuery } from '../../src/queries/entries';

export const recorder: Recorder = { officer: 'off-001' as OfficerId, role: 'finance officer' };

/** What goes wrong is thrown to the test. */
const quiet = { logger: false, abortOnError: false } as const;

export interface CouncilLedger {
  readonly ports: { readonly commandBus: CommandBus; readonly queryBus: QueryBus; readonly register: OfficerRegister };
  readonly ask: <Answer>(query: Query<Answer | Refusal>) => Promise<Answer>;
  readonly record: (body: unknown) => Promise<void>;
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function openCouncil(directory = ':memory:'): Promise<CouncilLedger> {
  const module = AppModule.forDirectory(directory);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a class that Nest itself never makes
  const app = await NestFactory.createApplicationContext(module, quiet);
  const [commandBus, queryBus, register] = [app.get(CommandBus), app.get(QueryBus), app.get(OfficerRegister)];
  await commandBus.execute(
    new OpenLedger(
      {
        ledger: '5f2c6a0e-0d53-4a5b-9b6e-1c2a7c9b0001' as LedgerId,
        council: 'Leicester City Council',
        baseYear: '2008/09' as FinancialYear,
        effective: '2009-07-13' as IsoDate,
      },
      recorder,
    ),
  );
  const ask: CouncilLedger['ask'] = async (query) => {
    const answer = await queryBus.execute(query);
    if (isRefusal(answer)) throw new Error(`${answer.code}: ${answer.message}`);
    return answer;
  };
  let keys = 0;
  return {
    ports: { commandBus, queryBus, register },
    ask,
    record: async (body) => {
      keys += 1;
      const outcome = await commandBus.execute(new RecordEntry(body, recorder, `by-hand-${String(keys)}`));
      if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.message}`);
    },
    size: async () => (await ask(new EntriesQuery({ limit: '1' }))).size,
    close: () => app.close(),
  };
}
