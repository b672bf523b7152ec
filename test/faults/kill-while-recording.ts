/**
 * Kills the server again and again while clients record, and checks after each restart what it had acknowledged. All that
 * is chosen by chance comes from one seed.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { StoredEntry } from '../../src/event-store/event-store';
import { chances } from '../support/chances';
import { complaintsAboutStored, storedIn, type Receipt } from './acknowledged';
import { ServerProcess, type Answer } from './server-process';

const CLIENTS = 8;
const LATEST_KILL_MS = 500;
const LINE = 'IT-PROCUREMENT';

export interface Plan {
  readonly directory: string;
  readonly kills: number;
  readonly seed: number;
  /** The server to start; the built one where none is given. */
  readonly program?: string;
}

export interface Report {
  readonly kills: number;
  readonly restarts: number;
  /** Requests answered with a receipt before the kill. */
  readonly acknowledged: number;
  /** Requests that were under way at a kill: those found recorded after it, and those not. */
  readonly underWay: { readonly recorded: number; readonly notRecorded: number };
  readonly stored: number;
  /** What was acknowledged and is not so, or came to be twice, or left a gap. */
  readonly complaints: readonly string[];
}

interface Sent {
  readonly key: string;
  readonly body: unknown;
}

class Witness {
  public readonly acknowledged = new Map<string, Receipt>();
  public readonly complaints: string[] = [];
  public readonly underWay = { recorded: 0, notRecorded: 0 };
  public unanswered: Sent[] = [];
  public stored = 0;

  public take(sent: Sent, { status, body }: Answer): void {
    const receipt = body.receipts?.[0];
    if (receipt === undefined) this.complaints.push(`${sent.key} was answered ${String(status)} ${body.code ?? ''}`);
    else this.acknowledged.set(sent.key, receipt);
  }

  /** Everything acknowledged is there with the same bytes, once, and no seq is missing. */
  public look(stored: readonly StoredEntry[]): void {
    this.stored = stored.length;
    this.complaints.push(...complaintsAboutStored(stored, this.acknowledged));
  }

  /** What was not answered is sent again, twice: both answers are one receipt. */
  public async settle(server: ServerProcess): Promise<void> {
    for (const sent of this.unanswered.splice(0)) {
      const first = await server.record(sent.body, sent.key);
      const second = await server.record(sent.body, sent.key);
      if (first.body.replayed === true) this.underWay.recorded += 1;
      else this.underWay.notRecorded += 1;
      const [one, other] = [first, second].map(({ body }) => body.receipts?.[0]);
      if (second.body.replayed !== true || one?.seq !== other?.seq || one?.leaf !== other?.leaf)
        this.complaints.push(`${sent.key} was sent again and not answered with one receipt`);
      this.take(sent, second);
    }
  }
}

/** One client: sends one request after the other until the server is gone. */
async function recordUntilKilled(server: ServerProcess, name: string, witness: Witness): Promise<void> {
  for (let number = 0; ; number += 1) {
    const sent = { key: `${name}-${String(number)}`, body: achieved(number) };
    try {
      witness.take(sent, await server.record(sent.body, sent.key));
    } catch {
      witness.unanswered.push(sent);
      return;
    }
  }
}

const achieved = (number: number): unknown => ({
  kind: 'SavingAchieved',
  line: LINE,
  year: '2009/10',
  class: 'cashable',
  gross: `${String((number % 1_000) + 1)}.00`,
});

export async function killWhileRecording({ directory, kills, seed, program }: Plan): Promise<Report> {
  const chance = chances(seed);
  const witness = new Witness();
  let server = await ServerProcess.start(directory, program);
  const baseline = { kind: 'BaselineSet', line: LINE, year: '2008/09', amount: '5000000.00', dataSource: 'invented' };
  witness.take({ key: 'baseline', body: baseline }, await server.record(baseline, 'baseline'));
  for (let kill = 1; kill <= kills; kill += 1) {
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      recordUntilKilled(server, `kill-${String(kill)}-${String(client)}`, witness),
    );
    await pause(chance() * LATEST_KILL_MS);
    await server.kill();
    await Promise.all(clients);
    server = await ServerProcess.start(directory, program);
    witness.look(await storedIn(directory));
    await witness.settle(server);
  }
  await server.kill();
  witness.look(await storedIn(directory));
  const { acknowledged, complaints, stored, underWay } = witness;
  return { kills, restarts: kills, acknowledged: acknowledged.size, underWay, stored, complaints };
}
