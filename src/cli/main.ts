#!/usr/bin/env node
/** The terminal's way into the ledger. This file puts it together; each verb has a file of its own. */
import 'reflect-metadata';
import { existsSync } from 'node:fs';

import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommanderError } from 'commander';

import { AccessLog } from '../access/access-log';
import { AccessTokens } from '../access/access-tokens';
import { Authority } from '../access/authority';
import { OfficerRegister } from '../access/officer-register';
import { RegisterChanges } from '../access/register-changes';
import { AppModule } from '../app.module';
import { refuse } from '../domain/refusals';
import { CHECKPOINT_STORE, LedgerUnverified, type CheckpointStore } from '../event-store/checkpoint-store';
import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import type { Ailment } from '../event-store/examination';
import { examineSnapshot, heldFromEntries, heldFromSnapshot, refusedSnapshot } from '../event-store/examine-snapshot';
import { DamagedLedger, LedgerFeed } from '../event-store/ledger-feed';
import { LedgerTree } from '../event-store/ledger-tree';
import { SigningKeys } from '../event-store/signing-keys';
import { SnapshotFile } from '../event-store/snapshot-file';
import type { SnapshotLedger } from '../event-store/snapshots';
import { backUpLedger, CopyRefused, restoreLedger } from '../event-store/sqlite-backup';
import { RememberedMappings } from '../exchange/import/remembered-mappings';
import { ledgerPath, makeDataDirectory } from '../event-store/sqlite-ledger-file';
import { copyBetween, examine, readStorePlace } from '../event-store/store-place';
import type { Door, Stores } from './door';
import { LocalLedger } from './local-ledger';
import { reportOf, WrongUsage } from './refused';
import { checkRow } from './row-of-verb';
import { Terminal } from './terminal';
import { Trouble } from './trouble';
import { backupVerb, restoreVerb } from './verbs/backup';
import { completionVerb } from './verbs/completion';
import { accessLogVerb } from './verbs/access-log';
import { copyVerb } from './verbs/copy';
import { doctorVerb } from './verbs/doctor';
import { entriesVerb } from './verbs/entries';
import { findingsVerb } from './verbs/findings';
import { initVerb } from './verbs/init';
import { lineVerb } from './verbs/line';
import { officerVerb } from './verbs/officer';
import { positionVerb } from './verbs/position';
import { reconcileVerb } from './verbs/reconcile';
import { recordVerb } from './verbs/record';
import { tokenVerb } from './verbs/token';
import { traceVerb } from './verbs/trace';
import { tranchesVerb } from './verbs/tranches';
import { scenarioVerb } from './verbs/scenario';
import { sampleVerb } from './verbs/sample';
import { returnsVerb } from './verbs/returns';
import { partnershipVerb } from './verbs/partnership';
import { movementVerb } from './verbs/movement';
import { rebuildVerb } from './verbs/rebuild';
import { replayVerb } from './verbs/replay';
import { journalTestsVerb } from './verbs/journal-tests';
import { exportVerb } from './verbs/export';
import { evidenceVerb, receiptVerb } from './verbs/receipt';
import { importVerb } from './verbs/import';
import { rotateKeyVerb } from './verbs/rotate-key';
import { verifyVerb } from './verbs/verify';
import { witnessVerb } from './verbs/witness';

/** What goes wrong is thrown and reported here, in the words of this program. */
const quiet = { logger: false, abortOnError: false } as const;

const open: Door['open'] = async (text, access) => {
  const place = readStorePlace(text);
  if (place.kind === 'directory' && access !== 'create' && !existsSync(ledgerPath(place.directory))) {
    return refuse('LEDGER_NOT_OPENED', `There is no ledger in ${place.directory}; run init first.`);
  }
  const directory = place.kind === 'directory' ? place.directory : (process.env['DATA_DIR'] ?? 'data');
  if (access === 'create') makeDataDirectory(directory);
  const module = AppModule.forDirectory(directory, { readOnly: access === 'read', place });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a class that Nest itself never makes
  const app = await NestFactory.createApplicationContext(module, quiet);
  return new LocalLedger(
    {
      commandBus: app.get(CommandBus),
      queryBus: app.get(QueryBus),
      register: app.get(OfficerRegister),
      authority: app.get(Authority),
      changes: app.get(RegisterChanges),
      tokens: app.get(AccessTokens),
      accessLog: app.get(AccessLog),
      mappings: app.get(RememberedMappings),
    },
    async () => {
      await warnOfDoubt(app);
      await app.close();
    },
  );
};

/** What was answered from a ledger that is not as it was signed may be wrong, and nobody should have to ask whether it is. */
async function warnOfDoubt(app: INestApplicationContext): Promise<void> {
  const tree = app.get(LedgerTree);
  const doubt = tree.doubtFound ?? (app.get(LedgerFeed).size === 0 ? null : await tree.doubt());
  if (doubt === null) return;
  process.stderr.write(`Warning: this ledger is not as it was signed: ${doubt.message}. Its figures may be wrong.\n`);
  process.exitCode = 1;
}

const backUp: Door['backUp'] = (directory, target) => copying(directory, () => backUpLedger(directory, target));
const restore: Door['restore'] = (source, directory) => copying(source, () => restoreLedger(source, directory));

