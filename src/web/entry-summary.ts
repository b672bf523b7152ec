/** Each kind of entry in one plain sentence. */
import type { Entry, EntryKind, EntryOf, Level } from '../domain/entries';
import { counted, inPounds } from './wording';

type Summaries = { readonly [Kind in EntryKind]: (entry: EntryOf<Kind>) => string };

const quoted = (text: string): string => `\u201c${text}\u201d`;

const levels = (stated: readonly Level[]): string =>
  stated.length === 0
    ? 'no level stated'
    : stated
        .map(({ year, level, printed }) => {
          if (level !== null) return `${inPounds(level)} in ${year}`;
          return printed === '' ? `blank in ${year}` : `none in ${year}`;
        })
        .join(', ');

const line = ({ line: id }: { readonly line: string | null }): string => id ?? 'the ledger';

const summaries: Summaries = {
  LedgerOpened: ({ facts }) => `The ledger of ${facts.council} was opened, with ${facts.baseYear} as its base year.`,
  KeyRotated: () => 'Another key signs the checkpoints from here on.',
  TargetSet: ({ facts }) => `The target of the ${facts.scope} was set: ${inPounds(facts.amount)} by ${facts.deadline}.`,
  DefinitionAdopted: ({ facts }) => `The definition ${quoted(facts.definition.name)} was adopted.`,
  LineRegistered: ({ facts, ...entry }) =>
    `The line ${quoted(facts.title)} was registered as ${line(entry)} in the section ${quoted(facts.section)}.`,
  OwnerAssigned: ({ facts, ...entry }) => `Officer ${facts.owner} became accountable for ${line(entry)}.`,
  BaselineSet: ({ facts, ...entry }) =>
    `The baseline of ${line(entry)} was set: ${inPounds(facts.amount)} spent in ${facts.year}.`,
  SavingPlanned: ({ facts, ...entry }) =>
    `A ${facts.class} saving was planned on ${line(entry)}: ${levels(facts.levels)}${facts.totalBy === null ? '' : `; ${inPounds(facts.totalBy.amount)} in total by ${facts.totalBy.year}`}.`,
  SavingAchieved: ({ facts, ...entry }) =>
    `A ${facts.class} saving of ${inPounds(facts.gross)} a year was achieved on ${line(entry)}, first felt in ${facts.year}.`,
  SavingCarriedForward: ({ facts, ...entry }) =>
    `${inPounds(facts.amount)} (${facts.class}) was carried forward on ${line(entry)} from ${facts.closed.first} to ${facts.closed.last}.`,
  SavingReclassified: ({ facts, ...entry }) =>
    `${inPounds(facts.amount)} of ${line(entry)} was reclassified from ${facts.from} to ${facts.to}.`,
  SavingReprofiled: ({ facts, ...entry }) => `The plan of ${line(entry)} was moved: ${levels(facts.levels)}.`,
  BudgetContributionSet: ({ facts, ...entry }) =>
    `The contribution of ${line(entry)} to the budget was set: ${levels(facts.levels)}.`,
  StageAdvanced: ({ facts, ...entry }) => `${line(entry)} went from ${facts.from} to ${facts.to}.`,
  PotCreated: ({ facts, ...entry }) =>
    `${line(entry)} became a pot that ${counted(facts.programmes.length, 'programme draws on', 'programmes share')}, to be allocated by ${facts.allocateBy}.`,
  PotAllocated: ({ facts, ...entry }) => `${line(entry)} was allocated a part of the pot ${facts.pot}.`,
  CostNetted: ({ facts, ...entry }) =>
    `${facts.cost === 'ongoing' ? 'Ongoing' : 'One-off'} cost of ${inPounds(facts.amount)} was recorded on ${line(entry)} for ${facts.year}.`,
  EntryVerified: ({ facts }) => `Entry ${facts.entry} was verified by a second officer.`,
  EntryRejected: ({ facts }) => `Entry ${facts.entry} was rejected by a second officer.`,
  EntryReversed: ({ facts }) => `Entry ${facts.entry} was reversed.`,
  TotalAsserted: ({ facts }) =>
    `The document prints the total ${quoted(facts.label)} as ${inPounds(facts.amount)} (${facts.year}).`,
  TargetRevised: ({ facts }) =>
    `The target of the ${facts.scope} was revised to ${inPounds(facts.amount)} by ${facts.deadline}.`,
  LineAmended: ({ facts, ...entry }) =>
    `${line(entry)} is now called ${quoted(facts.title)}, in the section ${quoted(facts.section)}.`,
  ForecastSubmitted: ({ facts, ...entry }) => `The forecast of ${line(entry)} is now ${levels(facts.levels)}.`,
  RiskRated: ({ facts, ...entry }) => `${line(entry)} was rated ${facts.rating} by the test ${quoted(facts.test)}.`,
  SavingSubstituted: ({ facts, ...entry }) =>
    `${inPounds(facts.amount)} of ${line(entry)} in ${facts.year} is covered by ${facts.replacement ?? facts.oneOffSource ?? ''}.`,
  SavingWithdrawn: ({ facts, ...entry }) =>
    `The ${facts.class} plan of ${line(entry)} was withdrawn: ${quoted(facts.decision)}.`,
  PotAllocationReturned: ({ facts, ...entry }) =>
    `${line(entry)} gave a part of its allocation back to the pot ${facts.pot}.`,
  FullYearEffectRecognised: ({ facts, ...entry }) =>
    `The ${facts.tranche} gain of ${line(entry)} rose by ${inPounds(facts.amount)} to its full-year effect in ${facts.year}.`,
  QualityChecked: ({ facts, ...entry }) =>
    `The quality of ${line(entry)} was checked (${facts.measure}: ${facts.before}, then ${facts.after}): ${facts.verdict}.`,
  EvidenceAttached: ({ facts, ...entry }) => `Evidence was attached to ${line(entry)}: ${facts.description}.`,
  OverlapDeclared: ({ facts, ...entry }) => `${line(entry)} may count the same pound as ${facts.other}.`,
  OverlapEliminated: ({ facts, ...entry }) =>
    `${inPounds(facts.amount)} was taken off ${line(entry)} because ${facts.other} counts the same pound.`,
  SustainmentConfirmed: ({ facts, ...entry }) =>
    `The ${facts.tranche} gain of ${line(entry)} still held in ${facts.year}.`,
  GainLapsed: ({ facts, ...entry }) =>
    `${inPounds(facts.amount)} of the ${facts.tranche} gain of ${line(entry)} lapsed from ${facts.from}.`,
  PositionCertified: ({ facts }) =>
    `What was verified by ${facts.by} on ${counted(facts.lines.length, 'line', 'lines')} was certified by the chief finance officer or a deputy.`,
  ReturnSubmitted: ({ facts }) =>
    `The return ${quoted(facts.name)} was submitted, by ${facts.by} under ${facts.definition}.`,
  ReturnAmended: ({ facts }) => `The return of entry ${facts.amends} was amended: ${quoted(facts.name)}.`,
  AuditQueryRaised: ({ facts }) => `An auditor asked: ${quoted(facts.question)}`,
  AuditQueryAnswered: ({ facts }) => `The query of entry ${facts.query} was answered: ${quoted(facts.answer)}`,
  PeriodClosed: ({ facts }) => `The books were closed through ${facts.through} (${facts.of}).`,
  PeriodReopened: ({ facts }) =>
    `The re-opening of ${facts.period} was asked for; it takes effect when a second officer verifies it.`,
  BatchReversed: ({ facts }) =>
    `${counted(facts.entries.length, 'entry of an import was reversed', 'entries of an import were reversed at once')}.`,
  DiscrepancyResolved: ({ facts }) =>
    `The discrepancy of entry ${facts.assertion} was resolved: ${quoted(facts.decision)}`,
  BatchImported: ({ facts, batch }) => `The batch ${batch ?? ''} was imported: ${facts.title}.`,
};

/** What happened, for people. */
export function summaryOf(entry: Entry): string {
  // The kind picks the summary that is made for it; the compiler cannot follow that through a table.
  const summary = summaries[entry.kind] as (entry: Entry) => string;
  return summary(entry);
}
