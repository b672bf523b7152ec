/** How each entry changes what the rules look at. Every entry is accepted: what was recorded has happened. */
import { noteBases } from './causes';
import type { Entry, EntryKind, EntryOf, Posting } from './entries';
import { startOf } from './financial-year';
import { seqOf, type LineId } from './identifiers';
import { noteHandled } from './handled';
import { noteLapses } from './lapses';
import { linesTouched } from './lines-touched';
import { add, NIL, pence } from './money';
import type { LedgerState } from './state';
import { changeLine, takeBack, takeBatchBack } from './take-back';

/** Applies one entry to the state, in place: a state has one owner, who forks it to try things out. */
export function evolve(state: LedgerState, entry: Entry): void {
  state.size = entry.seq + 1;
  state.recordedAt = entry.recordedAt;
  if (entry.batch !== null) {
    state.batches.set(entry.batch, { first: state.batches.get(entry.batch)?.first ?? entry.seq, last: entry.seq });
  }
  for (const posting of entry.postings) post(state, posting);
  noteBases(state, entry);
  if (movesAllocation(entry)) allocate(state, entry);
  noteLapses(state, entry);
  noteHandled(state, entry);
  // The table is complete by its type; only that kind and entry belong together is lost on the compiler here.
  (effects[entry.kind] as (state: LedgerState, entry: Entry) => void)(state, entry);
  for (const line of linesTouched(entry)) changeLine(state, line, { version: entry.seq });
}

function post(state: LedgerState, posting: Posting): void {
  state.hold(posting, pence(posting.amount));
  const year = posting.tranche === 'unphased' ? posting.from : posting.tranche;
  if (year !== 'opening' && year !== 'unphased') state.lastPlanned = Math.max(state.lastPlanned, startOf(year));
}

/** An allocation, its return, and the reversal of either: each posts the same amount to the pot and to the programme. */
const movesAllocation = (entry: Entry): boolean =>
  ['PotAllocated', 'PotAllocationReturned'].includes(entry.kind === 'EntryReversed' ? entry.facts.kind : entry.kind);

function allocate(state: LedgerState, { line, postings }: Entry): void {
  const pot = postings.find((posting) => posting.line !== line)?.line ?? null;
  for (const posting of postings) {
    if (posting.line !== line) continue;
    const key = allocationKey(pot, line, posting.tranche, posting.class);
    state.allocated.set(key, add(state.allocated.get(key) ?? NIL, pence(posting.amount)));
  }
}

/** The key under which it is known what a programme holds of a pot. */
export const allocationKey = (
  pot: LineId | null,
  programme: LineId | null,
  tranche: Posting['tranche'],
  of: Posting['class'],
): string => `${pot ?? ''}|${programme ?? ''}|${tranche}|${of ?? ''}`;

type Effects = { readonly [Kind in EntryKind]: (state: LedgerState, entry: EntryOf<Kind>) => void };

