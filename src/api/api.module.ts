import multipart from '@fastify/multipart';
import { Module, type INestApplication } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { uploadLimits } from '../access/sent-files';
import { AccessController } from './access.controller';
import { ExchangeController } from './exchange.controller';
import { answerConditionally } from './conditional';
import { ChangesController } from './changes.controller';
import { HealthController } from './health.controller';
import { readJsonBody } from './json-body';
import { logRequests } from './log';
import { Metrics } from './metrics';
import { describeApi } from './open-api';
import { OfficersController } from './officers.controller';
import { ReadingController } from './reading.controller';
import { RecordingController } from './recording.controller';
import { ReportsController } from './reports.controller';
import { refuseWhileStopping, Stopping } from './stopping';

export const LARGEST_BODY = 64 * 1024;

/** The REST front door. */
@Module({
  imports: [CqrsModule],
  controllers: [
    RecordingController,
    ReadingController,
    ReportsController,
    ChangesController,
    ExchangeController,
    AccessController,
    OfficersController,
    HealthController,
  ],
  providers: [Stopping, Metrics],
})
export class ApiModule {}

/** Teaches the server what controllers cannot: to read bodies strictly, and to describe itself. */
export function prepareApi(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  logRequests(server);
  refuseWhileStopping(server, app.get(Stopping));
  answerConditionally(server);
  app.get(Metrics).prepare(server);
  server.removeAllContentTypeParsers();
  void app.register(multipart, { limits: uploadLimits, throwFileSizeLimit: false });
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (_request: unknown, body: Buffer, done: (error: Error | null, body?: unknown) => void) => {
      readInto(body, done);
    },
  );
  let description: string | null = null;
  server.get('/api/openapi.json', (_request, reply) => {
    description ??= JSON.stringify(describeApi(app as INestApplication));
    void reply.header('content-type', 'application/json; charset=utf-8').send(description);
  });
}

function readInto(body: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, readJsonBody(body));
  } catch (error) {
    done(error as Error);
  }
}
