import { readFileSync } from 'node:fs';

import { Command, Option } from 'commander';

import { AddCosignature } from '../../commands/add-cosignature';
import { readSeq } from '../../domain/identifiers';
import { refuse } from '../../domain/refusals';
import { WitnessRequestQuery } from '../../queries/evidence';
import { witnessServer } from '../../witness/witness-server';
import { WitnessState } from '../../witness/witness-state';
import { withCommonOptions, withLocalLedger, type CommonOptions, type Door } from '../door';
import { once } from '../question-options';
import { accepted, Refused } from '../refused';
import { writeNew } from '../write-new';

interface StateOptions {
  readonly state: string;
  readonly name: string;
  readonly log?: readonly string[];
}

interface LedgerOptions extends CommonOptions {
  readonly known: string;
  readonly witness: string;
}

const LOOPBACK = '127.0.0.1';
const seconds = (): number => Math.floor(Date.now() / 1_000);

/** The witness: someone outside, who remembers what the ledger was and signs only what continues it. */
export const witnessVerb = (door: Door): Command =>
  new Command('witness')
    .description('cosigns checkpoints that continue what was cosigned before: as a server, or through files')
    .addHelpText('after', '\nExample:\n  witness request > request.txt')
    .addCommand(serveVerb(door))
    .addCommand(signVerb(door))
    .addCommand(requestVerb(door))
    .addCommand(addVerb(door));

const withState = (command: Command): Command =>
  command
    .addOption(
      once('--state <folder>', "the witness's own folder, made where it is not there (needed)").makeOptionMandatory(),
    )
    .addOption(
      once(
        '--name <name>',
        'what the witness is called, such as audit.example.gov.uk/w1 (needed)',
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option('--log <key>', 'the verifier key of a ledger to be trusted; may be repeated').argParser(many),
    );

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function stateOf({ state, name, log = [] }: StateOptions): WitnessState {
  const opened = new WitnessState(state, name, process.env['NODE_ENV'] === 'production');
  for (const key of log)
    if (!opened.trust(key))
      throw new Refused(refuse('FIELD_FORMAT', `${key.slice(0, 200)} is not the verifier key of a ledger.`));
  return opened;
}

const serveVerb = ({ terminal }: Door): Command =>
  withState(new Command('serve'))
    .description('answers over HTTP on this machine (C2SP tlog-witness), until it is stopped')
    .addOption(once('--port <port>', 'where to listen; any free port where left out').default('0'))
    .action(async (options: StateOptions & { readonly port: string }) => {
      const state = stateOf(options);
      const server = witnessServer(state, seconds);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(Number(options.port), LOOPBACK, resolve);
      });
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      terminal.print(
        `The witness ${state.key.verifier.text}\nanswers at http://${LOOPBACK}:${String(port)}/add-checkpoint`,
      );
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const)
          process.once(signal, () =>
            server.close(() => {
              resolve();
            }),
          );
      });
    });

const signVerb = ({ terminal }: Door): Command =>
  withState(new Command('sign'))
    .description('answers a request from a file; the answer is printed, or why there is none')
    .argument('<request>', 'the file that witness request wrote')
    .action((request: string, options: StateOptions) => {
      const { status, body } = stateOf(options).answer(readFileSync(request, 'utf8'), seconds());
      if (status !== 200)
        throw new Refused(
          refuse('WITNESS_REFUSED', `The witness does not cosign (${String(status)}): ${body.trim()}.`),
        );
      terminal.print(body.trimEnd());
    });

const requestVerb = (door: Door): Command =>
  withCommonOptions(new Command('request'))
    .description('what a witness has to see before it cosigns the last checkpoint')
    .addOption(once('--known <size>', 'the size the witness knows; 0 where it knows none').default('0'))
    .addOption(once('--out <file>', 'where to write it; printed where left out'))
    .action(async ({ data, known, out }: LedgerOptions & { readonly out?: string }) => {
      const asked = new WitnessRequestQuery(accepted(readSeq(known)));
      const { request } = await withLocalLedger(door, data, 'read', async ({ queryBus }) =>
        accepted(await queryBus.execute(asked)),
      );
      if (out === undefined) door.terminal.print(request.trimEnd());
      else writeNew(out, request);
    });

const addVerb = (door: Door): Command =>
  withCommonOptions(new Command('add'))
    .description("keeps a witness's answer beside the checkpoint")
    .argument('<answer>', 'the file with what the witness answered')
    .addOption(once('--size <size>', 'the size of the checkpoint (needed)').makeOptionMandatory())
    .addOption(once('--witness <key>', "the witness's verifier key (needed)").makeOptionMandatory())
    .action(async (answer: string, { data, size, witness }: LedgerOptions & { readonly size: string }) => {
      const lines = readFileSync(answer, 'utf8');
      const command = new AddCosignature(accepted(readSeq(size)), lines, witness);
      const { time } = await withLocalLedger(door, data, 'write', async ({ commandBus }) =>
        accepted(await commandBus.execute(command)),
      );
      door.terminal.print(
        `Kept beside the checkpoint of size ${size}, cosigned ${new Date(time * 1_000).toISOString()}.`,
      );
    });
