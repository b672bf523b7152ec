/**
 * What is accepted but not settled? One function for each kind of finding; each says in a sentence what is odd, on which
 * lines, by how much, and from which entries. Findings come and go with the entries: nothing here is stored.
 */
import type { OfficerId } from '../../src/domain/identifiers';
import type { Moment } from '../posting-table';
import type { Projection } from '../projection';
import { notVerified, openQueries, overlaps, partnership, printedTotals } from './in-assurance';
import { abovePlan, noEvidence, noQualityCheck, notAnEfficiency, notConfirmed } from './in-delivery';
import { blankLevels, fallingPlans, outsideNi179, potOverdue, potUnallocated, unidentified, unphased } from './in-plan';
import { assumedClasses, noAccountableOfficer, noBaseline, rulings, similarLines, similarOfficers } from './on-lines';
import { viewOf, type Find, type Finding } from './view';

const finders: readonly Find[] = [
  printedTotals,
  unphased,
  potUnallocated,
  potOverdue,
  outsideNi179,
  fallingPlans,
  blankLevels,
  unidentified,
  noAccountableOfficer,
  assumedClasses,
  noBaseline,
  notVerified,
  rulings,
  notAnEfficiency,
  noQualityCheck,
  noEvidence,
  abovePlan,
  notConfirmed,
  overlaps,
  openQueries,
  similarLines,
  similarOfficers,
  partnership,
];

/** Everything that is not settled at a moment. Names of officers are only used to point out that two are alike. */
export function findings(
  projection: Projection,
  moment: Moment,
  names: ReadonlyMap<OfficerId, string>,
): readonly Finding[] {
  const view = viewOf(projection, moment, names);
  return finders.flatMap((find) => find(view));
}
