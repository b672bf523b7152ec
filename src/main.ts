import 'reflect-metadata';
import { randomUUID } from 'node:crypto';

import {
  Catch,
  Module,
  type ArgumentsHost,
  type DynamicModule,
  type ExceptionFilter,
  type NestApplicationOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';

import { onLoopback, readAccessSettings, type AccessSettings } from './access/access-settings';
import { AccessTokens } from './access/access-tokens';
import { DoorGuard } from './access/door-guard';
import { DoorRefusal, problemOf, type DoorProblem } from './access/door-problem';
import { logFault } from './access/fault-log';
import { KnownRoutes } from './access/known-routes';
import { OfficerRegister, type SignedInOfficer } from './access/officer-register';
import { LocalAccounts } from './access/local-accounts';
import { OneTimeLinks } from './access/one-time-links';
import { answerOnlyToOwnNames, isLoopback, LOOPBACK } from './access/own-names';
import { ApiModule, LARGEST_BODY, prepareApi } from './api/api.module';
import { logOptions, StderrLogger, type LogLevel } from './api/log';
import { assertFree } from './api/free-port';
import { sendProblem } from './api/problem';
import { logLevelOf, portOf, reasonFor, sampleAsked, setting, unnamedAbroad } from './api/server-settings';
import { stopOnSignal } from './api/stopping';
import { AppModule } from './app.module';
import { LedgerWriter } from './commands/ledger-writer';
import { isRefusal } from './domain/refusals';
import { LedgerUnverified, SigningKeyMissing } from './event-store/checkpoint-store';
import { LedgerTree } from './event-store/ledger-tree';
import { placeName, readStorePlace, type StorePlace } from './event-store/store-place';
import { makeDataDirectory, NoDirectory } from './event-store/sqlite-ledger-file';
import { EntriesQuery } from './queries/entries';
import { isPartOfJuly2009, loadJuly2009 } from './samples/july-2009';
import { ErrorPage } from './web/error-page';
import { securityHeaders } from './web/security-headers';
import { prepareWeb, WebModule } from './web/web.module';
import { address } from './web/address';

/** A ledger with its front doors over HTTP. */
@Module({})
class ServerModule {
  public static forDirectory(directory: string, settings: AccessSettings, place?: StorePlace): DynamicModule {
    const ledger = AppModule.forDirectory(directory, { settings, place, watch: true });
    return { module: ServerModule, imports: [ledger, ApiModule, WebModule] };
  }
}

/** Takes trouble to the door it came by, so that programs get a problem and people a page, with the same sentence. */
@Catch()
class TroubleFilter implements ExceptionFilter {
  public constructor(
    private readonly routes: KnownRoutes,
    private readonly page: ErrorPage,
  ) {}

  public catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    return this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  public async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const problem = this.ofMethod(problemOf(error), request);
    logFault(request, problem, error);
    if (/^\/(api|health|metrics)(\/|$)/.test(request.url)) sendProblem(problem, request, reply);
    else if (wantsSignIn(problem, request)) await reply.redirect(address('/sign-in', { to: request.url }), 303);
    else await this.page.send(problem, request, reply);
  }

  /** What there is nothing for by this method, there may be something for by another. */
  private ofMethod(problem: DoorProblem, { method, url }: FastifyRequest): DoorProblem {
    const methods = problem.code === 'NOT_FOUND' ? this.routes.methodsAt(url.split('?')[0] ?? '/') : [];
    if (methods.length === 0 || methods.includes(method)) return problem;
    const allow = methods.join(', ');
    return problemOf(new DoorRefusal('METHOD_NOT_ALLOWED', `This address takes ${allow} only.`, { allow }));
  }
}

/** Whoever opens a page without being signed in is asked to; a form that was sent is not thrown away. */
const wantsSignIn = ({ code }: DoorProblem, { method }: FastifyRequest): boolean =>
  (code === 'UNAUTHENTICATED' || code === 'STEP_UP') && (method === 'GET' || method === 'HEAD');

type SampleLoaded = 'recorded' | 'completed' | null;

