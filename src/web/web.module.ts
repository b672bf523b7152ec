import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { DoorRefusal } from '../access/door-problem';
import { AccessLogController } from './access-log.controller';
import { AccountController } from './account.controller';
import { AuditController } from './audit.controller';
import { Assets, AssetsController } from './assets';
import { ChartsController } from './charts.controller';
import { ErrorPage } from './error-page';
import { readFormBody } from './form-body';
import { FindingsController } from './findings.controller';
import { readFileForm } from './importing/file-form';
import { ImportController } from './importing/import.controller';
import { ImportPages } from './importing/import-pages';
import { WaitingImports } from './importing/waiting-imports';
import { ImportsController } from './imports.controller';
import { JournalController } from './journal.controller';
import { LinesController } from './lines.controller';
import { OverviewController } from './overview.controller';
import { Pages } from './pages';
import { RecordController } from './recording/record.controller';
import { RecordPages } from './recording/record-pages';
import { Rehearsal } from './recording/rehearsal';
import { Subject } from './recording/subject';
import { ReportsController } from './reports.controller';
import { SettingsController } from './settings.controller';
import { StaticController } from './static.controller';
import { THEME, themeOf } from './theme';
import { SignInController } from './sign-in.controller';
import { SigningIn } from './signing-in';
import { TokensController } from './tokens.controller';
import { TraceController } from './trace.controller';

/** The front door for people. */
@Module({
  imports: [CqrsModule],
  controllers: [
    OverviewController,
    TraceController,
    JournalController,
    LinesController,
    FindingsController,
    ChartsController,
    RecordController,
    ReportsController,
    AuditController,
    ImportsController,
    ImportController,
    SettingsController,
    StaticController,
    AssetsController,
    SignInController,
    AccountController,
    TokensController,
    AccessLogController,
  ],
  providers: [
    Assets,
    Pages,
    ErrorPage,
    SigningIn,
    RecordPages,
    Rehearsal,
    Subject,
    ImportPages,
    WaitingImports,
    { provide: THEME, useFactory: () => themeOf(process.env) },
  ],
  exports: [ErrorPage],
})
export class WebModule {}

const LARGEST_FORM = 64 * 1024;

/** Teaches the server what controllers cannot: to read what a form sends, also with files, before its token is looked at. */
export function prepareWeb(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  // A form that sends nothing at all is a form with no field.
  server.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'POST' && !request.url.startsWith('/api/')) request.body ??= {};
    done();
  });
  server.addHook('preValidation', async (request) => {
    if (request.method === 'POST' && request.routeOptions.url === '/imports/new')
      request.body = await readFileForm(request);
  });
  const options = { parseAs: 'buffer', bodyLimit: LARGEST_FORM } as const;
  server.addContentTypeParser('application/x-www-form-urlencoded', options, ({ url }, body: Buffer, done) => {
    try {
      if (url.startsWith('/api/')) throw new DoorRefusal('CONTENT_TYPE', 'Send the body as application/json.');
      done(null, readFormBody(body));
    } catch (error) {
      done(error as Error);
    }
  });
}
