/**
 * A refusal is a value: a stable code for programs and one plain sentence for people, the same at every front door.
 * Nothing is recorded when a command is refused.
 */
export class Refusal {
  public constructor(
    public readonly code: RefusalCode,
    public readonly message: string,
    /** What else a program may want to know, such as what was recorded since; never needed to understand the sentence. */
    public readonly detail: Readonly<Record<string, string>> = {},
    /** Where several fields of a request are wrong: each of them. The refusal itself is then about the first. */
    public readonly problems: readonly Problem[] = [],
  ) {}

  /** Why it is refused, which decides the status or the exit code. */
  public get because(): Because {
    return refusalCodes[this.code];
  }
}

/** What is wrong with one field of a request. The pointer names the field, such as `/levels/0/level`. */
export interface Problem {
  readonly pointer: string;
  readonly code: RefusalCode;
  readonly message: string;
  /** Where an import found it: the sheet, and the cell in it. */
  readonly sheet?: string;
  readonly cell?: string;
}

/** Why a command was refused. A front door turns it into a status or an exit code, and into nothing else. */
export type Because = 'malformed' | 'input' | 'forbidden' | 'missing' | 'conflict' | 'stale' | 'rule';

/** Every code a caller can meet, and why it is given. Codes are for ever: add, never rename. */
export const refusalCodes = {
  // Amounts
  AMOUNT_REQUIRED: 'input',
  AMOUNT_NOT_STRING: 'input',
  AMOUNT_FORMAT: 'input',
  AMOUNT_PENCE: 'input',
  AMOUNT_BRACKETS: 'input',
  AMOUNT_SEPARATORS: 'input',
  AMOUNT_CHARACTERS: 'input',
  AMOUNT_CONFIRM: 'input',
  AMOUNT_RANGE: 'input',
  AMOUNT_ZERO: 'input',
  AMOUNT_SIGN: 'input',
  // Dates, names and text
  YEAR_FORMAT: 'input',
  DATE_FORMAT: 'input',
  DATE_PERIOD: 'input',
  PERIOD_FORMAT: 'input',
  CODE_FORMAT: 'input',
  OFFICER_FORMAT: 'input',
  CLASS_UNKNOWN: 'input',
  STAGE_UNKNOWN: 'input',
  CHOICE_UNKNOWN: 'input',
  KIND_UNKNOWN: 'input',
  FIGURE_UNKNOWN: 'input',
  DEFINITION_UNKNOWN: 'input',
  FIELD_REQUIRED: 'input',
  FIELD_FORMAT: 'input',
  UNKNOWN_FIELD: 'input',
  TEXT_REQUIRED: 'input',
  TEXT_LENGTH: 'input',
  TEXT_CHARACTERS: 'input',
  TEXT_INVISIBLE: 'input',
  PARAM_RANGE: 'input',
  PARAM_REPEATED: 'malformed',
  REASON_REQUIRED: 'input',
  // Files and imports
  FILE_REJECTED: 'input',
  FILE_CELL: 'rule',
  CSV_FORMAT: 'input',
  IMPORT_MAPPING: 'input',
  IMPORT_UNIT_REQUIRED: 'input',
  IMPORT_CONTROL_TOTAL: 'rule',
  IMPORT_ROWS: 'rule',
  // The request itself
  BODY_FORMAT: 'malformed',
  IDEMPOTENCY_REQUIRED: 'malformed',
  IDEMPOTENCY_FORMAT: 'malformed',
  IDEMPOTENCY_REUSED: 'rule',
  // Who
  ROLE_NOT_ALLOWED: 'forbidden',
  SELF_APPROVAL: 'forbidden',
  OFFICER_NOT_FOUND: 'missing',
  OFFICER_EXISTS: 'conflict',
  LAST_ADMINISTRATORS: 'rule',
  // What is not there
  NOT_FOUND: 'missing',
  LINE_NOT_FOUND: 'missing',
  ENTRY_NOT_FOUND: 'missing',
  BATCH_NOT_FOUND: 'missing',
  LEDGER_NOT_OPENED: 'missing',
  // What has changed meanwhile
  LINE_VERSION_STALE: 'stale',
  ENTRY_CHANGED: 'conflict',
  LEDGER_ALREADY_OPENED: 'conflict',
  KEY_STALE: 'conflict',
  FOLDER_NOT_EMPTY: 'conflict',
  COSIGNATURE_INVALID: 'rule',
  WITNESS_REFUSED: 'rule',
  RECEIPT_INVALID: 'rule',
  // The rules of the ledger
  TARGET_ALREADY_SET: 'conflict',
  DEFINITION_EXISTS: 'conflict',
  LINE_EXISTS: 'conflict',
  BATCH_EXISTS: 'conflict',
  PLAN_EXISTS: 'conflict',
  PLAN_MISSING: 'rule',
  POT_EXISTS: 'conflict',
  NOT_A_POT: 'rule',
  NOT_A_PROGRAMME: 'rule',
  LINE_IS_POT: 'rule',
  LEVEL_ORDER: 'input',
  LEVEL_MISSING: 'input',
  LEVEL_BLANK: 'input',
  TOTAL_BELOW_LEVEL: 'rule',
  NOTHING_CHANGES: 'rule',
  BASELINE_MISSING: 'rule',
  OWNER_MISSING: 'rule',
  STAGE_ORDER: 'rule',
  NOT_YET_FELT: 'rule',
  BEFORE_BASE_YEAR: 'rule',
  INSUFFICIENT_BALANCE: 'rule',
  RECLASS_SAME: 'rule',
  CARRY_PERIOD: 'rule',
  CARRY_CAP: 'rule',
  CARRY_TWICE: 'conflict',
  CARRY_NOT_HALF_CASHABLE: 'rule',
  CONTRIBUTION_ABOVE_LEVEL: 'rule',
  ALREADY_VERIFIED: 'conflict',
  ALREADY_REJECTED: 'conflict',
  ALREADY_REVERSED: 'conflict',
  NOT_VERIFIABLE: 'rule',
  NOT_REVERSIBLE: 'rule',
  BUILT_UPON: 'conflict',
  TARGET_MISSING: 'rule',
  WITHDRAW_INSTEAD: 'rule',
  SUBSTITUTE_ONE: 'rule',
  CLOCK_YEAR: 'rule',
  NOTHING_ACHIEVED: 'rule',
  ABOVE_PLAN: 'rule',
  OVERLAP_ORDER: 'rule',
  OVERLAP_DECLARED: 'conflict',
  OVERLAP_NOT_DECLARED: 'rule',
  OWN_LINE: 'forbidden',
  NOT_FOR_DEPUTY: 'forbidden',
  NOTHING_VERIFIED: 'rule',
  PERIOD_LOCKED: 'conflict',
  PERIOD_CLOSED: 'conflict',
  PERIOD_OPEN: 'rule',
  PERIOD_NOT_OVER: 'rule',
  REOPENING_ASKED: 'conflict',
  NOT_A_RETURN: 'rule',
  RETURN_APART: 'rule',
  ALREADY_AMENDED: 'conflict',
  NOT_A_QUERY: 'rule',
  ALREADY_ANSWERED: 'conflict',
  NOT_AN_ASSERTION: 'rule',
  ALREADY_RESOLVED: 'conflict',
} as const satisfies Record<string, Because>;

/** A stable code; each has its sentence in `error-catalogue.md`. */
export type RefusalCode = keyof typeof refusalCodes;

/** A refusal with its sentence, and what else a program may want to know. */
export const refuse = (code: RefusalCode, message: string, detail?: Readonly<Record<string, string>>): Refusal =>
  new Refusal(code, message, detail);

/** One refusal for a request in which fields are wrong: it speaks of the first and lists them all. */
export function refuseFields(problems: readonly [Problem, ...Problem[]]): Refusal {
  const [first] = problems;
  return new Refusal(first.code, first.message, { field: first.pointer }, problems);
}

/** Whether a value is a refusal rather than what was asked for. */
export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;
