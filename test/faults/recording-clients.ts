/** Clients that record achieved savings on one line at once, through one server or several, and what they were told. */
import type { Receipt } from './acknowledged';
import type { Answer, ServerProcess } from './server-process';

const LINE = 'IT-PROCUREMENT';
const LARGEST_PENCE = 10_000;

/** What a line needs before savings on it may be recorded. */
export const baseline = {
  kind: 'BaselineSet',
  line: LINE,
  year: '2008/09',
  amount: '5000000.00',
  dataSource: 'invented',
};

/** An invented saving of 2009/10. */
export const saving = (pence: number, more: object = {}): object => ({
  kind: 'SavingAchieved',
  line: LINE,
  year: '2009/10',
  class: 'cashable',
  gross: `${String(Math.floor(pence / 100))}.${String(pence % 100).padStart(2, '0')}`,
  ...more,
});

/** What the line's position says was achieved, in pence. */
export async function achievedOn(server: ServerProcess): Promise<number> {
  const { years } = await server.ask<{ years: { year: string; achieved: { claimed: string } }[] }>(
    `/api/v1/lines/${LINE}`,
  );
  return Number(years.find(({ year }) => year === '2009/10')?.achieved.claimed.replace('.', '') ?? 'NaN');
}

export interface Told extends Receipt {
  readonly pence: number;
}

export class RecordingClients {
  /** What was acknowledged, by its key. */
  public readonly acknowledged = new Map<string, Told>();
  public readonly complaints: string[] = [];
  private stopped = false;

  public constructor(
    private readonly chance: () => number,
    private readonly name = 'client',
  ) {}

  /** So many clients, one after the other on the servers, each with so many requests, or until they are told to stop. */
  public async run(servers: readonly ServerProcess[], clients: number, each = Infinity): Promise<void> {
    const client = async (number: number): Promise<void> => {
      const server = servers[number % servers.length]!;
      for (let turn = 0; turn < each && !this.stopped; turn += 1)
        await this.send(server, `${this.name}-${String(number)}-${String(turn)}`);
    };
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  }

  public stop(): void {
    this.stopped = true;
  }

  /** The sum of what was acknowledged below a seq, in pence: what the ledger must say. */
  public sumBelow(seq: number): number {
    return [...this.acknowledged.values()].reduce((sum, told) => sum + (told.seq < seq ? told.pence : 0), 0);
  }

  private async send(server: ServerProcess, key: string): Promise<void> {
    const pence = 1 + Math.floor(this.chance() * LARGEST_PENCE);
    const { status, body } = await server.record(saving(pence), key).catch((error: unknown): Answer => {
      return { status: 0, body: { code: String(error) } };
    });
    const receipt = body.receipts?.[0];
    if (receipt === undefined) this.complaints.push(`${key} was answered ${String(status)} ${body.code ?? ''}`);
    else this.acknowledged.set(key, { ...receipt, pence });
  }
}
