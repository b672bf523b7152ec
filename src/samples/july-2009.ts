/** The efficiency plan published in July 2009, as the requests an officer would have sent to record it. */
import { randomUUID } from 'node:crypto';

import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { Officer, OfficerRegister } from '../access/officer-register';
import type { Outcome } from '../commands/ledger-writer';
import { OpenLedger } from '../commands/open-ledger';
import { Record as RecordEntry } from '../commands/record';
import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import type { LedgerId } from '../domain/identifiers';
import { addAll, pence, pounds } from '../domain/money';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { EntriesQuery, EntryQuery } from '../queries/entries';
import { mainLines } from './july-2009-lines';
import { planRequests, PUBLISHED_TOTAL } from './july-2009-plan';
import { divisionalTotals, inputs, publishedTotals } from './july-2009-totals';
import { AccountableOfficers, recorder, sampleOfficers } from './officers';
import { BATCH, DEADLINE, EFFECTIVE, requestFrom, type SampleRequest } from './requests';
import { printedAmount, readTable, statedAmount, type Row, type Table } from './table';

const FOLDER = 'july-2009';
const COUNCIL = 'Leicester City Council';
const BASE_YEAR = '2008/09' as FinancialYear;

/** The ledger to load into, by its three ways in. */
export interface LoadInto {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerRegister;
}

/** How many requests recorded something, and how many had been recorded before. */
export interface Loaded {
  readonly recorded: number;
  readonly replayed: number;
}

/** Thrown where the ledger refuses a request of the sample, such as in the ledger of another council. */
export class SampleRefused extends Error {
  public constructor(
    public readonly refusal: Refusal,
    request: string,
  ) {
    super(`The sample of July 2009 was not loaded: ${request} was refused, ${refusal.code}: ${refusal.message}`);
  }
}

const anotherLedger = refuse(
  'LEDGER_ALREADY_OPENED',
  'This ledger was opened for something else than the sample; load the sample into a directory of its own.',
);

/**
 * Loads the sample, through the same commands any client sends. Loading it again adds nothing. Throws SampleRefused.
 * The ledger's id is made at random unless one is given.
 */
export async function loadJuly2009(
  into: LoadInto,
  { ledger = randomUUID() as LedgerId }: { readonly ledger?: LedgerId } = {},
): Promise<Loaded> {
  const { commandBus, queryBus, register } = into;
  const { requests, accountable } = july2009();
  const first = await queryBus.execute(new EntryQuery(0));
  const standing = isRefusal(first) || first.kind !== 'LedgerOpened' ? null : first.facts.ledger;
  // Only once: a name that was erased from the register since must not come back by loading the sample again.
  if (standing === null) register.add([...sampleOfficers, ...accountable]);
  const newLedger = {
    ledger: standing ?? ledger,
    council: COUNCIL,
    baseYear: BASE_YEAR,
    effective: EFFECTIVE as IsoDate,
  };
  const opening = await commandBus.execute(new OpenLedger(newLedger, recorder));
  // Another process may have opened it in between, with an id of its own, and be loading the same sample.
  if (isRefusal(opening) && standing === null) return loadJuly2009(into);
  if (isRefusal(opening)) throw new SampleRefused(anotherLedger, 'opening the ledger');
  // All are sent before the first is answered, so that they share a few durable writes. They are decided in this order.
  const sent = requests.map(async ({ key, body }) =>
    wasReplayed(await commandBus.execute(new RecordEntry(body, recorder, key)), key),
  );
  const replays = [opening.replayed, ...(await Promise.all(sent))];
  const replayed = replays.filter(Boolean).length;
  return { recorded: replays.length - replayed, replayed };
}

/**
 * Whether a ledger holds a part of the sample and no more, because whoever loaded it died: it was opened as the sample is
 * and has fewer entries than the sample, of which the next, if any, is the sample's. A ledger that went on is left alone.
 */
