/**
 * Who may do what: the one table that guards every route, every verb of the terminal and every kind of entry. Roles never
 * combine, those who check or certify record no money, and whoever keeps the register sees none. What has no row here is
 * refused, and a test names it.
 */
import type { RecordableKind } from '../commands/requests/requests';
import { roles, type Role } from '../domain/entries';
import type { Scope } from './access-tokens';

export interface Rule {
  readonly who: 'anyone' | readonly Role[];
  /** What a token must be made for; `any` where that depends on what is sent, null where a program has no business. */
  readonly scope: Scope | 'any' | null;
  /** The officer must have proved who she is in the last five minutes (S8). */
  readonly fresh?: true;
  /** Not for an officer whose role was changed within a day (S4). */
  readonly settled?: true;
  /** Takes data out of the ledger, which the access log keeps. */
  readonly exports?: true;
}

const finance: readonly Role[] = ['finance officer'];
const certifiers: readonly Role[] = ['chief finance officer', 'deputy chief finance officer'];
const readers: readonly Role[] = [...finance, 'auditor', ...certifiers];
const judging = { scope: 'assure', fresh: true, settled: true } as const;

export const actions = {
  'come to the door': { who: 'anyone', scope: 'read' },
  'work on the data directory': { who: 'anyone', scope: null },
  'be signed in': { who: roles, scope: 'read' },
  'keep an own account': { who: roles, scope: null },
  'set a password': { who: roles, scope: null, fresh: true },
  'see the figures': { who: readers, scope: 'read' },
  'see the journal': { who: readers, scope: 'read' },
  'take an export': { who: readers, scope: 'read', exports: true },
  'send an entry': { who: readers, scope: 'any' },
  'record an entry': { who: finance, scope: 'record' },
  'close a period': { who: finance, scope: 'record' },
  'set the target or the rules': { who: finance, scope: 'record', fresh: true, settled: true },
  're-open a period': { who: finance, ...judging },
  'verify an entry': { who: [...finance, ...certifiers], ...judging },
  'reject an entry': { who: finance, ...judging },
  'certify a position': { who: certifiers, ...judging },
  'ask as auditor': { who: ['auditor'], scope: 'record' },
  'see the access log': { who: ['auditor', 'administrator'], scope: 'read' },
  'keep the register': { who: ['administrator'], scope: null },
  'confirm an erasure': { who: ['chief finance officer'], scope: null },
} as const satisfies Readonly<Record<string, Rule>>;

export type Action = keyof typeof actions;

/** Every route, a method and an address as they were made; HEAD goes with GET. */
export const routes: Readonly<Record<string, Action>> = {
  'GET /assets/site.css': 'come to the door',
  'GET /assets/theme.css': 'come to the door',
  'GET /assets/icon.svg': 'come to the door',
  'GET /assets/logo': 'come to the door',
  'GET /health/live': 'come to the door',
  'GET /health/ready': 'come to the door',
  // Answered to this machine alone, whoever is at the door.
  'GET /metrics': 'come to the door',
  'GET /api/openapi.json': 'come to the door',
  'GET /sign-in': 'come to the door',
  'POST /sign-in': 'come to the door',
  'GET /sign-in/link': 'come to the door',
  'POST /sign-in/link': 'come to the door',
  'GET /sign-in/openid': 'come to the door',
  'GET /sign-in/callback': 'come to the door',
  'POST /sign-out': 'come to the door',
  'GET /account': 'keep an own account',
  'POST /account/password': 'set a password',
  'GET /': 'see the figures',
  'GET /lines': 'see the figures',
  'GET /lines/:id': 'see the figures',
  'GET /charts/:name': 'see the figures',
  'GET /record': 'send an entry',
  'POST /record': 'send an entry',
  'GET /reports': 'see the figures',
  'GET /reports/plan': 'see the figures',
  'GET /reports/movement': 'see the figures',
  'GET /reports/tranches': 'see the figures',
  'GET /reports/returns': 'see the figures',
  'GET /reports/scenario': 'see the figures',
  'GET /reports/partnership': 'see the figures',
  'GET /audit': 'see the journal',
  'GET /audit/replay': 'see the journal',
  'GET /audit/compare': 'see the journal',
  'GET /audit/sample': 'see the journal',
  'GET /audit/journal-tests': 'see the journal',
  'GET /imports': 'see the journal',
  'GET /settings': 'see the journal',
  'GET /help': 'come to the door',
  'GET /accessibility': 'come to the door',
  'GET /privacy': 'come to the door',
  'GET /trace/:figure': 'see the figures',
  'GET /findings': 'see the figures',
  'GET /reconciliation': 'see the figures',
  'GET /entries': 'see the journal',
  'GET /entries/:seq': 'see the journal',
  'GET /api/v1/position': 'see the figures',
  'GET /api/v1/trace/:figure': 'see the figures',
  'GET /api/v1/findings': 'see the figures',
  'GET /api/v1/lines': 'see the figures',
  'GET /api/v1/lines/:id': 'see the figures',
  'GET /api/v1/reconciliation': 'see the figures',
  'GET /api/v1/movement/:figure': 'see the figures',
  'GET /api/v1/replay': 'see the journal',
  'GET /api/v1/rebuild': 'see the journal',
  'GET /api/v1/tranches': 'see the figures',
  'GET /api/v1/scenario': 'see the figures',
  'GET /api/v1/returns': 'see the figures',
  'GET /api/v1/sample/:figure': 'see the journal',
  'GET /api/v1/journal-tests': 'see the journal',
  'GET /api/v1/changes': 'see the journal',
  'GET /api/v1/entries': 'see the journal',
  'GET /api/v1/entries/:seq': 'see the journal',
  'POST /api/v1/entries': 'send an entry',
  'POST /api/v1/lines/:id/entries': 'send an entry',
};

