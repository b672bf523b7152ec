/** How the four published tables are read: what an officer would say once, with the codes of the sample. */
import { divisionalLines, mainLines, programmeCodes, type LineNotes } from '../../src/samples/july-2009-lines';

type Json = Readonly<Record<string, unknown>>;

const DEADLINE = '2010/11';
const TOTAL = 'total efficiency by 2010/11 £000';

const mainColumns = [
  { header: 'section', is: 'section' },
  { header: 'line', is: 'title' },
  { header: TOTAL, is: 'total by', year: DEADLINE },
  { header: 'saving 2009/10 £000', is: 'level', year: '2009/10' },
  { header: 'saving 2010/11 £000', is: 'level', year: '2010/11' },
  { header: 'saving 2011/12 £000', is: 'level', year: '2011/12' },
  { header: 'contribution to 2010/11 budget £000', is: 'budget contribution', year: '2010/11' },
  { header: 'contribution to 2011/12 budget £000', is: 'budget contribution', year: '2011/12' },
  { header: 'accountable officer', is: 'officer' },
];

const span = (first: string, last: string): Json => ({ first, last });

const carried = {
  closed: span('2005/06', '2007/08'),
  into: span('2008/09', DEADLINE),
  closedTarget: '20950000.00',
  closedCashableAchieved: '28548000.00',
};

const notesOf = ({ code, title, tags, unidentified, ruling }: LineNotes): Json => ({
  code,
  ...(title === undefined ? {} : { called: title }),
  ...(tags === undefined ? {} : { tags }),
  ...(unidentified === true ? { stage: 'unidentified' } : {}),
  ...(ruling === undefined ? {} : { ruling }),
});

/** What a row of the main table is besides its notes: carried forward, begun in 2008/09, or the pot. */
function mainRow(notes: LineNotes, place: number): Json {
  const base = { row: String(place + 2), ...notesOf(notes) };
  if (place < 2) return { ...base, is: 'carried forward', class: place === 0 ? 'cashable' : 'non-cashable', carried };
  if (place < 7)
    return {
      ...base,
      columns: [
        { header: TOTAL, is: 'total by', year: DEADLINE },
        { header: TOTAL, is: 'level', year: '2008/09' },
      ],
    };
  if (notes.code !== 'TRANSFORMATION-POT') return base;
  return { ...base, group: 'Transformation programmes', pot: { programmes: programmeCodes, allocateBy: '2009-11-30' } };
}

const SECTIONS = {
  before: 'Activity prior to 2008/09 - Gershon savings c/f',
  effects: 'Activity in 2008/09 - full year effects',
  now: 'Activity in 2009/10',
  next: 'Planned activity in 2010/11',
};
const section = (name: string): Json => ({ of: 'section', name });

const published: readonly (readonly [string, Json])[] = [
  ['Activity prior to 2008/09 sub-total', { scope: section(SECTIONS.before) }],
  ['Activity in 2008/09 total', { scope: section(SECTIONS.effects) }],
  ['Activity in 2009/10 sub-total', { scope: section(SECTIONS.now) }],
  ['Planned activity in 2010/11 sub-total', { scope: section(SECTIONS.next) }],
  ['Total efficiency plan', { scope: { of: 'ledger' } }],
  ['Departmental revenue savings strategies', { scope: { of: 'group', name: 'Divisional revenue strategies' } }],
  ['Quick win projects', { scope: { of: 'tag', name: 'quick-win' } }],
  ['Corporate procurement strategy', { scope: { of: 'line', line: 'PROCUREMENT' } }],
  ['Carried forward from before 2008/09', { scope: { of: 'ledger' }, figure: 'carriedForward' }],
  ['Full year savings from activity in 2008/09', { scope: section(SECTIONS.effects) }],
];

const publishedRows = [
  ...published.map(([title, rest]) => ({ title, is: 'total', ...rest })),
  {
    title: 'Total as printed',
    is: 'total',
    // Printed as savings in brackets, unlike the table around it.
    savings: 'negative',
    scope: { of: 'group', name: 'Divisional revenue strategies' },
  },
  { title: 'Council target by 2010/11', is: 'target', target: { scope: 'council', deadline: DEADLINE } },
  {
    title: 'Partnership (LAA) target by 2010/11',
    is: 'target',
    target: { scope: 'partnership', deadline: DEADLINE },
  },
  { title: 'Efficiency target 2005/06 to 2007/08', is: 'ignored' },
  { title: 'Cashable savings achieved 2005/06 to 2007/08', is: 'ignored' },
];

const yearColumns = (suffix: string, years = ['2009/10', '2010/11', '2011/12']): Json[] =>
  years.map((year) => ({ header: `${year}${suffix}`, is: 'level', year }));

/** The mapping of the four tables, as sheets or CSV files of their names. */
export const julyMapping = {
  title: 'One Excellent Council: efficiency plan of 13 July 2009, as published',
  document: 'One Excellent Council: efficiency plan, Cabinet, 13 July 2009',
  effective: '2009-07-13',
  unit: 'thousands',
  savings: 'positive',
  sheets: [
    {
      sheet: 'appendix-two.csv',
      columns: mainColumns,
      rows: mainLines.map((notes, place) =>
        notes === null
          ? { row: String(place + 2), is: 'total', scope: { of: 'group', name: 'Divisional revenue strategies' } }
          : mainRow(notes, place),
      ),
    },
    {
      sheet: 'divisional-revenue-savings.csv',
      savings: 'negative',
      section: SECTIONS.now,
      group: 'Divisional revenue strategies',
      columns: [
        { header: 'line', is: 'title' },
        ...yearColumns(' £000'),
        { header: 'accountable officer', is: 'officer' },
      ],
      rows: divisionalLines.map((notes, place) => ({ row: String(place + 2), ...notesOf(notes) })),
    },
    {
      sheet: 'transformation-programmes.csv',
      section: SECTIONS.now,
      group: 'Transformation programmes',
      stage: 'unidentified',
      columns: [
        { header: 'programme', is: 'title' },
        { header: 'accountable officer', is: 'officer' },
      ],
      rows: programmeCodes.map((code, place) => ({ row: String(place + 2), code })),
    },
    {
      sheet: 'published-figures.csv',
      columns: [{ header: 'figure', is: 'title' }, ...mainColumns.filter(({ is }) => /total|level|budget/.test(is))],
      rows: publishedRows,
    },
  ],
};