export interface Server {
  readonly app: NestFastifyApplication;
  readonly routes: KnownRoutes;
  /** What was done about the sample: recorded where there was no ledger, completed where a part of it was. */
  readonly sample: SampleLoaded;
  /** Why nothing is recorded, where the ledger is not as it was signed; null where it is. */
  readonly unverified: LedgerUnverified | null;
}

const serverOptions = (log: LogLevel): FastifyServerOptions => ({
  ...logOptions(log),
  // While it stops, requests are refused in our own words.
  return503OnClosing: false,
  genReqId: () => randomUUID(),
  bodyLimit: LARGEST_BODY,
});

/** What is sent with every answer, and with those of a ledger that is not as it was signed the first entry it was seen at. */
function sendAlways(headers: Readonly<Record<string, string>>, tree: LedgerTree, server: FastifyInstance): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(headers);
    const { doubtFound } = tree;
    if (doubtFound !== null) reply.header('ledger-unverified', String(doubtFound.seq ?? 'unknown'));
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** The server of a data directory, ready to listen; an empty directory gets the sample ledger. */
export async function createServer(
  directory: string,
  settings = onLoopback,
  place?: StorePlace,
  log: LogLevel = 'error',
): Promise<Server> {
  let trouble: TroubleFilter | null = null;
  const headers = securityHeaders(settings.publicUrl !== null);
  const adapter = new FastifyAdapter({
    ...serverOptions(log),
    // Else whatever a client says of where it comes from would be believed.
    trustProxy: settings.trustedProxies.length > 0 && [...settings.trustedProxies],
    // An address that cannot even be read never gets as far as Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(headers);
      void trouble?.answer(error, request, reply);
    },
  });
  const server = adapter.getInstance();
  const routes = new KnownRoutes(server);
  answerOnlyToOwnNames(settings.publicUrl, server);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest takes plain options, though it declares some of them by a class
  const options: NestApplicationOptions = { bodyParser: false, abortOnError: false, logger: false };

  const module = ServerModule.forDirectory(directory, settings, place);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  // Not before: why the server cannot start is told in a sentence, and Nest would add a stack.
  app.useLogger(new StderrLogger({ json: true, logLevels: ['error', 'warn'] }));
  sendAlways(headers, app.get(LedgerTree), server);
  app.get(DoorGuard).standBefore(server);
  prepareApi(app);
  prepareWeb(app);
  trouble = new TroubleFilter(routes, app.get(ErrorPage));
  app.useGlobalFilters(trouble);
  await app.init();
  const unverified = await unverifiedAtStart(app);
  return {
    app,
    routes,
    sample: unverified === null && mayHaveSample(place) ? await loadSample(app) : null,
    unverified,
  };
}

/** Signs what a server that was killed left unsigned. A ledger that is not as it was signed is served to be read. */
async function unverifiedAtStart(app: NestFastifyApplication): Promise<LedgerUnverified | null> {
  try {
    await app.get(LedgerWriter).start();
    return null;
  } catch (error) {
    if (error instanceof LedgerUnverified) return error;
    throw error;
  }
}

/** A cluster is other people's: the sample is recorded there only where SAMPLE asks for it; elsewhere but for `none`. */
const mayHaveSample = (place?: StorePlace): boolean =>
  place?.kind === 'kurrentdb' ? sampleAsked() === 'july-2009' : sampleAsked() !== 'none';

/** Loading it replays what is there, so a sample whose loading was interrupted is completed in the same way. */
async function loadSample(app: NestFastifyApplication): Promise<SampleLoaded> {
  const queryBus = app.get(QueryBus);
  const isEmpty = isRefusal(await queryBus.execute(new EntriesQuery({ limit: '1' })));
  if (!isEmpty && !(await isPartOfJuly2009(queryBus))) return null;
  await loadJuly2009({ commandBus: app.get(CommandBus), queryBus, register: app.get(OfficerRegister) });
  return isEmpty ? 'recorded' : 'completed';
}

const aboutSample = (sample: SampleLoaded, directory: string): string => {
  if (sample === 'recorded')
    return `There was no ledger in ${directory}, so the sample of July 2009 was recorded there.`;
  return sample === 'completed'
    ? `The ledger in ${directory} held a part of the sample of July 2009; the rest was recorded.`
    : `The ledger is in ${directory}.`;
};