/**
 * Every verb of the terminal. It works on the files of a data directory as the operating system lets it: whoever may read
 * them can ask. A verb that takes `--as` checks the role of that officer by its row here.
 */
export const verbs: Readonly<Record<string, Action>> = {
  init: 'work on the data directory',
  record: 'send an entry',
  position: 'work on the data directory',
  trace: 'work on the data directory',
  findings: 'work on the data directory',
  entries: 'work on the data directory',
  'line list': 'work on the data directory',
  'line show': 'work on the data directory',
  reconcile: 'work on the data directory',
  movement: 'work on the data directory',
  tranches: 'work on the data directory',
  scenario: 'work on the data directory',
  returns: 'work on the data directory',
  partnership: 'work on the data directory',
  sample: 'work on the data directory',
  'journal-tests': 'work on the data directory',
  replay: 'work on the data directory',
  rebuild: 'work on the data directory',
  receipt: 'work on the data directory',
  evidence: 'work on the data directory',
  'export bundle': 'work on the data directory',
  'export journal': 'work on the data directory',
  copy: 'work on the data directory',
  doctor: 'work on the data directory',
  backup: 'work on the data directory',
  restore: 'work on the data directory',
  'completion bash': 'come to the door',
  import: 'record an entry',
  'import reverse': 'record an entry',
  'import batches': 'work on the data directory',
  'import mappings': 'work on the data directory',
  'officer list': 'work on the data directory',
  'officer add': 'keep the register',
  'officer role': 'keep the register',
  'officer disable': 'keep the register',
  'officer link': 'keep the register',
  'officer erase': 'keep the register',
  'officer confirm': 'be signed in',
  'token create': 'be signed in',
  'token list': 'work on the data directory',
  'token revoke': 'work on the data directory',
  'access-log': 'see the access log',
};

/** Every kind of entry. Whoever sends one passes the row of the route, and then the row of its kind. */
export const kinds: Readonly<Record<RecordableKind, Action>> = {
  TargetSet: 'set the target or the rules',
  TargetRevised: 'set the target or the rules',
  DefinitionAdopted: 'set the target or the rules',
  LineRegistered: 'record an entry',
  LineAmended: 'record an entry',
  OwnerAssigned: 'record an entry',
  BaselineSet: 'record an entry',
  SavingPlanned: 'record an entry',
  SavingAchieved: 'record an entry',
  SavingCarriedForward: 'record an entry',
  SavingReclassified: 'record an entry',
  SavingReprofiled: 'record an entry',
  SavingSubstituted: 'record an entry',
  SavingWithdrawn: 'record an entry',
  ForecastSubmitted: 'record an entry',
  BudgetContributionSet: 'record an entry',
  StageAdvanced: 'record an entry',
  RiskRated: 'record an entry',
  PotCreated: 'record an entry',
  PotAllocated: 'record an entry',
  PotAllocationReturned: 'record an entry',
  CostNetted: 'record an entry',
  FullYearEffectRecognised: 'record an entry',
  QualityChecked: 'record an entry',
  EvidenceAttached: 'record an entry',
  OverlapDeclared: 'record an entry',
  OverlapEliminated: 'record an entry',
  SustainmentConfirmed: 'record an entry',
  GainLapsed: 'record an entry',
  EntryReversed: 'record an entry',
  BatchReversed: 'record an entry',
  BatchImported: 'record an entry',
  TotalAsserted: 'record an entry',
  DiscrepancyResolved: 'record an entry',
  ReturnSubmitted: 'record an entry',
  ReturnAmended: 'record an entry',
  AuditQueryAnswered: 'record an entry',
  AuditQueryRaised: 'ask as auditor',
  EntryVerified: 'verify an entry',
  EntryRejected: 'reject an entry',
  PositionCertified: 'certify a position',
  PeriodClosed: 'close a period',
  PeriodReopened: 're-open a period',
};
