/**
 * A small second opinion on the ledger, written in another way: no postings, no tranches. A plan is a yearly level for each
 * year; what was achieved is a heap for each status. A reversal undoes what the entry did. It knows only some of the rules,
 * and says of a command that it must be refused, or nothing.
 */
/* eslint-disable complexity, @typescript-eslint/switch-exhaustiveness-check -- A second opinion on some verbs: the others are none of its business. */
import type { Command, CommandOf } from '../../src/domain/commands';
import type { Entry, Level } from '../../src/domain/entries';

/** Who holds the office: a deputy certifies her lines and no others. */
const CHIEF = 'off-204';
const YEARS = [2008, 2009, 2010, 2011, 2012, 2013];
type Heap = 'gross' | 'cost' | 'one-off' | 'excluded';

interface Claim {
  readonly heap: Heap;
  readonly amount: number;
}

const startOf = (year: string): number => Number(year.slice(0, 4));
const pence = (amount: string | null): number => Math.round(Number(amount ?? 0) * 100);
const nearer = (one: number, other: number): number =>
  Math.sign(one) !== Math.sign(other) ? 0 : Math.abs(one) < Math.abs(other) ? one : other;

export class Model {
  private readonly numbers = new Map<string, number>();
  private readonly done: {
    readonly command: Command;
    readonly change: Map<string, number>;
    readonly claims: readonly Claim[];
  }[] = [];
  private readonly facts = new Set<string>();
  private readonly owners = new Map<string, string>();
  private readonly deadlines = new Set<string>();
  private readonly reopened = new Set<string>();
  private closedThrough = '';
  private change = new Map<string, number>();

  public get(...key: readonly (string | number)[]): number {
    return this.numbers.get(key.join('|')) ?? 0;
  }

  private move(amount: number, ...key: readonly (string | number)[]): void {
    const name = key.join('|');
    this.numbers.set(name, (this.numbers.get(name) ?? 0) + amount);
    this.change.set(name, (this.change.get(name) ?? 0) + amount);
  }

  /** The code a command must be refused with, as far as the model knows; null where it has no opinion. */
  public refusal(command: Command, day: string): string | null {
    const { batch } = command.by;
    if (batch !== null && command.verb !== 'ImportBatch' && !this.facts.has(`batch ${batch}`)) return 'BATCH_NOT_FOUND';
    const month = command.by.period ?? (command.by.effective ?? day).slice(0, 7);
    if (month <= this.closedThrough && !this.reopened.has(month)) return 'PERIOD_LOCKED';
    if ('entry' in command && this.done[command.entry] === undefined) return 'ENTRY_NOT_FOUND';
    switch (command.verb) {
      case 'SetTarget':
        return this.facts.has('target') ? 'TARGET_ALREADY_SET' : null;
      case 'ImportBatch':
        return this.facts.has(`batch ${batch ?? ''}`) ? 'BATCH_EXISTS' : null;
      case 'ReverseBatch':
        return this.facts.has(`batch ${command.reversed}`) ? null : 'BATCH_NOT_FOUND';
      case 'AdoptDefinition':
        return this.facts.has(`definition ${command.definition.name}`) ? 'DEFINITION_EXISTS' : null;
      case 'AchieveSaving':
        if (!this.facts.has(`baseline ${command.line}`)) return 'BASELINE_MISSING';
        return startOf(command.year) > startOf(day) - (day.slice(5) < '04-01' ? 1 : 0) ? 'NOT_YET_FELT' : null;
      case 'VerifyEntry':
      case 'RejectEntry':
        return this.done[command.entry]!.command.by.officer === command.by.officer ? 'SELF_APPROVAL' : null;
      case 'ReverseEntry':
        return this.facts.has(`reversed ${String(command.entry)}`) ? 'ALREADY_REVERSED' : null;
      case 'LapseGain': {
        const { line, class: of, tranche, status } = command;
        const [gross, cost] = (['gross', 'cost'] as const).map((heap) => this.get(line, of, tranche, heap, status));
        return pence(command.amount) > gross! + cost! ? 'INSUFFICIENT_BALANCE' : null;
      }
      case 'AnswerAuditQuery':
        return this.done[command.entry]!.command.verb === 'RaiseAuditQuery' ? null : 'NOT_A_QUERY';
      case 'DeclareOverlap':
        return this.facts.has(`overlap ${command.line} ${command.other}`) ? 'OVERLAP_DECLARED' : null;
      case 'EliminateOverlap':
        return this.facts.has(`overlap ${command.line} ${command.other}`) ? null : 'OVERLAP_NOT_DECLARED';
      case 'ClosePeriod':
        return command.through >= day.slice(0, 7) ? 'PERIOD_NOT_OVER' : null;
      case 'ReopenPeriod':
        return command.reopened > this.closedThrough || this.reopened.has(command.reopened) ? 'PERIOD_OPEN' : null;
      default:
        return null;
    }
  }

