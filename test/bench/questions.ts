/** How long questions take of a ledger in memory, as the front doors ask them. */
import { dayNumber, type IsoDate } from '../../src/domain/dates';
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { FindingsHandler, FindingsQuery } from '../../src/queries/findings';
import type { LedgerView } from '../../src/queries/ledger-view';
import { PositionHandler, PositionQuery } from '../../src/queries/position';
import { TraceHandler, TraceQuery } from '../../src/queries/trace';
import { chances, percentile } from './measure';

export interface Timing {
  readonly question: string;
  readonly p50: number;
  readonly p99: number;
  readonly times: number;
}

const BUDGET_MS = 4_000;
const MOST = 200;
const LEAST = 3;

/** Asks until so much time is gone, but a few times at least. */
async function timing(question: string, ask: () => Promise<unknown>): Promise<Timing> {
  const found: number[] = [];
  const deadline = performance.now() + BUDGET_MS;
  while (found.length < LEAST || (found.length < MOST && performance.now() < deadline)) {
    const start = performance.now();
    const answer = (await ask()) as Refusal | object;
    found.push(performance.now() - start);
    if (isRefusal(answer)) throw new Error(`${question}: ${answer.code} ${answer.message}`);
  }
  found.sort((one, other) => one - other);
  return { question, p50: percentile(found, 0.5), p99: percentile(found, 0.99), times: found.length };
}

/** The least that an answer as at a day can cost where nothing was added up before: every posting looked at once. */
async function foldOf(view: LedgerView): Promise<() => Promise<object>> {
  const projection = await view.projection();
  if (isRefusal(projection)) throw new Error(projection.message);
  const { amounts, cellOf, time, firstPosting } = projection.table.toParts();
  const day = dayNumber('2015-03-31' as IsoDate);
  const cells = projection.table.held.length;
  return () => {
    const sums = new Float64Array(cells);
    for (let seq = 0; seq < firstPosting.length; seq += 1) {
      if ((time.effective[seq] ?? 0) > day) continue;
      const end = firstPosting[seq + 1] ?? amounts.length;
      for (let row = firstPosting[seq] ?? 0; row < end; row += 1) {
        const cell = cellOf[row] ?? 0;
        sums[cell] = (sums[cell] ?? 0) + (amounts[row] ?? 0);
      }
    }
    return Promise.resolve(sums);
  };
}

export async function questions(view: LedgerView, size: number): Promise<readonly Timing[]> {
  const chance = chances(size);
  const position = (parameters: Readonly<Record<string, string>>) => () =>
    new PositionHandler(view).execute(new PositionQuery(parameters));
  const trace = (parameters: Readonly<Record<string, string>>) => () =>
    new TraceHandler(view).execute(new TraceQuery('achieved.verified', { by: '2012/13', ...parameters }));
  const known = (): string => String(2 + Math.floor(chance() * (size - 2)));
  return [
    await timing('position now', position({})),
    await timing('position of one line', position({ line: 'LINE-7' })),
    await timing('position as known on a random seq', () => position({ known_at: known() })()),
    await timing('position as at 31 March 2015', position({ as_at: '2015-03-31' })),
    await timing('one fold of the columns and nothing else', await foldOf(view)),
    await timing('trace, first page of 50', trace({ limit: '50' })),
    await timing('trace of one section', trace({ section: 'Section 3', limit: '200' })),
    await timing('trace, whole', trace({})),
    await timing('findings', () =>
      new FindingsHandler(view, { names: () => new Map() }).execute(new FindingsQuery({})),
    ),
  ];
}
