import { Module, type INestApplication } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { HealthController } from './health.controller';
import { readJsonBody } from './json-body';
import { describeApi } from './open-api';
import { ReadingController } from './reading.controller';
import { RecordingController } from './recording.controller';
import { ReportsController } from './reports.controller';

export const LARGEST_BODY = 64 * 1024;

/** The REST front door. */
@Module({
  imports: [CqrsModule],
  controllers: [RecordingController, ReadingController, ReportsController, HealthController],
})
export class ApiModule {}

/** Teaches the server what controllers cannot: to read bodies strictly, and to describe itself. */
export function prepareApi(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.removeAllContentTypeParsers();
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
