import { ledgerHeadings } from '../import/layout';
import type { TrackerAnswer } from '../../queries/tracker';

/** The mapping of the layout the ledger gives a tracker that came from nowhere else. */
export function ownMapping({ years, deadline }: Pick<TrackerAnswer, 'years' | 'deadline'>): unknown {
  const planned = years.slice(1);
  return {
    title: 'Savings tracker',
    document: 'Savings tracker',
    unit: 'pounds',
    savings: 'positive',
    sheets: [
      {
        sheet: 'Tracker',
        columns: [
          { header: ledgerHeadings.id, is: 'id' },
          { header: ledgerHeadings.version, is: 'version' },
          { header: ledgerHeadings.class, is: 'class' },
          { header: 'Section', is: 'section' },
          { header: 'Group', is: 'group' },
          { header: 'Title', is: 'title' },
          { header: 'Tags', is: 'tags' },
          { header: 'Stage', is: 'stage' },
          { header: 'Officer', is: 'officer' },
          { header: `Total by ${deadline} (£)`, is: 'total by', year: deadline },
          ...planned.flatMap((year) => [{ header: `Level ${year} (£)`, is: 'level', year }]),
          ...planned.map((year) => ({ header: `Contribution to ${year} budget (£)`, is: 'budget contribution', year })),
          ...planned.map((year) => ({ header: `Forecast ${year} (£)`, is: 'forecast', year })),
        ],
      },
    ],
  };
}
