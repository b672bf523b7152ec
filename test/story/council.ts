/** The council of the long story: the sample of July 2009 in memory, a clock that is turned by hand, and its officers. */
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';

import { OfficerRegister } from '../../src/access/officer-register';
import { AppModule } from '../../src/app.module';
import { CLOCK } from '../../src/commands/commands.module';
import { Record as RecordEntry } from '../../src/commands/record';
import type { Recorder } from '../../src/commands/requests/base';
import type { RecordableKind } from '../../src/commands/requests/requests';
import type { Role } from '../../src/domain/entries';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { LedgerId, LineId, OfficerId } from '../../src/domain/identifiers';
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { EVENT_STORE, type EventStore } from '../../src/event-store/event-store';
import { LedgerView } from '../../src/queries/ledger-view';
import { loadJuly2009 } from '../../src/samples/july-2009';
import { allBuiltIn, definitionNamed } from '../../projections/definitions';
import { figureNames, type FigureName, type Question } from '../../projections/figure';
import { findings } from '../../projections/findings/findings';
import { position, trace, type Filter } from '../../projections/position';
import type { Projection } from '../../projections/projection';

const LEDGER = '4d2f7c1e-8a35-4b6f-9c0d-37443e10c0de' as LedgerId;

const officer = (id: string, role: Role): Recorder => ({ officer: id as OfficerId, role });
export const first = officer('off-201', 'finance officer');
export const second = officer('off-202', 'finance officer');
export const auditor = officer('off-203', 'auditor');
export const deputy = officer('off-205', 'deputy chief finance officer');

type Body = { readonly kind: RecordableKind } & Readonly<Record<string, unknown>>;

/** Every figure under each built-in definition, in thousands: published, phased, NI 179. */
export type Figures = Readonly<Record<FigureName, readonly [number, number, number]>>;

export class Council {
  private now = Date.parse('2009-07-13T09:00:00.000Z');
  private asked = 0;
  private app!: TestingModule;
  private view!: LedgerView;

  public async open(): Promise<void> {
    this.app = await Test.createTestingModule({ imports: [AppModule.forDirectory(':memory:')] })
      .overrideProvider(CLOCK)
      .useValue(() => this.now)
      .compile();
    await this.app.init();
    this.view = this.app.get(LedgerView, { strict: false });
    const [commandBus, queryBus, register] = [this.app.get(CommandBus), this.app.get(QueryBus), this.register];
    await loadJuly2009({ commandBus, queryBus, register }, { ledger: LEDGER });
  }

  public close(): Promise<void> {
    return this.app.close();
  }

  private get register(): OfficerRegister {
    return this.app.get(OfficerRegister, { strict: false });
  }

  /** The id of an officer the plan names. */
  public idOf(name: string): OfficerId {
    return [...this.register.names()].find(([, known]) => known === name)![0];
  }

  /** Gives an officer of the plan a role, as an administrator does in the register of officers. */
  public appoint(id: OfficerId, role: Role): Recorder {
    const { name } = this.register.all().find((known) => known.id === id)!;
    this.register.add([{ id, name, role }]);
    return { officer: id, role };
  }

  /** Goes on on another day, at nine o'clock. */
  public on(day: string): this {
    this.now = Math.max(this.now, Date.parse(`${day}T09:00:00.000Z`));
    return this;
  }

  private async ask(body: Body, by: Recorder): Promise<number | Refusal> {
    this.now += 60_000;
    this.asked += 1;
    const outcome = await this.app
      .get(CommandBus)
      .execute(new RecordEntry(body, by, `three-years/${String(this.asked)}`));
    return isRefusal(outcome) ? outcome : outcome.receipts[0]!.seq;
  }

  /** Records an entry that the story takes for granted, and gives its seq. */
  public async tell(body: Body, by: Recorder = first): Promise<number> {
    const outcome = await this.ask(body, by);
    if (isRefusal(outcome)) throw new Error(`${body.kind}: ${outcome.code} ${outcome.message}`);
    return outcome;
  }

  /** The code an entry is refused with. */
  public async refused(body: Body, by: Recorder = first): Promise<string> {
    const outcome = await this.ask(body, by);
    if (!isRefusal(outcome)) throw new Error(`${body.kind} was recorded, not refused`);
    return outcome.code;
  }

  /** What names an entry by its exact bytes, for the one who checks it. */
  public async reference(entry: number): Promise<{ readonly entry: number; readonly leaf: string }> {
    const [fact] = await this.view.entries([entry]);
    return { entry, leaf: fact!.leaf };
  }

  public async verify(entries: readonly number[], by: Recorder = second): Promise<readonly number[]> {
    const checks: number[] = [];
    for (const entry of entries) {
      checks.push(await this.tell({ kind: 'EntryVerified', ...(await this.reference(entry)) }, by));
    }
    return checks;
  }

  private async projection(): Promise<Projection> {
    const projection = await this.view.projection();
    if (isRefusal(projection)) throw new Error(projection.message);
    return projection;
  }

  /** One figure in thousands, as published by the deadline unless asked otherwise. */
  public async figure(
    name: FigureName,
    { definition = 0, by = '2010/11', line }: { definition?: 0 | 1 | 2; by?: string; line?: string } = {},
  ): Promise<number> {
    const projection = await this.projection();
    const filter: Filter = line === undefined ? {} : { line: line as LineId };
    const asked = question(definition, by);
    return position(projection, asked, projection.table.now(), filter).amounts[name] / 100_000;
  }

  /** One figure in thousands under a definition the council adopted. */
  public async figureUnder(adopted: string, name: FigureName, by = '2010/11'): Promise<number> {
    const projection = await this.projection();
    const now = projection.table.now();
    const asked = { ...question(0, by), definition: definitionNamed(projection.register, now, adopted)! };
    const { rows, amount } = trace(projection, name, asked, now, {});
    expect(rows.reduce((sum, { pence }) => sum + pence, 0)).toBe(amount);
    expect(position(projection, asked, now, {}).amounts[name]).toBe(amount);
    return amount / 100_000;
  }

  /** The whole position by the deadline. Each figure is first held against its own trace. */
  public async position(): Promise<Figures> {
    const projection = await this.projection();
    const now = projection.table.now();
    const columns = allBuiltIn.map((_, definition) => {
      const asked = question(definition, '2010/11');
      const { amounts } = position(projection, asked, now, {});
      for (const name of figureNames) {
        const { rows } = trace(projection, name, asked, now, {});
        expect([name, rows.reduce((sum, { pence }) => sum + pence, 0)]).toEqual([name, amounts[name]]);
      }
      return amounts;
    });
    return Object.fromEntries(
      figureNames.map((name) => [name, columns.map((amounts) => amounts[name] / 100_000)]),
    ) as unknown as Figures;
  }

  /** How many findings there are of each kind. */
  public async findings(): Promise<Readonly<Record<string, number>>> {
    const projection = await this.projection();
    const counts: Record<string, number> = {};
    for (const { kind } of findings(projection, projection.table.now(), this.register.names())) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  /** Every entry as it is stored. */
  public async history(): Promise<readonly string[]> {
    const store: EventStore = this.app.get(EVENT_STORE, { strict: false });
    const stored: string[] = [];
    for (;;) {
      const page = await store.read({ from: stored.length, limit: 500 });
      if (page.length === 0) return stored;
      stored.push(...page.map(({ bytes }) => bytes));
    }
  }
}

const question = (definition: number, by: string): Question => ({
  by: by as FinancialYear,
  definition: allBuiltIn[definition]!,
  baseYear: '2008/09' as FinancialYear,
});