/** A copy that is damaged is a finding; a place that is taken is a conflict. */
async function copying<Copy>(from: string, copy: () => Promise<Copy>): Promise<Copy> {
  if (readStorePlace(from).kind === 'kurrentdb')
    throw new Trouble(
      'LEDGER_NOT_OPENED',
      `${from} is in a cluster, whose servers are backed up with its own tools; this copies the ledger of a data directory.`,
      5,
    );
  if (!existsSync(ledgerPath(from))) throw new Trouble('LEDGER_NOT_OPENED', `There is no ledger in ${from}.`, 5);
  try {
    return await copy();
  } catch (error) {
    if (error instanceof CopyRefused)
      throw new Trouble(error.code, error.message, error.code === 'PLACE_TAKEN' ? 3 : 1);
    if (error instanceof LedgerUnverified)
      throw new Trouble(
        'LEDGER_UNVERIFIED',
        `In ${from} ${error.message}. Nothing was copied: what was altered must not take the place of what is good. To keep it for whoever looks into it, copy the files themselves.`,
        1,
      );
    if (error instanceof DamagedLedger) throw new Trouble('LEDGER_UNVERIFIED', `In ${from} ${error.message}.`, 1);
    throw error;
  }
}

const stores: Stores = {
  removeSnapshot: (text) => {
    const place = readStorePlace(text);
    if (place.kind === 'directory') new SnapshotFile(place.directory).remove();
  },
  copy: (from, to) => copyBetween(readStorePlace(from), readStorePlace(to)),
  examine: async (text, mend) => {
    const place = readStorePlace(text);
    const found = await examine(place, mend);
    const isSound = place.kind === 'directory' && found.every(({ code }) => code === 'MODE');
    return isSound ? [...found, ...(await lookAtSnapshot(place.directory, mend))] : found;
  },
};

/** Whether a start from the snapshot gives what the entries give, one after the other, because each may take much memory. */
async function lookAtSnapshot(directory: string, mend: boolean): Promise<readonly Ailment[]> {
  const file = new SnapshotFile(directory);
  if (!existsSync(file.path)) return [];
  const { refused, ...taken } = await reading(directory, (ledger) => heldFromSnapshot(file, ledger));
  const found =
    refused === null
      ? examineSnapshot(taken, await reading(directory, ({ feed }) => heldFromEntries(feed, taken.size)))
      : refusedSnapshot(refused);
  if (mend && found.length > 0) file.remove();
  return found.map((each) => ({ ...each, mended: mend }));
}

/** Lets everyone who keeps something of a ledger join it as in any process, and reads it. */
async function reading<Of>(directory: string, read: (ledger: SnapshotLedger) => Promise<Of>): Promise<Of> {
  const module = AppModule.forDirectory(directory, { readOnly: true });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a class that Nest itself never makes
  const app = await NestFactory.createApplicationContext(module, quiet);
  try {
    return await read({
      store: app.get<EventStore>(EVENT_STORE),
      feed: app.get(LedgerFeed),
      tree: app.get(LedgerTree),
      checkpoints: app.get<CheckpointStore>(CHECKPOINT_STORE),
      keys: app.get(SigningKeys),
    });
  } finally {
    await app.close();
  }
}

function program(door: Door): Command {
  const savings = new Command('savings')
    .enablePositionalOptions()
    .description("the ledger of a council's efficiency savings");
  const asking = [positionVerb, traceVerb, findingsVerb, entriesVerb, lineVerb, reconcileVerb];
  const reporting = [
    movementVerb,
    replayVerb,
    rebuildVerb,
    tranchesVerb,
    scenarioVerb,
    returnsVerb,
    partnershipVerb,
    sampleVerb,
    journalTestsVerb,
  ];
  const proving = [receiptVerb, evidenceVerb, verifyVerb, witnessVerb, rotateKeyVerb];
  const exchanging = [importVerb, exportVerb];
  const access = [officerVerb, tokenVerb, accessLogVerb];
  const keeping = [backupVerb, restoreVerb, copyVerb, doctorVerb, completionVerb];
  const verbs = [initVerb, recordVerb, ...asking, ...reporting, ...proving, ...exchanging, ...keeping, ...access];
  for (const verb of verbs) savings.addCommand(verb(door));
  return everywhere(
    savings.hook('preAction', (_, verb) => {
      checkRow(verb);
    }),
  );
}

/** Wrong usage is reported here, like any refusal, rather than by commander; help still prints itself. */
function everywhere(command: Command): Command {
  command.configureOutput({ outputError: () => undefined }).exitOverride((found) => {
    throw isHelp(found) ? found : new WrongUsage(found, command.name());
  });
  for (const verb of command.commands) everywhere(verb);
  return command;
}

async function run(argv: readonly string[]): Promise<void> {
  const terminal = new Terminal(process.stdout, process.stderr);
  try {
    await program({ open, backUp, restore, terminal, stores }).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) {
      // Help that was asked for is an answer; help because no verb was given is not.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const report = reportOf(error);
    terminal.report(report, argv.includes('--json'));
    process.exitCode = report.exitCode;
  }
}

const isHelp = ({ code }: CommanderError): boolean => code === 'commander.help' || code === 'commander.helpDisplayed';

void run(process.argv);
