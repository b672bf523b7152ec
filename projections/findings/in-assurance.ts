/** Findings about what is not settled yet: printed totals, checks by a second officer, other partners. */
import type { EntryKind } from '../../src/domain/entries';
import { pence, subtract } from '../../src/domain/money';
import { position } from '../position';
import { asPublished, reconciliation } from '../reconciliation';
import { inPounds, type Find, type FindingKind } from './view';

/** Rule 17: a printed total that its rows do not add up to. */
export const printedTotals: Find = ({ projection, moment }) =>
  reconciliation(projection, moment)
    .filter(
      ({ assertion, difference }) => difference !== 0 && projection.register.settledBy(assertion.seq, moment) === null,
    )
    .map(({ assertion, computed, difference }) => ({
      kind: 'printed-total-differs',
      message: `"${assertion.facts.label}" (${assertion.facts.year}) is printed as ${inPounds(pence(assertion.facts.amount))}; its rows add up to ${inPounds(computed)}.`,
      lines: [],
      amount: difference,
      entries: [assertion.seq],
    }));

const waiting: Partial<Record<EntryKind, readonly [FindingKind, string]>> = {
  SavingCarriedForward: ['carry-forward-not-verified', 'carry-forward'],
  SavingReclassified: ['reclassification-not-verified', 'reclassification'],
  EntryReversed: ['reversal-not-verified', 'reversal'],
  BatchReversed: ['reversal-not-verified', 'reversal of a batch'],
  PeriodReopened: ['reopening-not-verified', 're-opening of a period'],
};

/** Rules 5, 6 and 16: these wait for a second officer. */
export const notVerified: Find = ({ projection, moment }) =>
  projection.register.notVerified(moment).flatMap(({ seq, kind, line, facts }) => {
    const [finding, act] = waiting[kind] ?? [];
    if (finding === undefined || act === undefined) return [];
    const amount = 'amount' in facts && facts.amount !== null ? pence(facts.amount) : null;
    const ofAmount = amount === null ? '' : ` of ${inPounds(amount)}`;
    const message = `The ${act}${ofAmount} in entry ${String(seq)} has not been verified by a second officer.`;
    return [{ kind: finding, message, lines: line === null ? [] : [line], amount, entries: [seq] }];
  });

/** Rule 1: the target of a partnership, of which this ledger holds only one member's part. */
export const partnership: Find = ({ projection, moment, deadline }) => {
  if (deadline === null) return [];
  const { amounts } = position(projection, asPublished(projection, deadline), moment, {});
  const amount = amounts.partnershipTarget;
  if (amount === 0) return [];
  const others = inPounds(subtract(amount, amounts.target));
  const { table } = projection;
  const rows = table.list(moment, (cell) => table.shapeIn(cell).measure === 'partnership target');
  return [
    {
      kind: 'partnership-incomplete',
      message: `The partnership's target of ${inPounds(amount)} has one member here; ${others} is for its other partners, whose ledgers are not added.`,
      lines: [],
      amount,
      entries: rows.map(({ seq }) => seq),
    },
  ];
};

/** R35: an auditor waits for an answer. */
export const openQueries: Find = ({ projection, moment }) =>
  projection.register.openQueries(moment).map(({ seq, facts }) => ({
    kind: 'audit-query-open',
    message: `An auditor asks: ${facts.question}`,
    lines: [],
    amount: null,
    entries: facts.about === null ? [seq] : [seq, Number(facts.about)],
  }));

/** Rule 11: declared, and nothing has been taken off. */
export const overlaps: Find = ({ projection, moment }) =>
  projection.register.overlaps(moment).map(({ seq, line, facts }) => {
    const amount = facts.amount === null ? null : pence(facts.amount);
    const upTo = amount === null ? '' : ` by up to ${inPounds(amount)}`;
    return {
      kind: 'overlap-suspected',
      message: `Lines ${String(line)} and ${facts.other} may count the same pound${upTo}.`,
      lines: line === null ? [facts.other] : [line, facts.other],
      amount,
      entries: [seq],
    };
  });
