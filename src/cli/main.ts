#!/usr/bin/env node
/** The terminal's way into the ledger. This file puts it together; each verb has a file of its own. */
import 'reflect-metadata';
import { existsSync } from 'node:fs';

import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommanderError } from 'commander';

import { OfficerRegister } from '../access/officer-register';
import { AppModule } from '../app.module';
import { refuse } from '../domain/refusals';
import { ledgerPath } from '../event-store/sqlite-ledger-file';
import type { Door } from './door';
import { LocalLedger } from './local-ledger';
import { reportOf, WrongUsage } from './refused';
import { Terminal } from './terminal';
import { entriesVerb } from './verbs/entries';
import { findingsVerb } from './verbs/findings';
import { initVerb } from './verbs/init';
import { lineVerb } from './verbs/line';
import { positionVerb } from './verbs/position';
import { reconcileVerb } from './verbs/reconcile';
import { recordVerb } from './verbs/record';
import { traceVerb } from './verbs/trace';
import { tranchesVerb } from './verbs/tranches';
import { scenarioVerb } from './verbs/scenario';
import { sampleVerb } from './verbs/sample';
import { returnsVerb } from './verbs/returns';
import { partnershipVerb } from './verbs/partnership';
import { movementVerb } from './verbs/movement';
import { journalTestsVerb } from './verbs/journal-tests';

/** What goes wrong is thrown and reported here, in the words of this program. */
const quiet = { logger: false, abortOnError: false } as const;

const open: Door['open'] = async (directory, access) => {
  if (access !== 'create' && !existsSync(ledgerPath(directory))) {
    return refuse('LEDGER_NOT_OPENED', `There is no ledger in ${directory}; run init first.`);
  }
  const module = AppModule.forDirectory(directory, { readOnly: access === 'read' });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a class that Nest itself never makes
  const app = await NestFactory.createApplicationContext(module, quiet);
  return new LocalLedger(app.get(CommandBus), app.get(QueryBus), app.get(OfficerRegister), () => app.close());
};

function program(door: Door): Command {
  const savings = new Command('savings').description("the ledger of a council's efficiency savings");
  const asking = [positionVerb, traceVerb, findingsVerb, entriesVerb, lineVerb, reconcileVerb];
  const reporting = [
    movementVerb,
    tranchesVerb,
    scenarioVerb,
    returnsVerb,
    partnershipVerb,
    sampleVerb,
    journalTestsVerb,
  ];
  const verbs = [initVerb, recordVerb, ...asking, ...reporting];
  for (const verb of verbs) savings.addCommand(verb(door));
  return everywhere(savings);
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
    await program({ open, terminal }).parseAsync(argv);
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