  /** Takes in a command that was accepted; the entry only tells that it was, and its place. */
  public accept(command: Command, { seq }: Pick<Entry, 'seq'>): void {
    this.change = new Map();
    const claims = this.apply(command);
    this.done[seq] = { command, change: this.change, claims };
  }

  private apply(command: Command): readonly Claim[] {
    switch (command.verb) {
      case 'SetTarget':
        this.facts.add('target');
        this.move(pence(command.amount), 'target');
        return [];
      case 'ReviseTarget':
        this.move(pence(command.amount) - this.get('target'), 'target');
        return [];
      case 'ImportBatch':
        this.facts.add(`batch ${command.by.batch ?? ''}`);
        return [];
      case 'ReverseBatch':
        this.undoBatch(command.reversed);
        return [];
      case 'AdoptDefinition':
        this.facts.add(`definition ${command.definition.name}`);
        return [];
      case 'AssignOwner':
        this.owners.set(command.line, command.owner);
        return [];
      case 'SetBaseline':
        this.facts.add(`baseline ${command.line}`);
        return [];
      case 'DeclareOverlap':
        this.facts.add(`overlap ${command.line} ${command.other}`);
        return [];
      case 'PlanSaving':
        return this.plan(command);
      case 'ReprofileSaving':
        this.level(command.line, command.class, 'plan', command.levels);
        if (command.unphased !== null) {
          const key = [command.line, command.class, 'unphased'] as const;
          this.move(pence(command.unphased) - this.get(...key), ...key);
        }
        return [];
      case 'SetBudgetContribution':
        this.level(command.line, command.class, 'contribution', command.levels);
        return [];
      case 'SubmitForecast':
        this.level(command.line, command.class, 'forecast', command.levels);
        return [];
      case 'WithdrawSaving':
        for (const what of ['plan', 'contribution']) {
          for (const year of YEARS) {
            const key = [command.line, command.class, what, year] as const;
            this.move(-this.get(...key), ...key);
          }
        }
        this.move(-this.get(command.line, command.class, 'unphased'), command.line, command.class, 'unphased');
        return [];
      case 'AllocatePot':
        this.allocate(command, 1);
        return [];
      case 'ReturnAllocation':
        this.allocate(command, -1);
        return [];
      case 'EliminateOverlap':
        for (const year of YEARS.filter((candidate) => candidate >= startOf(command.tranche))) {
          this.move(-pence(command.amount), command.line, command.class, 'plan', year);
        }
        return [];
      case 'ClosePeriod':
        if (command.through > this.closedThrough) this.closedThrough = command.through;
        for (const month of this.reopened) if (month <= command.through) this.reopened.delete(month);
        return [];
      case 'VerifyEntry':
      case 'RejectEntry':
        this.check(command);
        return [];
      case 'CertifyPosition':
        this.certify(command);
        return [];
      case 'ReverseEntry':
        this.undo(command.entry);
        return [];
      default:
        return this.gain(command);
    }
  }

