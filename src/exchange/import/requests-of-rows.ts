/** What is to be recorded so that the ledger says what the rows say: the requests an officer would send by hand. */
import type { Keyed } from '../../commands/record-together';
import type { Class } from '../../domain/entries';
import { add, pence, pounds, subtract, type Pounds } from '../../domain/money';
import { isRefusal, type Problem, type Refusal } from '../../domain/refusals';
import type { TrackedLine, TrackedPlan, TrackedYear } from '../../queries/tracker';
import type { RecordableKind } from '../../commands/requests/requests';
import type { LineCodes } from './line-codes';
import type { NamedOfficers } from './named-officers';
import { problemAt } from './read-mapping';
import { address, placeOf } from './sheet';
import type { LineRow, ReadRow, RowPlace, Stated, TargetRow, TotalRow } from './rows';

type Fields = Readonly<Record<string, unknown>>;

/** A request with the row it comes from and the cell to look at where it is refused. */
export interface RowRequest extends Keyed {
  readonly kind: RecordableKind;
  readonly line: string | null;
  readonly at: RowPlace;
  readonly cell: string;
}

/** What all requests of one import share. */
export interface ImportContext {
  readonly batch: string;
  readonly effective: string | null;
  readonly document: string;
  readonly reason: string | null;
  /** What every key begins with: the digest of the files, and how often they were imported and taken back. */
  readonly keyStem: string;
  readonly codes: LineCodes;
  readonly officers: NamedOfficers;
}

export interface RowRequests {
  readonly requests: readonly RowRequest[];
  readonly problems: readonly Problem[];
  /** The line each row is about. */
  readonly lineOf: ReadonlyMap<ReadRow, string>;
}

/** Targets first, then the lines in their order, then what is about several lines: pots and printed totals. */
export function requestsOfRows(rows: readonly ReadRow[], context: ImportContext): RowRequests {
  const requests: RowRequest[] = [];
  const pots: RowRequest[] = [];
  const problems: Problem[] = [];
  const lineOf = new Map<ReadRow, string>();
  for (const row of rows) if (row.is === 'target') requests.push(target(row, context));
  for (const row of rows) {
    if (row.is !== 'line') continue;
    const found = context.codes.lineOf(row);
    const made = isRefusal(found) ? found : new LineRequests(row, found.code, found.line, context).all();
    if (isRefusal(made)) problems.push(problemAt(row.at.sheet, row.titleCell, made));
    else {
      lineOf.set(row, isRefusal(found) ? '' : found.code);
      requests.push(...made.filter(({ kind }) => kind !== 'PotCreated'));
      pots.push(...made.filter(({ kind }) => kind === 'PotCreated'));
    }
  }
  const totals = rows.flatMap((row) => (row.is === 'total' ? totalsOf(row, context) : []));
  return { requests: [...requests, ...pots, ...totals], problems, lineOf };
}

function request(
  context: ImportContext,
  at: RowPlace,
  cell: string,
  kind: RecordableKind,
  subject: string,
  fields: Fields,
): RowRequest {
  const { batch, effective, document, keyStem } = context;
  const line = typeof fields['line'] === 'string' ? fields['line'] : null;
  const source = { document, sheet: at.sheet, row: String(at.row), cell };
  const said = { kind, ...fields, ...(effective === null ? {} : { effective }), batch, source };
  // Plain fields, as any client would send them: parts of the mapping are instances of its shapes.
  const body = JSON.parse(JSON.stringify(said)) as unknown;
  return {
    key: `${keyStem}/${String(at.sheetPlace)}/${String(at.row)}/${subject}/${kind}`,
    body,
    kind,
    line,
    at,
    cell,
  };
}

const target = (row: TargetRow, context: ImportContext): RowRequest =>
  request(context, row.at, row.amount.cell, 'TargetSet', row.scope, {
    scope: row.scope,
    amount: row.amount.amount,
    deadline: row.deadline,
  });

const totalsOf = ({ at, label, scope, figures }: TotalRow, context: ImportContext): readonly RowRequest[] =>
  figures.flatMap(({ figure, year, amount, printed, cell }) =>
    amount === null
      ? []
      : [
          request(context, at, cell, 'TotalAsserted', cell, {
            ...{ label, scope, figure, year, amount },
            printed: printed.slice(0, 200),
          }),
        ],
  );

/** The requests of one row, in the order in which they build on each other. */
class LineRequests {
  private readonly made: RowRequest[] = [];
  private readonly of: Class;
  private readonly assumed: boolean;
  private readonly plan: TrackedPlan | null;

  public constructor(
    private readonly row: LineRow,
    private readonly code: string,
    private readonly line: TrackedLine | null,
    private readonly context: ImportContext,
  ) {
    const [only, another] = line?.plans ?? [];
    const known = another === undefined ? (only?.class ?? null) : null;
    this.of = row.class ?? known ?? 'cashable';
    this.assumed = row.class === null && known === null;
    this.plan = line?.plans.find((plan) => plan.class === this.of) ?? null;
  }

  public all(): readonly RowRequest[] | Refusal {
    if (this.line === null) this.register();
    else this.amend(this.line);
    const refused = this.own();
    if (refused !== null) return refused;
    if (this.row.carried) this.carryForward();
    else this.planOrReprofile();
    this.levels('BudgetContributionSet', this.row.budget, ({ budgetContribution }) => budgetContribution);
    this.levels('ForecastSubmitted', this.row.forecast, ({ forecast }) => forecast);
    const { pot } = this.row;
    if (pot && !this.line?.pot) {
      const { programmes, allocateBy } = pot;
      this.add('PotCreated', this.row.titleCell, { programmes, allocateBy });
    }
    return this.made;
  }

