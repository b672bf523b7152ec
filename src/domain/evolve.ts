/** How each entry changes what the rules look at. Every entry is accepted: what was recorded has happened. */
import type { Entry, EntryKind, EntryOf, Posting } from './entries';
import { startOf } from './financial-year';
import { seqOf, type LineId } from './identifiers';
import { pence } from './money';
import type { LedgerState, Line } from './state';

/** Applies one entry to the state, in place: a state has one owner, who forks it to try things out. */
export function evolve(state: LedgerState, entry: Entry): void {
  state.size = entry.seq + 1;
  state.recordedAt = entry.recordedAt;
  for (const posting of entry.postings) post(state, posting);
  // The table is complete by its type; only that kind and entry belong together is lost on the compiler here.
  (effects[entry.kind] as (state: LedgerState, entry: Entry) => void)(state, entry);
  if (entry.line !== null) changeLine(state, entry.line, { version: entry.seq });
}

function post(state: LedgerState, posting: Posting): void {
  state.hold(posting, pence(posting.amount));
  if (posting.tranche !== 'opening' && posting.tranche !== 'unphased') {
    state.lastPlanned = Math.max(state.lastPlanned, startOf(posting.tranche));
  }
}

type Effects = { readonly [Kind in EntryKind]: (state: LedgerState, entry: EntryOf<Kind>) => void };

const effects: Effects = {
  LedgerOpened: (state, { facts }) => {
    state.opened = { ledger: facts.ledger, baseYear: facts.baseYear };
  },
  TargetSet: (state, { facts, seq }) => {
    state.targets.set(facts.scope, seq);
  },
  DefinitionAdopted: (state, { facts, seq }) => {
    state.definitions.set(facts.definition.name, seq);
  },
  LineRegistered: registerLine,
  OwnerAssigned: (state, { facts, line }) => {
    changeLine(state, line, { owner: facts.owner });
  },
  BaselineSet: (state, { line }) => {
    changeLine(state, line, { hasBaseline: true });
  },
  SavingPlanned: planStands,
  SavingAchieved: nothingMore,
  SavingCarriedForward: (state, entry) => {
    state.carried.set(carriedKey(entry.facts), { seq: entry.seq, standing: true });
    planShaped(state, entry);
  },
  SavingReclassified: (state, entry) => {
    if (entry.facts.measure === 'plan') planShaped(state, entry);
  },
  SavingReprofiled: planShaped,
  BudgetContributionSet: planShaped,
  StageAdvanced: (state, entry) => {
    changeLine(state, entry.line, { stage: entry.facts.to });
    planShaped(state, entry);
  },
  PotCreated: (state, { facts, line }) => {
    changeLine(state, line, { pot: facts });
  },
  PotAllocated: allocationStands,
  CostNetted: nothingMore,
  EntryVerified: (state, { facts, seq }) => {
    const about = seqOf(facts.entry);
    state.marks.set(about, { ...state.mark(about), verified: seq });
  },
  EntryRejected: (state, { facts, seq }) => {
    const about = seqOf(facts.entry);
    state.marks.set(about, { ...state.mark(about), rejected: seq });
  },
  EntryReversed: takeBack,
  TotalAsserted: nothingMore,
  BatchImported: (state, { batch, seq }) => {
    if (batch !== null) state.batches.set(batch, seq);
  },
};

/** The amounts were posted already and the rules need to know no more. */
function nothingMore(): void {
  return;
}

/** The key under which a closed period's carry-forward of one class is known: it is done once. */
export const carriedKey = (facts: Pick<EntryOf<'SavingCarriedForward'>['facts'], 'closed' | 'class'>): string =>
  `${facts.closed.first} to ${facts.closed.last}, ${facts.class}`;

function changeLine(state: LedgerState, id: LineId | null, change: Partial<Line>): void {
  const line = id === null ? undefined : state.lines.get(id);
  if (line !== undefined) state.lines.set(line.id, { ...line, ...change });
}

function registerLine(state: LedgerState, { line, facts, seq }: EntryOf<'LineRegistered'>): void {
  if (line === null) return;
  state.lines.set(line, {
    id: line,
    stage: facts.stage,
    owner: null,
    hasBaseline: false,
    version: seq,
    plans: {},
    planEntries: null,
    pot: null,
  });
}

function planStands(state: LedgerState, entry: EntryOf<'SavingPlanned'>): void {
  const { line, facts, seq } = entry;
  const standing = line === null ? undefined : state.lines.get(line)?.plans;
  changeLine(state, line, { plans: { ...standing, [facts.class]: { seq, totalBy: facts.totalBy?.year ?? null } } });
  planShaped(state, entry);
}

/** The first allocation of a class is the programme's plan; it keeps the pot's deadline for what is unphased. */
function allocationStands(state: LedgerState, entry: EntryOf<'PotAllocated'>): void {
  const { line, facts, seq } = entry;
  const plans = (line === null ? undefined : state.lines.get(line)?.plans) ?? {};
  const totalBy = state.lines.get(facts.pot)?.plans[facts.class]?.totalBy ?? null;
  changeLine(state, line, { plans: { ...plans, [facts.class]: plans[facts.class] ?? { seq, totalBy } } });
  changeLine(state, facts.pot, { version: seq });
  planShaped(state, entry);
}

function planShaped(state: LedgerState, { line, seq }: Entry): void {
  const before = (line === null ? undefined : state.lines.get(line)?.planEntries) ?? null;
  changeLine(state, line, { planEntries: { seq, before } });
}

/** A reversal takes back what the reversed entry did to the state; its postings take back the amounts. */
function takeBack(state: LedgerState, { line: id, facts, seq }: EntryOf<'EntryReversed'>): void {
  const reversed = seqOf(facts.entry);
  state.marks.set(reversed, { ...state.mark(reversed), reversed: seq });
  if (facts.about !== null) {
    const about = seqOf(facts.about);
    state.marks.set(about, {
      ...state.mark(about),
      ...(facts.kind === 'EntryVerified' ? { verified: null } : { rejected: null }),
    });
  }
  if (facts.carried !== null) state.carried.set(facts.carried, { seq: reversed, standing: false });
  const line = id === null ? undefined : state.lines.get(id);
  if (line === undefined) return;
  const plans = Object.fromEntries(Object.entries(line.plans).filter(([, plan]) => plan.seq !== reversed));
  const planEntries = line.planEntries?.seq === reversed ? line.planEntries.before : line.planEntries;
  changeLine(state, id, { plans, planEntries, stage: facts.stage ?? line.stage });
}
