/** Asks a view, by the handlers the front doors ask, without the doors. */
import { isRefusal, type Refusal } from '../../src/domain/refusals';
import { EntriesHandler, EntriesQuery, EntryHandler, EntryQuery } from '../../src/queries/entries';
import { FindingsHandler, FindingsQuery } from '../../src/queries/findings';
import type { LedgerView } from '../../src/queries/ledger-view';
import { LineHandler, LineQuery, LinesHandler, LinesQuery } from '../../src/queries/lines';
import { PositionHandler, PositionQuery } from '../../src/queries/position';
import type { Parameters } from '../../src/queries/read-question';
import { ReconciliationHandler, ReconciliationQuery } from '../../src/queries/reconciliation';
import { RebuildHandler, RebuildQuery } from '../../src/queries/rebuild';
import { ReplayHandler, ReplayQuery } from '../../src/queries/replay';
import { TraceHandler, TraceQuery } from '../../src/queries/trace';

/** Everything that can be asked of one view. */
// The type is what the handlers say it is; writing it out here would only repeat them.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- see above
export const asking = (view: LedgerView) => ({
  position: (parameters: Parameters = {}) => new PositionHandler(view).execute(new PositionQuery(parameters)),
  trace: (figure: string, parameters: Parameters = {}) =>
    new TraceHandler(view).execute(new TraceQuery(figure, parameters)),
  findings: (parameters: Parameters = {}) =>
    new FindingsHandler(view, { names: () => new Map() }).execute(new FindingsQuery(parameters)),
  entries: (parameters: Parameters = {}) => new EntriesHandler(view).execute(new EntriesQuery(parameters)),
  entry: (seq: number) => new EntryHandler(view).execute(new EntryQuery(seq)),
  lines: (parameters: Parameters = {}) => new LinesHandler(view).execute(new LinesQuery(parameters)),
  line: (line: string, parameters: Parameters = {}) =>
    new LineHandler(view, { names: () => new Map() }).execute(new LineQuery(line, parameters)),
  reconciliation: (parameters: Parameters = {}) =>
    new ReconciliationHandler(view).execute(new ReconciliationQuery(parameters)),
  replay: (parameters: Parameters = {}) => new ReplayHandler(view).execute(new ReplayQuery(parameters)),
  rebuild: (parameters: Parameters = {}) => new RebuildHandler(view).execute(new RebuildQuery(parameters)),
});

export type Asking = ReturnType<typeof asking>;

export function answered<Answer>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${answer.message}`);
  return answer;
}

export const refusalOf = (answer: unknown): string => (isRefusal(answer) ? answer.code : 'answered');
