/**
 * What an officer may do with tokens: make her own, see them, end them. Administrators see and end everyone's. A program
 * sees and ends the one it came with: whoever finds a lost one learns of no other, and stops none.
 */
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { readText } from '../domain/text';
import { scopes, type AccessTokens, type NewToken, type Scope, type TokenFacts } from './access-tokens';
import { DAY } from './clock';
import type { SignedInVisit } from './visit';

/** The longest a token lasts. */
export const MOST_DAYS = 366;

const LONGEST_LABEL = 80;

/** Reads what a token is to be. Refuses: FIELD_REQUIRED, CHOICE_UNKNOWN, PARAM_RANGE and what `readText` refuses. */
export function readNewToken(asked: {
  readonly label: unknown;
  readonly scopes: unknown;
  readonly days: unknown;
}): NewToken | Refusal {
  const label = readText(asked.label, LONGEST_LABEL);
  if (isRefusal(label)) return label;
  const wanted: readonly unknown[] = Array.isArray(asked.scopes) ? asked.scopes : [];
  if (wanted.length === 0) return refuse('FIELD_REQUIRED', `Say what the token is for: ${scopes.join(', ')}.`);
  if (!wanted.every(isScope)) return refuse('CHOICE_UNKNOWN', `A token is for ${scopes.join(', ')}.`);
  const days = Number(asked.days);
  if (!/^[1-9]\d{0,2}$/.test(String(asked.days)) || days > MOST_DAYS)
    return refuse('PARAM_RANGE', `A token lasts from 1 to ${String(MOST_DAYS)} days.`);
  return { label, scopes: scopes.filter((scope) => wanted.includes(scope)), endsAfter: days * DAY };
}

const isScope = (value: unknown): value is Scope => scopes.some((scope) => scope === value);

export const tokensSeenBy = (tokens: AccessTokens, { officer, token }: SignedInVisit): readonly TokenFacts[] =>
  tokens
    .all()
    .filter((each) =>
      token === null ? each.officer === officer.id || officer.role === 'administrator' : each.id === token,
    );

/** Ends a token. Refuses NOT_FOUND for one that has ended, never was, or that the visit does not see. */
export function endToken(tokens: AccessTokens, visit: SignedInVisit, id: string): Refusal | null {
  const isSeen = tokensSeenBy(tokens, visit).some((token) => token.id === id);
  return isSeen && tokens.revoke(id) ? null : refuse('NOT_FOUND', 'There is no such token, or it has ended already.');
}
