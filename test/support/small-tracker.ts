/** A layout of one sheet, a line and its level in pounds a row: the least that an import is told. */
export const smallMapping = {
  title: 'A small tracker (invented)',
  document: 'A small tracker (invented)',
  unit: 'pounds',
  savings: 'positive',
  sheets: [
    {
      sheet: 'Plan',
      section: 'Activity in 2009/10',
      columns: [
        { header: 'Line', is: 'title' },
        { header: 'Saving', is: 'level', year: '2009/10' },
      ],
    },
  ],
};

/** The same for a CSV file. */
export const smallCsvMapping = {
  ...smallMapping,
  sheets: smallMapping.sheets.map((sheet) => ({ ...sheet, sheet: 'plan.csv' })),
};
