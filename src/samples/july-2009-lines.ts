/** What the published tables do not print and the ledger needs: a code for each row, and how certain its saving is. */
import type { Ruling } from '../domain/entries';

/** What is known of a row besides its cells. */
export interface LineNotes {
  readonly code: string;
  /** Where the text of the row means nothing without its section. */
  readonly title?: string;
  readonly tags?: readonly string[];
  /** True where the table gives an amount without saying where it is to come from. */
  readonly unidentified?: boolean;
  readonly ruling?: Ruling;
}

export const DIVISIONAL = 'Divisional revenue strategies';
export const PROGRAMMES = 'Transformation programmes';
export const QUICK_WIN = 'quick-win';
export const POT = 'TRANSFORMATION-POT';

const quickWin = (code: string): LineNotes => ({ code, tags: [QUICK_WIN] });
// Less catering may be bought because less is offered: whether that is an efficiency is for someone to rule.
const catering = (block: number): LineNotes => ({ code: `CATERING-BLOCK-${String(block)}`, ruling: 'volume' });

/** The rows of the main table, in its order; null for the row that is the total of another table. */
export const mainLines: readonly (LineNotes | null)[] = [
  { code: 'GERSHON-CASHABLE', title: 'Gershon savings c/f, cashable' },
  { code: 'GERSHON-NON-CASHABLE', title: 'Gershon savings c/f, non-cashable' },
  { code: 'HR-IMPROVEMENT-PLAN' },
  { code: 'PROPERTY-SALES-INTEREST', ruling: 'income' },
  { code: 'PRINT-PROCUREMENT' },
  { code: 'RESIDENTIAL-PLACEMENTS' },
  { code: 'OTHER-MINOR-SAVINGS' },
  null,
  quickWin('AGENCY-PROJECT'),
  quickWin('IT-PROCUREMENT'),
  quickWin('PRINTERS'),
  quickWin('SOFT-FACILITIES-MANAGEMENT'),
  quickWin('GREY-FLEET'),
  quickWin('VEHICLE-FLEET'),
  quickWin('POLICY-OFFICERS'),
  { code: POT, unidentified: true },
  { code: 'PROCUREMENT' },
  { code: 'DE-FUTURE-PROGRAMMES', unidentified: true },
];

/** The rows of the divisional table, in its order. Four rows share nearly one name: their codes count the blocks. */
export const divisionalLines: readonly LineNotes[] = [
  { code: 'DIVISIONAL-STAFFING' },
  { code: 'DAY-CENTRES-CO-LOCATION' },
  { code: 'ELDERLY-PERSONS-HOMES' },
  { code: 'PROMOTING-INDEPENDENCE' },
  { code: 'EMERGENCY-ALARMS' },
  { code: 'HOUSING-OPTIONS-STAFF' },
  { code: 'HOUSING-BENEFITS' },
  { code: 'NOMINATIONS' },
  catering(1),
  { code: 'FUTURE-YEARS-EFFICIENCIES', unidentified: true },
  { code: 'SOCIAL-CARE-TRANSPORT' },
  catering(2),
  { code: 'RUNNING-COSTS' },
  { code: 'MUSEUMS-STAFF' },
  { code: 'SPORTS-STAFF' },
  { code: 'LIBRARIES-STAFF' },
  catering(3),
  { code: 'DMT-SIZE' },
  { code: 'DEMOCRATIC-SERVICES-EFFICIENCY' },
  { code: 'DEMOCRATIC-SERVICES-STAFF' },
  { code: 'FINANCIAL-SERVICES-MANAGEMENT' },
  { code: 'FINANCIAL-SERVICES-STAFF' },
  { code: 'INFORMATION-SERVICES-STAFF' },
  { code: 'WIDE-AREA-NETWORK' },
  { code: 'LEGAL-SERVICES-EFFICIENCY' },
  { code: 'LEGAL-SERVICES-STAFF' },
  { code: 'PROPERTY-SERVICES-EFFICIENCY' },
  { code: 'PROPERTY-AGENCY-STAFF' },
  catering(4),
];

/** The programmes that share the pot, in the order of their table. */
export const programmeCodes: readonly string[] = [
  'INDIVIDUAL-PERFORMANCE-MANAGEMENT',
  'SUPPLIER-MANAGEMENT',
  'PRIORITY-BASED-BUDGETING',
  'PROGRAMME-MANAGEMENT',
  'ADULT-SOCIAL-CARE-TRANSFORMATION',
  'SUPPORT-SERVICES-TRANSFORMATION',
  'ONE-COUNCIL-ONE-CONTACT',
];
