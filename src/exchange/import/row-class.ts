/** Which class a row plans its saving in, and whether the ledger plans the same saving in the other one. */
import { classes, type Class } from '../../domain/entries';
import { refuse, type Refusal } from '../../domain/refusals';
import type { TrackedLine, TrackedPlan } from '../../queries/tracker';
import type { LineRow } from './rows';

export interface RowClass {
  readonly of: Class;
  /** Neither file nor ledger gives the class: cashable is taken, and said to be assumed. */
  readonly assumed: boolean;
}

/** What the row says, else the class of the only plan of its line, else cashable. */
export function classOfRow(row: LineRow, line: TrackedLine | null): RowClass {
  const plans = line?.plans ?? [];
  const [only, another] = plans.length > 1 ? plans.filter(holdsSomething) : plans;
  const known = another === undefined ? (only?.class ?? null) : null;
  return { of: row.class ?? known ?? 'cashable', assumed: row.class === null && known === null };
}

/** What was reclassified stands in the other class now. Refuses: IMPORT_ROWS, where only a class in the file can say which is meant. */
export function nothingLeft(row: LineRow, plan: TrackedPlan): Refusal | null {
  // A plan that was nil from the first is only waiting for its figures.
  const wasMore = plan.years.some(({ printed }) => /[1-9]/.test(printed ?? ''));
  if (row.class !== null || holdsSomething(plan) || !wasMore) return null;
  const message =
    `Nothing is left of the ${plan.class} plan of this line, which was withdrawn or reclassified, and the file gives no ` +
    'class; give the class in which the saving is planned now, or leave the row out.';
  return refuse('IMPORT_ROWS', message, { cell: row.classCell });
}

/** By line, the classes that rows of the file state amounts of. */
export class ClassesInFile {
  private readonly stated = new Map<string, Set<Class>>();

  public add(row: LineRow, code: string, line: TrackedLine | null): void {
    const amounts = [...row.levels, ...(row.totalBy === null ? [] : [row.totalBy])];
    if (amounts.every(({ amount }) => amount === null)) return;
    this.stated.set(code, (this.stated.get(code) ?? new Set()).add(classOfRow(row, line).of));
  }

  /**
   * Nobody plans a saving a second time by correcting its class. Refuses: IMPORT_ROWS, with the cell of the class, where the
   * ledger has a plan in the other class that no row of the file is about.
   */
  public plannedOtherwise(row: LineRow, of: Class, line: TrackedLine): Refusal | null {
    const other = classes.find((each) => each !== of && !this.stated.get(line.id)?.has(each));
    const plan = line.plans.find((each) => each.class === other);
    if (plan === undefined || !plan.planned || !holdsSomething(plan)) return null;
    const message =
      `Line ${line.id} is planned as ${plan.class} in the ledger, and no row of the file gives that plan; recorded as ${of} ` +
      `besides, the saving would be planned twice. Reclassify the saving or withdraw its ${plan.class} plan first, or give ` +
      'a row for each class.';
    return refuse('IMPORT_ROWS', message, { cell: row.classCell });
  }
}

/** Whether anything is left of a plan: what was reclassified or withdrawn as a whole is no plan any more. */
const holdsSomething = ({ unphased, carriedForward, years }: TrackedPlan): boolean =>
  [unphased, carriedForward, ...years.map(({ level }) => level)].some((amount) => amount !== '0.00');
