/** Each kind of entry in one plain sentence. */
import type { Entry, EntryKind, EntryOf, Level } from '../domain/entries';
import { inPounds } from './wording';

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
    `${line(entry)} became a pot that ${String(facts.programmes.length)} programmes share, to be allocated by ${facts.allocateBy}.`,
  PotAllocated: ({ facts, ...entry }) => `${line(entry)} was allocated a part of the pot ${facts.pot}.`,
  CostNetted: ({ facts, ...entry }) =>
    `${facts.cost === 'ongoing' ? 'Ongoing' : 'One-off'} cost of ${inPounds(facts.amount)} was recorded on ${line(entry)} for ${facts.year}.`,
  EntryVerified: ({ facts }) => `Entry ${facts.entry} was verified by a second officer.`,
  EntryRejected: ({ facts }) => `Entry ${facts.entry} was rejected by a second officer.`,
  EntryReversed: ({ facts }) => `Entry ${facts.entry} was reversed.`,
  TotalAsserted: ({ facts }) =>
    `The document prints the total ${quoted(facts.label)} as ${inPounds(facts.amount)} (${facts.year}).`,
  BatchImported: ({ facts, batch }) => `The batch ${batch ?? ''} was imported: ${facts.title}.`,
};

/** What happened, for people. */
export function summaryOf(entry: Entry): string {
  // The kind picks the summary that is made for it; the compiler cannot follow that through a table.
  const summary = summaries[entry.kind] as (entry: Entry) => string;
  return summary(entry);
}
