import 'reflect-metadata';

import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';

import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { CLOCK } from '../../src/commands/commands.module';
import type { LedgerId } from '../../src/domain/identifiers';
import { EVENT_STORE, type EventStore, type StoredEntry } from '../../src/event-store/event-store';
import { readStorePlace, type StorePlace } from '../../src/event-store/store-place';
import { PositionQuery } from '../../src/queries/position';
import { loadJuly2009 } from '../../src/samples/july-2009';
import { KurrentDbDouble } from '../support/kurrentdb-double';

const ledger = '6ba7b810-9dad-11d1-80b4-00c04fd430c8' as LedgerId;
const clock = (): number => Date.parse('2009-07-13T09:00:00.000Z');

async function sampleIn(place?: StorePlace): Promise<{ entries: readonly StoredEntry[]; position: unknown }> {
  const module = await Test.createTestingModule({ imports: [AppModule.forDirectory(':memory:', { place })] })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .compile();
  await module.init();
  const queryBus = module.get(QueryBus);
  await loadJuly2009(
    { commandBus: module.get(CommandBus), queryBus, register: module.get(OfficerRegister) },
    { ledger },
  );
  const entries = await module.get<EventStore>(EVENT_STORE).read({ from: 0, limit: 1_000 });
  const position: unknown = await queryBus.execute(new PositionQuery({}));
  await module.close();
  return { entries, position };
}

test('The sample of July 2009 is the same in a cluster as in a file: every byte of every entry, and the position', async () => {
  const double = await KurrentDbDouble.start();
  process.env['KURRENTDB_URL'] = double.url;
  const [inFile, inCluster] = [await sampleIn(), await sampleIn(readStorePlace('kurrentdb:ledger-july-2009'))];
  delete process.env['KURRENTDB_URL'];
  double.stop();

  expect(inCluster.entries).toHaveLength(180);
  expect(inCluster).toEqual(inFile);
});
