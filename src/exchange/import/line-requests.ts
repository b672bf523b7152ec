import type { RecordableKind } from '../../commands/requests/requests';
import { add, pence, pounds, subtract, type Pounds } from '../../domain/money';
import { isRefusal, refuse, type Refusal } from '../../domain/refusals';
import type { TrackedLine, TrackedPlan, TrackedYear } from '../../queries/tracker';
import { classOfRow, nothingLeft, type ClassesInFile, type RowClass } from './row-class';
import { request, type Fields, type ImportContext, type RowRequest } from './row-request';
import type { LineRow, Stated } from './rows';
import { address, placeOf } from './sheet';

/** The requests of one row, in the order in which they build on each other. */
export class LineRequests {
  private readonly made: RowRequest[] = [];
  private readonly of: RowClass['of'];
  private readonly assumed: boolean;
  private readonly plan: TrackedPlan | null;

  public constructor(
    private readonly row: LineRow,
    private readonly code: string,
    private readonly line: TrackedLine | null,
    private readonly context: ImportContext,
    private readonly inFile: ClassesInFile,
  ) {
    const { of, assumed } = classOfRow(row, line);
    this.of = of;
    this.assumed = assumed;
    this.plan = line?.plans.find((plan) => plan.class === this.of) ?? null;
  }

  public all(): readonly RowRequest[] | Refusal {
    if (this.line === null) this.register();
    else this.amend(this.line);
    const refused = this.own();
    if (refused !== null) return refused;
    if (this.row.carried) this.carryForward();
    const carriedOtherwise = this.row.carried ? null : this.planOrReprofile();
    if (carriedOtherwise !== null) return carriedOtherwise;
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

  /** A "total by" that an export gave back includes what was carried forward, which no plan changes. */
  private planOrReprofile(): Refusal | null {
    const { levels, totalBy } = this.row;
    const carried = this.plan?.carriedForward ?? ('0.00' as Pounds);
    const planned =
      totalBy?.amount && carried !== '0.00'
        ? { ...totalBy, amount: pounds(subtract(pence(totalBy.amount), pence(carried))) }
        : totalBy;
    if (this.plan?.planned === true) return this.reprofile(this.plan, planned);
    else if (carried === '0.00') return this.planAnew();
    else if (planned?.amount !== '0.00' || levels.some(({ amount }) => amount !== null && amount !== '0.00')) {
      return refuse(
        'IMPORT_ROWS',
        `Line ${this.code} holds ${carried}, carried forward; that is changed by reversing its entry, not by a tracker.`,
      );
    }
    return null;
  }

  private planAnew(): Refusal | null {
    const { levels, totalBy } = this.row;
    const all = [...levels, ...(totalBy === null ? [] : [totalBy])];
    if (all.every(({ amount }) => amount === null)) return null;
    const otherwise = this.line === null ? null : this.inFile.plannedOtherwise(this.row, this.of, this.line);
    if (otherwise !== null) return otherwise;
    this.add('SavingPlanned', this.cells(all), {
      class: this.of,
      classAssumed: this.assumed,
      levels: levels.map(levelOf),
      totalBy: totalBy?.amount ? totalByOf(totalBy) : null,
    });
    return null;
  }

  private reprofile(plan: TrackedPlan, totalBy: Stated | null): Refusal | null {
    const { levels } = this.row;
    const changed = changedLevels(levels, plan, ({ level }) => level);
    const unphased = totalBy?.amount ? unphasedAfter(totalBy.year, totalBy.amount, levels, plan) : plan.unphased;
    const moves = unphased !== plan.unphased;
    if (changed.length === 0 && !moves) return null;
    const unclear = nothingLeft(this.row, plan);
    if (unclear !== null) return unclear;
    this.add('SavingReprofiled', this.cells([...changed, ...(moves && totalBy ? [totalBy] : [])]), {
      class: this.of,
      levels: levels.filter(({ amount }) => amount !== null).map(levelOf),
      unphased: moves ? unphased : null,
      reason: this.context.reason,
    });
    return null;
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
