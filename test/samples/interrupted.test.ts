import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';

import { AccessTokens } from '../../src/access/access-tokens';
import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { OpenLedger } from '../../src/commands/open-ledger';
import type { Record as RecordEntry } from '../../src/commands/record';
import { createServer, type Server } from '../../src/main';
import { loadJuly2009 } from '../../src/samples/july-2009';
import { recorder, sampleOfficers } from '../../src/samples/officers';
import { startServer, type Answer, type Told } from '../support/server';

const root = mkdtempSync(join(tmpdir(), 'interrupted-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const SAMPLE = 180;
let directories = 0;

async function inDirectory(directory: string, does: (commandBus: CommandBus, app: { get: Getter }) => Promise<void>) {
  const app = await Test.createTestingModule({ imports: [AppModule.forDirectory(directory)] }).compile();
  await app.init();
  await does(app.get(CommandBus), app);
  await app.close();
}
type Getter = <Value>(of: new (...parameters: never[]) => Value) => Value;

/** A directory in which the loader of the sample died after so many entries. */
async function interruptedAfter(entries: number): Promise<string> {
  directories += 1;
  const directory = join(root, String(directories));
  await inDirectory(directory, async (bus, app) => {
    const sent: Promise<unknown>[] = [];
    const execute = (command: OpenLedger | RecordEntry): Promise<unknown> => {
      if (sent.length >= entries) return Promise.reject(new Error('the process died'));
      const answer = bus.execute(command as RecordEntry);
      sent.push(answer);
      return answer;
    };
    const commandBus = { execute } as unknown as CommandBus;
    const into = { commandBus, queryBus: app.get(QueryBus), register: app.get(OfficerRegister) };
    await expect(loadJuly2009(into)).rejects.toThrow('the process died');
    await Promise.all(sent);
  });
  return directory;
}

const ask = async ({ app }: Server, url: string): Promise<Told> => {
  const authorization = `Bearer ${app.get(AccessTokens).issue(recorder.officer)}`;
  return ((await app.inject({ url, headers: { authorization } })) as Answer).json();
};

describe('a sample whose loading was interrupted', () => {
  test.each([1, 2, 90, SAMPLE - 1])('after %i entries is completed by the next start', async (entries) => {
    const whole = await startServer();
    const directory = await interruptedAfter(entries);

    const server = await createServer(directory);

    expect(server.sample).toBe('completed');
    expect((await ask(server, '/api/v1/entries?limit=1')).size).toBe(SAMPLE);
    const findings = '/api/v1/findings?as_at=2009-07-13';
    expect(await ask(server, findings)).toEqual((await whole.get(findings)).json());
    await server.app.close();
    await whole.close();

    const again = await createServer(directory);
    expect(again.sample).toBeNull();
    await again.app.close();
  });

  test('is not what a ledger of the same council is that somebody opened on another day', async () => {
    const directory = join(root, 'own');
    const ledger = '6f1c2f0e-0b8e-4e0e-9d59-5a1f0a3c7a11' as never;
    const own = { ledger, council: 'Leicester City Council', baseYear: '2008/09' as never, effective: null };
    await inDirectory(directory, async (bus) => {
      await bus.execute(new OpenLedger(own, recorder));
    });

    const server = await createServer(directory);
    server.app.get(OfficerRegister).add(sampleOfficers);

    expect(server.sample).toBeNull();
    expect((await ask(server, '/api/v1/entries?limit=1')).size).toBe(1);
    await server.app.close();
  });
});
