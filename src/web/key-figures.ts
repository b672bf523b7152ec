/** The figures of the chief finance officer's page, each a link to what it is made of. */
import { addAll, pence, pounds, type Pounds } from '../domain/money';
import type { PositionAnswer } from '../queries/position';
import type { TrancheTotalsAnswer } from '../queries/tranche-totals';
import { address, pinned, toTrace } from './address';
import { inMillions, isNil } from './wording';

export interface KeyFigure {
  readonly title: string;
  readonly exact: Pounds;
  readonly amount: string;
  readonly note: string;
  readonly href: string;
  /** Planned with nothing under it: drawn as an outline, as in the charts. */
  readonly isOutline?: boolean;
}

export function keyFigures(position: PositionAnswer, tranches: TrancheTotalsAnswer): readonly KeyFigure[] {
  const { by, target, deadline, due, identifiedShare, achieved, forecast } = position;
  const question = pinned(position);
  const figure = (title: string, name: string, exact: Pounds, note: string): KeyFigure => ({
    title,
    exact,
    amount: inMillions(exact),
    note,
    href: toTrace(name, by, question, { ...position.filter }),
  });
  return [
    ...(target === null
      ? []
      : [figure('Target', 'target', target, deadline === null ? 'No target is set' : `To be saved by ${deadline}`)]),
    figure('Planned', 'plan', position.plan, `By ${by}; ${due ?? 'no deadline'}`),
    {
      ...figure('No year behind it', 'unphased', position.unphased, 'Unphased: planned, with no yearly figure'),
      isOutline: !isNil(position.unphased),
    },
    figure('Carried forward', 'carriedForward', position.carriedForward, 'Achieved in an earlier period'),
    figure('Forecast', 'forecast', forecast, isNil(forecast) ? 'No forecast is recorded' : `Levels expected in ${by}`),
    figure('Achieved, claimed', 'achieved.claimed', achieved.claimed, 'Not verified by a second officer yet'),
    figure('Achieved, verified', 'achieved.verified', achieved.verified, 'Verified by a second officer'),
    figure('Achieved, certified', 'achieved.certified', achieved.certified, 'By the chief finance officer'),
    figure('Identified', 'identified', position.identified, shareNote(identifiedShare)),
    figure('At risk', 'atRisk', position.atRisk, 'Plan on lines rated amber or red'),
    ...lasting(tranches),
  ];
}

const shareNote = (share: string | null): string =>
  share === null ? 'It is known where it comes from' : `${share}% of the target`;

/** What of the achieved gains still runs its two-year clock, and what has run it; the plan's own beside it. */
function lasting(tranches: TrancheTotalsAnswer): readonly KeyFigure[] {
  const { by, definition, asAt, size } = tranches;
  const of = (measure: 'plan' | 'achieved', state: 'running' | 'sustained'): Pounds =>
    pounds(addAll(tranches.totals.filter((each) => each.measure === measure).map((each) => pence(each[state]))));
  const href = address('/reports/tranches', {
    by: by.replace('/', '-'),
    ...tranches.filter,
    ...pinned({ definition, asAt, size }),
  });
  return (['running', 'sustained'] as const).map((state) => ({
    title: state === 'running' ? 'Running' : 'Sustained',
    exact: of('achieved', state),
    amount: inMillions(of('achieved', state)),
    note: `Achieved; of the plan ${inMillions(of('plan', state))}`,
    href,
  }));
}