  private plan({ line, class: of, levels, totalBy }: CommandOf<'PlanSaving'>): readonly Claim[] {
    this.level(line, of, 'plan', levels);
    if (totalBy === null) this.deadlines.delete(`${line} ${of}`);
    else {
      this.deadlines.add(`${line} ${of}`);
      const last = levels.filter(({ year, level }) => level !== null && year <= totalBy.year).at(-1)?.level ?? null;
      this.move(pence(totalBy.amount) - pence(last), line, of, 'unphased');
    }
    return [];
  }

  /** A stated year has the stated level; one in which the level changed keeps it; the others follow the year before. */
  private level(line: string, of: string, what: string, levels: readonly Level[]): void {
    const stated = new Map(
      levels.flatMap(({ year, level }) => (level === null ? [] : [[startOf(year), pence(level)]])),
    );
    let [oldBefore, before] = [0, 0];
    for (const year of YEARS) {
      const old = this.get(line, of, what, year);
      const level = stated.get(year) ?? (old === oldBefore ? before : old);
      this.move(level - old, line, of, what, year);
      [oldBefore, before] = [old, level];
    }
  }

  private allocate(command: CommandOf<'AllocatePot' | 'ReturnAllocation'>, sign: 1 | -1): void {
    const { line, pot, class: of, levels } = command;
    for (const year of YEARS) {
      const given = pence(levels.filter((at) => at.level !== null && startOf(at.year) <= year).at(-1)?.level ?? null);
      this.move(sign * given, line, of, 'plan', year);
      this.move(-sign * given, pot, of, 'plan', year);
    }
    if (!this.deadlines.has(`${pot} ${of}`)) return;
    this.move(sign * pence(command.unphased), line, of, 'unphased');
    this.move(-sign * pence(command.unphased), pot, of, 'unphased');
  }

  private gain(command: Command): readonly Claim[] {
    const claim = (line: string, of: string, tranche: string, claims: readonly Claim[]): readonly Claim[] => {
      for (const { heap, amount } of claims) this.move(amount, line, of, tranche, heap, 'claimed');
      return claims;
    };
    switch (command.verb) {
      case 'AchieveSaving':
        return claim(command.line, command.class, command.year, [
          { heap: 'gross', amount: pence(command.gross) },
          { heap: 'cost', amount: -pence(command.ongoingCost) },
        ]);
      case 'NetCost': {
        const heap = !command.included ? 'excluded' : command.cost === 'ongoing' ? 'cost' : 'one-off';
        return claim(command.line, command.class, command.year, [{ heap, amount: -pence(command.amount) }]);
      }
      case 'CarryForwardSaving':
        this.move(pence(command.amount), command.line, command.class, 'carried');
        return claim(command.line, command.class, 'opening', [{ heap: 'gross', amount: pence(command.amount) }]);
      case 'RecogniseFullYearEffect':
        return claim(command.line, command.class, command.tranche, [{ heap: 'gross', amount: pence(command.amount) }]);
      case 'LapseGain': {
        const { line, class: of, tranche, status } = command;
        this.move(-pence(command.amount), line, of, tranche, 'gross', status);
        return [];
      }
      case 'ReclassifySaving':
        return this.reclassify(command);
      default:
        return [];
    }
  }

  private reclassify(command: CommandOf<'ReclassifySaving'>): readonly Claim[] {
    const { line, tranche, from, to, status, measure } = command;
    const amount = pence(command.amount);
    for (const [of, sign] of [
      [from, -1],
      [to, 1],
    ] as const) {
      if (measure === 'achieved') this.move(sign * amount, line, of, tranche, 'gross', sign < 0 ? status! : 'claimed');
      else if (tranche === 'opening') this.move(sign * amount, line, of, 'carried');
      else if (tranche === 'unphased') this.move(sign * amount, line, of, 'unphased');
      else {
        for (const year of YEARS.filter((candidate) => candidate >= startOf(tranche))) {
          this.move(sign * amount, line, of, 'plan', year);
        }
      }
    }
    return measure === 'achieved' ? [{ heap: 'gross', amount }] : [];
  }