const effects: Effects = {
  LedgerOpened: (state, { facts }) => {
    state.opened = { ledger: facts.ledger, baseYear: facts.baseYear };
  },
  KeyRotated: (state, { facts }) => {
    state.signingKey = facts.next;
  },
  TargetSet: targetStands,
  TargetRevised: targetStands,
  DefinitionAdopted: (state, { facts, seq }) => {
    state.definitions.set(facts.definition.name, seq);
  },
  LineRegistered: registerLine,
  LineAmended: nothingMore,
  OwnerAssigned: (state, { facts, line }) => {
    changeLine(state, line, { owner: facts.owner });
  },
  BaselineSet: (state, { line }) => {
    changeLine(state, line, { hasBaseline: true });
  },
  SavingPlanned: planStands,
  SavingAchieved: nothingMore,
  SavingCarriedForward: (state, entry) => {
    const { closed, class: of } = entry.facts;
    state.carried.set(carriedKey(entry.facts), { seq: entry.seq, standing: true, closed, class: of });
    planShaped(state, entry);
  },
  SavingReclassified: (state, entry) => {
    if (entry.facts.measure === 'plan') planShaped(state, entry);
  },
  SavingReprofiled: planShaped,
  ForecastSubmitted: nothingMore,
  RiskRated: nothingMore,
  SavingSubstituted: nothingMore,
  SavingWithdrawn: planShaped,
  BudgetContributionSet: planShaped,
  StageAdvanced: (state, entry) => {
    changeLine(state, entry.line, { stage: entry.facts.to });
    planShaped(state, entry);
  },
  PotCreated: (state, { facts, line }) => {
    changeLine(state, line, { pot: facts });
    for (const programme of facts.programmes) changeLine(state, programme, { potOf: line });
  },
  PotAllocated: allocationStands,
  PotAllocationReturned: planShaped,
  FullYearEffectRecognised: nothingMore,
  CostNetted: nothingMore,
  QualityChecked: nothingMore,
  EvidenceAttached: nothingMore,
  OverlapDeclared: (state, { line, facts, seq }) => {
    const amount = facts.amount === null ? null : pence(facts.amount);
    state.overlaps.set(overlapKey(line, facts.other), { seq, standing: true, amount, eliminated: NIL });
  },
  OverlapEliminated: (state, entry) => {
    const key = overlapKey(entry.line, entry.facts.other);
    const overlap = state.overlaps.get(key);
    const amount = pence(entry.facts.amount);
    if (overlap !== undefined) state.overlaps.set(key, { ...overlap, eliminated: add(overlap.eliminated, amount) });
    state.eliminations.set(entry.seq, { overlap: key, amount });
    planShaped(state, entry);
  },
  SustainmentConfirmed: nothingMore,
  GainLapsed: nothingMore,
  EntryVerified: (state, { facts, seq }) => {
    const about = seqOf(facts.entry);
    state.setMark(about, 'verified', seq);
    const reopened = state.reopenings.get(about);
    if (reopened?.pending === true) state.reopened.set(reopened.month, about);
  },
  EntryRejected: (state, { facts, seq }) => {
    state.setMark(seqOf(facts.entry), 'rejected', seq);
  },
  PositionCertified: nothingMore,
  ReturnSubmitted: nothingMore,
  ReturnAmended: (state, { facts, seq }) => {
    state.settled.set(seqOf(facts.amends), seq);
  },
  AuditQueryRaised: nothingMore,
  AuditQueryAnswered: (state, { facts, seq }) => {
    state.settled.set(seqOf(facts.query), seq);
  },
  PeriodClosed: closePeriods,
  PeriodReopened: (state, { facts, seq }) => {
    state.reopenings.set(seq, { month: facts.period, pending: true });
  },
  EntryReversed: takeBack,
  BatchReversed: takeBatchBack,
  TotalAsserted: nothingMore,
  DiscrepancyResolved: (state, { facts, seq }) => {
    state.settled.set(seqOf(facts.assertion), seq);
  },
  BatchImported: nothingMore,
};

function targetStands(state: LedgerState, { facts, seq }: EntryOf<'TargetSet' | 'TargetRevised'>): void {
  state.targets.set(facts.scope, { seq, amount: facts.amount, deadline: facts.deadline });
}

function closePeriods(state: LedgerState, { facts }: EntryOf<'PeriodClosed'>): void {
  if (state.closedThrough === null || facts.through > state.closedThrough) state.closedThrough = facts.through;
  for (const month of state.reopened.keys()) if (month <= facts.through) state.reopened.set(month, null);
  // A re-opening that was asked for before this close is no reason to undo it.
  for (const seq of state.reopenings.keys()) {
    const month = state.reopenings.get(seq)?.month;
    if (month !== undefined && month <= facts.through) state.reopenings.set(seq, { month, pending: false });
  }
}

/** The key under which a declared overlap is known: the line that gives way, and the line that stays. */
export const overlapKey = (later: LineId | null, earlier: LineId): string => `${later ?? ''} ${earlier}`;

/** The amounts were posted already and the rules need to know no more. */
function nothingMore(): void {
  return;
}

/** The key under which a closed period's carry-forward of one class is known: it is done once. */
export const carriedKey = (facts: Pick<EntryOf<'SavingCarriedForward'>['facts'], 'closed' | 'class'>): string =>
  `${facts.closed.first} to ${facts.closed.last}, ${facts.class}`;

function registerLine(state: LedgerState, { line, facts, seq }: EntryOf<'LineRegistered'>): void {
  if (line === null) return;
  state.lines.set(line, {
    id: line,
    stage: facts.stage,
    owner: null,
    hasBaseline: false,
    registered: seq,
    version: seq,
    plans: {},
    planEntries: null,
    pot: null,
    potOf: null,
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
  planShaped(state, entry);
}

function planShaped(state: LedgerState, { line, seq }: Entry): void {
  const before = (line === null ? undefined : state.lines.get(line)?.planEntries) ?? null;
  changeLine(state, line, { planEntries: { seq, before } });
}