async function serve(): Promise<void> {
  const directory = setting('DATA_DIR') ?? 'data';
  const host = setting('HOST') ?? LOOPBACK;
  const port = portOf(setting('PORT') ?? '3000');
  sampleAsked();
  // Before anything is recorded: a sample is not written for a server that cannot be reached.
  await assertFree(port, host);
  makeDirectoryOfSetting(directory);
  const log = logLevelOf(setting('LOG_LEVEL') ?? 'info');
  const place = readStorePlace(setting('STORE') ?? directory);
  const settings = readAccessSettings(process.env);
  const { app, sample, unverified } = await createServer(directory, settings, place, log);
  stopOnSignal(app);
  const address = await listen(app, port, host);
  const lines = [
    aboutSample(sample, placeName(place)),
    `It is served at ${address}/ and described at ${address}/api/openapi.json.`,
    // Behind a proxy the links would not lead where people come in, and nobody may be there to read them.
    ...(isLoopback(host) && settings.publicUrl === null && settings.trustedProxies.length === 0
      ? invitation(app, address, unverified === null)
      : ['Sign in there; who has no password yet gets a link from: savings officer link <officer>.']),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const warning = unnamedAbroad(host, settings.publicUrl);
  if (warning !== null) process.stderr.write(`${warning}\n`);
  if (unverified !== null) process.stderr.write(`${whyOnlyRead(unverified)}\n`);
}

/** Whoever starts the server has named the directory by its setting. */
function makeDirectoryOfSetting(directory: string): void {
  try {
    makeDataDirectory(directory);
  } catch (error) {
    if (!(error instanceof NoDirectory)) throw error;
    throw new Error(`DATA_DIR is "${directory}", which is a file; name a directory.`, { cause: error });
  }
}

const whyOnlyRead = (found: LedgerUnverified): string =>
  found instanceof SigningKeyMissing
    ? `The ledger can only be read: ${found.message}.`
    : `The ledger is not as it was signed, so it is only read: ${found.message}`;

/** Listens, and gives the address. Asked of the server itself, because Nest would report a port that is taken as a fault. */
async function listen(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  try {
    return (await app.getHttpAdapter().getInstance().listen({ port, host })).replace('[::1]', LOOPBACK);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Whoever starts the server on this machine can sign in once as anyone without a password, and gets a token to try. */
function invitation(app: NestFastifyApplication, served: string, records: boolean): readonly string[] {
  const links = app.get(OneTimeLinks);
  const accounts = app.get(LocalAccounts);
  const officers = app
    .get(OfficerRegister)
    .all()
    .filter((officer): officer is SignedInOfficer => officer.role !== null);
  const [first] = officers;
  if (first === undefined) return [];
  const token = app.get(AccessTokens).issue(first.id, { label: 'printed at start' });
  const invited = officers.filter(({ id }) => !accounts.hasPassword(id));
  return [
    ...(invited.length === 0
      ? ['Sign in with your password.']
      : ['To sign in, open one of these links; each works once, within an hour:']),
    ...invited.map(({ id, name, role }) => `  ${served}${links.make(id)}  ${name}, ${role}, ${id}`),
    'A program sends a token, such as this one, which ends in 8 hours:',
    `  ${token}  ${first.name}, ${first.role}, ${first.id}`,
    'For example:',
    ...(records
      ? recordingExample(served, token)
      : [`  curl ${served}/api/v1/position -H 'Authorization: Bearer ${token}'`]),
  ];
}

const recordingExample = (served: string, token: string): readonly string[] => [
  `  curl -X POST ${served}/api/v1/entries -H 'Authorization: Bearer ${token}' \\`,
  `    -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first-entry' \\`,
  `    -d '{"kind":"BaselineSet","line":"IT-PROCUREMENT","year":"2008/09","amount":"5000000.00","dataSource":"A made-up example"}'`,
];

if (require.main === module) {
  serve().catch((error: unknown) => {
    process.stderr.write(`${reasonFor(error)}\n`);
    process.exitCode = 1;
  });
}