  private check({ verb, entry }: CommandOf<'VerifyEntry' | 'RejectEntry'>): void {
    const { command, claims, change } = this.done[entry]!;
    const putsBack =
      command.verb === 'LapseGain' || (command.verb === 'ReclassifySaving' && command.measure === 'plan');
    if (verb === 'RejectEntry' && putsBack) {
      for (const [name, amount] of change) this.move(-amount, name);
      return;
    }
    if (verb === 'VerifyEntry' && command.verb === 'ReopenPeriod') this.reopened.add(command.reopened);
    if (!('line' in command)) return;
    const { of, tranche } = cellOf(command);
    for (const { heap, amount } of claims) {
      const part = nearer(amount, this.get(command.line, of, tranche, heap, 'claimed'));
      this.move(-part, command.line, of, tranche, heap, 'claimed');
      if (verb === 'VerifyEntry') this.move(part, command.line, of, tranche, heap, 'verified');
      else if (command.verb === 'ReclassifySaving') {
        this.move(part, command.line, command.from, tranche, heap, command.status!);
      }
    }
  }

  private certify({ by, year, lines }: CommandOf<'CertifyPosition'>): void {
    for (const [name, amount] of [...this.numbers]) {
      const [line, of, tranche, heap, status] = name.split('|');
      if (status !== 'verified' || heap === 'excluded' || (tranche !== 'opening' && tranche! > year)) continue;
      const owner = this.owners.get(line!);
      if (owner === by.officer || (lines.length > 0 && !lines.some((id) => id === line))) continue;
      if (by.role === 'deputy chief finance officer' && owner !== CHIEF) continue;
      this.move(-amount, line!, of!, tranche!, heap!, 'verified');
      this.move(amount, line!, of!, tranche!, heap!, 'certified');
    }
  }

  /** All of a batch that still stands; what is only ever superseded stays. */
  private undoBatch(batch: string): void {
    this.done.forEach(({ command }, entry) => {
      const stays = [
        'SetTarget',
        'ReviseTarget',
        'SubmitForecast',
        'DeclareOverlap',
        'CreatePot',
        'ReverseEntry',
        'ReverseBatch',
      ].includes(command.verb);
      if (command.by.batch === batch && !stays && !this.facts.has(`reversed ${String(entry)}`)) this.undo(entry);
    });
  }

  private undo(entry: number): void {
    this.facts.add(`reversed ${String(entry)}`);
    const { command, change } = this.done[entry]!;
    for (const [name, amount] of change) this.move(-amount, name);
    if (command.verb === 'DeclareOverlap') this.facts.delete(`overlap ${command.line} ${command.other}`);
    if (command.verb !== 'VerifyEntry') return;
    const checked = this.done[command.entry]!.command;
    if (checked.verb === 'ReopenPeriod') this.reopened.delete(checked.reopened);
  }

  /** Everything the model knows that is not nought. */
  public known(): ReadonlyMap<string, number> {
    return new Map([...this.numbers].filter(([, amount]) => amount !== 0));
  }
}

/** The class and the tranche in which a gain claims what it claims. */
function cellOf(command: Command): { readonly of: string; readonly tranche: string } {
  if (command.verb === 'ReclassifySaving') return { of: command.to, tranche: command.tranche };
  const of = 'class' in command ? command.class : '';
  if (command.verb === 'CarryForwardSaving') return { of, tranche: 'opening' };
  if ('tranche' in command) return { of, tranche: command.tranche };
  return { of, tranche: 'year' in command ? command.year : '' };
}