  private add(kind: RecordableKind, cell: string, fields: Fields): void {
    const { version } = this.row;
    // Only the first says what was seen: the others come after it.
    const seen = version !== null && this.line !== null && this.made.length === 0 ? { lineVersion: version } : {};
    this.made.push(request(this.context, this.row.at, cell, kind, this.code, { line: this.code, ...fields, ...seen }));
  }

  private register(): void {
    const { title, titleCell, section, group, tags, stage, ruling } = this.row;
    this.add('LineRegistered', titleCell, {
      ...{ title, section, group, ruling },
      tags: tags ?? [],
      stage: stage ?? 'identified',
    });
  }

  private amend(line: TrackedLine): void {
    const { titleCell, title, section } = this.row;
    const group = this.row.group ?? line.group;
    const tags = this.row.tags ?? line.tags;
    const same =
      title === line.title &&
      section === line.section &&
      group === line.group &&
      [...tags].sort().join() === [...line.tags].sort().join();
    if (!same) this.add('LineAmended', titleCell, { title, section, group, tags });
    const { stated } = this.row;
    if (stated !== null && stated.stage !== line.stage) this.add('StageAdvanced', stated.cell, { to: stated.stage });
  }

  private own(): Refusal | null {
    const { officer } = this.row;
    if (officer === null) return null;
    const owner = this.context.officers.idOf(officer.name);
    if (isRefusal(owner)) return owner;
    if (owner !== this.line?.owner) this.add('OwnerAssigned', officer.cell, { owner });
    return null;
  }

  private carryForward(): void {
    const { carried, totalBy } = this.row;
    if (!carried || !totalBy || this.plan?.carriedForward === totalBy.amount) return;
    this.add('SavingCarriedForward', totalBy.cell, {
      class: this.of,
      amount: totalBy.amount,
      closed: carried.closed,
      into: carried.into,
      closedTarget: carried.closedTarget,
      closedCashableAchieved: carried.closedCashableAchieved,
      reason: this.context.reason ?? `The closed period's target and achievement are given with the import.`,
    });
  }

  private planOrReprofile(): void {
    if (this.plan?.planned === true) this.reprofile(this.plan);
    else this.planAnew();
  }

  private planAnew(): void {
    const { levels, totalBy } = this.row;
    if ([...levels, ...(totalBy === null ? [] : [totalBy])].every(({ amount }) => amount === null)) return;
    this.add('SavingPlanned', this.cells([...levels, ...(totalBy === null ? [] : [totalBy])]), {
      class: this.of,
      classAssumed: this.assumed,
      levels: levels.map(levelOf),
      totalBy: totalBy?.amount ? totalByOf(totalBy) : null,
    });
  }

  private reprofile(plan: TrackedPlan): void {
    const { levels, totalBy } = this.row;
    const changed = changedLevels(levels, plan, ({ level }) => level);
    const unphased = totalBy?.amount ? unphasedAfter(totalBy.year, totalBy.amount, levels, plan) : plan.unphased;
    if (changed.length === 0 && unphased === plan.unphased) return;
    this.add(
      'SavingReprofiled',
      this.cells([...changed, ...(unphased === plan.unphased || !totalBy ? [] : [totalBy])]),
      {
        class: this.of,
        levels: levels.filter(({ amount }) => amount !== null).map(levelOf),
        unphased: unphased === plan.unphased ? null : unphased,
        reason: this.context.reason,
      },
    );
  }

  private levels(
    kind: 'BudgetContributionSet' | 'ForecastSubmitted',
    stated: readonly Stated[],
    now: (year: TrackedYear) => Pounds,
  ): void {
    const given = stated.filter(({ amount }) => amount !== null);
    const changed = this.plan === null ? given : changedLevels(given, this.plan, now);
    if (changed.length === 0) return;
    this.add(kind, this.cells(changed), { class: this.of, levels: stated.map(levelOf) });
  }

  /** The cells of the row that an entry was read from, from the first to the last of them. */
  private cells(stated: readonly Stated[]): string {
    const columns = stated.map(({ cell }) => placeOf(cell)?.column ?? 0);
    if (columns.length === 0) return this.row.titleCell;
    const [first, last] = [Math.min(...columns), Math.max(...columns)].map((column) =>
      address(this.row.at.row, column),
    );
    return first === last ? (first ?? '') : `${first ?? ''}:${last ?? ''}`;
  }
}

const levelOf = ({ year, amount, printed, cell }: Stated): Fields => ({ year, level: amount, printed, cell });

const totalByOf = ({ year, amount, printed, cell }: Stated): Fields => ({ year, amount, printed, cell });

/** The stated amounts that are not what the ledger has. A year the ledger has nothing in is nought there. */
function changedLevels(
  stated: readonly Stated[],
  plan: TrackedPlan,
  now: (year: TrackedYear) => Pounds,
): readonly Stated[] {
  const standing = new Map(plan.years.map((year) => [year.year, now(year)]));
  // Beyond the years the ledger knows, the level stays what it was in the last of them.
  const last = plan.years.at(-1);
  const otherwise = last === undefined ? ('0.00' as Pounds) : now(last);
  return stated.filter(({ year, amount }) => amount !== null && amount !== (standing.get(year) ?? otherwise));
}

/** What has no year, once the levels are as stated: what the "total by" is more than the level of its year. */
function unphasedAfter(by: string, total: Pounds, levels: readonly Stated[], plan: TrackedPlan): Pounds {
  const stated = levels.filter(({ year, amount }) => year <= by && amount !== null).at(-1);
  const standing = plan.years.filter(({ year }) => year <= by).at(-1)?.level ?? ('0.00' as Pounds);
  const level = stated?.amount ?? standing;
  return pounds(add(subtract(pence(total), pence(level))));
}
