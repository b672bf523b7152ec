/** Findings about what lines lack: an accountable officer, a class, a baseline, a ruling, a name of their own. */
import type { LineAt } from '../register';
import { alikePersons, alikeTitles } from './similar-names';
import { byBatch, byDeadline, take, type Find, type Finding } from './view';

/** Rule 2. A pot has no officer of its own: each of its programmes has. */
export const noAccountableOfficer: Find = ({ lines }) =>
  lines
    .filter(({ owner, pot }) => owner === null && pot === null)
    .map((line) => ({
      kind: 'no-accountable-officer',
      message: `"${line.title}" has no accountable officer.`,
      lines: [line.id],
      amount: null,
      entries: [line.registered],
    }));

const linesOf = (count: number, batch: string): string =>
  count === 1 ? `1 line ${batch} is` : `${String(count)} lines ${batch} are`;

/** The document gives no class for most lines: said once for each import. */
export const assumedClasses: Find = ({ projection, moment }) => {
  const assumed = projection.register.known('SavingPlanned', moment).filter(({ facts }) => facts.classAssumed);
  return byBatch(assumed).map(([batch, entries]) => ({
    kind: 'class-assumed',
    message: `${linesOf(entries.length, batch)} taken as cashable because the document gives no class.`,
    lines: entries.flatMap(({ line }) => line ?? []),
    amount: null,
    entries: entries.map(({ seq }) => seq),
  }));
};

/** Rule 2: without a baseline nothing can be achieved. What was carried forward and pots need none. */
export const noBaseline: Find = (view) => {
  const lacks = ({ id, baseline, pot }: LineAt): boolean =>
    baseline === null && pot === null && take(view, id, ({ tranche }) => tranche !== 'opening').amount !== 0;
  return byBatch(view.lines.filter(lacks)).map(([batch, members]) => ({
    kind: 'no-baseline',
    message: `${linesOf(members.length, batch)} without a baseline, so nothing can be recorded as achieved on them.`,
    lines: members.map(({ id }) => id),
    amount: null,
    entries: members.map(({ registered }) => registered),
  }));
};

const why = { volume: 'less is bought or done', income: 'more is earned' } as const;

/** Rule 13: whether it is an efficiency at all is for someone to rule; until then it counts, and is shown to. */
export const rulings: Find = (view) =>
  view.lines.flatMap((line): readonly Finding[] => {
    if (line.ruling === null) return [];
    const { amount, entries } = take(view, line.id, byDeadline(view));
    const message = `"${line.title}" needs a ruling whether it is an efficiency: ${why[line.ruling]}.`;
    return [{ kind: 'needs-a-ruling', message, lines: [line.id], amount, entries: [line.registered, ...entries] }];
  });

/** Rule 19: names are not keys. */
export const similarLines: Find = ({ lines }) =>
  alikeTitles(lines.map((line) => ({ id: line.id, name: line.title, line }))).map((group) => ({
    kind: 'similar-names',
    message: `${String(group.length)} lines have nearly one name: ${group.map(({ id }) => id).join(', ')}.`,
    lines: group.map(({ id }) => id),
    amount: null,
    entries: group.map(({ line }) => line.registered),
  }));

/** Rules 19 and 20: only said while the register of officers still has the names. */
export const similarOfficers: Find = ({ lines, names }) => {
  const owners = [...new Set(lines.flatMap(({ owner }) => owner ?? []))];
  const named = owners.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
  return alikePersons(named).map((group) => {
    const theirs = lines.filter(({ owner }) => group.some(({ id }) => id === owner));
    return {
      kind: 'similar-names',
      message: `The accountable officers ${group.map(({ id }) => id).join(' and ')} have nearly one name and may be one person.`,
      lines: theirs.map(({ id }) => id),
      amount: null,
      entries: theirs.map(({ ownerSince }) => ownerSince).filter((seq) => seq !== null),
    };
  });
};
