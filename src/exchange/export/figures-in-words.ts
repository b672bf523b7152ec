/** The names of figures as people read them. */
export const figureWords = {
  target: 'Target',
  plan: 'Plan',
  gap: 'Gap',
  carriedForward: 'Carried forward',
  fullYearEffects: 'Full-year effects',
  level: 'Level',
  newInYear: 'New in the year',
  unphased: 'Unphased',
  identified: 'Identified',
  unidentified: 'Unidentified',
  subjectToRulings: 'Subject to rulings',
  atRisk: 'At risk',
  forecast: 'Forecast',
  budgetContribution: 'Budget contribution',
  achieved: 'Achieved',
  'achieved.claimed': 'Achieved, claimed',
  'achieved.verified': 'Achieved, verified',
  'achieved.certified': 'Achieved, certified',
  outstanding: 'Outstanding',
} as const;

export type WordedFigure = keyof typeof figureWords;

export const wordedFigures = Object.keys(figureWords) as readonly WordedFigure[];