export async function isPartOfJuly2009(queryBus: QueryBus): Promise<boolean> {
  const begun = await queryBus.execute(new EntriesQuery({ limit: '2' }));
  if (isRefusal(begun)) return false;
  const [opening, next] = begun.entries;
  if (opening?.kind !== 'LedgerOpened' || opening.effective !== EFFECTIVE || opening.officer !== recorder.officer)
    return false;
  const { council, baseYear } = opening.facts;
  const isOurs = council === COUNCIL && baseYear === BASE_YEAR && (next === undefined || next.batch === BATCH);
  return isOurs && begun.size < 1 + july2009().requests.length;
}

function wasReplayed(outcome: Outcome, request: string): boolean {
  if (isRefusal(outcome)) throw new SampleRefused(outcome, request);
  return outcome.replayed;
}

interface Sample {
  readonly requests: readonly SampleRequest[];
  /** The officers the tables name, for the register. */
  readonly accountable: readonly Officer[];
}

/** All requests of the sample in their order. */
function july2009(): Sample {
  const [main, divisional, programmes, published] = [
    readTable(FOLDER, 'appendix-two.csv'),
    readTable(FOLDER, 'divisional-revenue-savings.csv'),
    readTable(FOLDER, 'transformation-programmes.csv'),
    readTable(FOLDER, 'published-figures.csv'),
  ] as const;
  const officers = new AccountableOfficers();
  const closed = {
    target: rowOf(published, inputs.closedTarget),
    cashableAchieved: rowOf(published, inputs.closedCashableAchieved),
  };
  const requests = [
    batch([main, divisional, programmes, published]),
    target(rowOf(published, inputs.councilTarget), 'council'),
    target(rowOf(published, inputs.partnershipTarget), 'partnership'),
    ...planRequests(main, { divisional, programmes }, closed, officers),
    ...divisionalTotals(main),
    ...publishedTotals(published),
  ];
  return { requests, accountable: officers.all() };
}

function rowOf(table: Table, label: string): Row {
  const row = table.rows.find((candidate) => candidate.cell(1).text === label);
  if (row === undefined) throw new Error(`${table.file} has no row "${label}"`);
  return row;
}

function target(row: Row, scope: 'council' | 'partnership'): SampleRequest {
  const cell = row.cell(PUBLISHED_TOTAL);
  return requestFrom(row, cell.address, 'TargetSet', scope, { scope, amount: statedAmount(cell), deadline: DEADLINE });
}

const MAPPING = [
  'Amounts are printed in thousands of pounds and recorded in pounds.',
  'A year column is the yearly level against 2008/09, not an instalment; the brackets of the divisional table mean savings.',
  'A dash and a blank state nothing and are kept apart as printed; a printed 0 is an amount.',
  'The class is taken as cashable where the table does not give one.',
  'The row "Divisional revenue strategies" and the published figures are asserted as printed totals, except the two targets and the two figures of the closed period, which are inputs.',
  'The control total adds every amount in the total and saving columns of appendix-two.csv, without the row "Divisional revenue strategies", and in the three year columns of divisional-revenue-savings.csv; it checks that nothing was missed and means nothing else.',
].join(' ');

function batch(tables: readonly [Table, Table, Table, Table]): SampleRequest {
  const [main, divisional] = tables;
  const plans = main.rows.filter((_, index) => mainLines[index] !== null).flatMap((row) => amountsIn(row, 2, 5));
  const divisions = divisional.rows.flatMap((row) => amountsIn(row, 1, 3));
  return {
    key: 'july-2009/batch-imported',
    body: {
      kind: 'BatchImported',
      title: 'One Excellent Council: efficiency plan of 13 July 2009, as published',
      files: tables.map(({ file, sha256, rows }) => ({ name: file, sha256, rows: String(rows.length) })),
      mapping: MAPPING,
      controlTotal: pounds(addAll([...plans, ...divisions].map(pence))),
      effective: EFFECTIVE,
      batch: BATCH,
    },
  };
}

const amountsIn = (row: Row, first: number, last: number): readonly ReturnType<typeof statedAmount>[] =>
  Array.from({ length: last - first + 1 }, (_, index) => printedAmount(row.cell(first + index)) ?? []).flat();
