import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';

import { AccessLog, type LoggedAccess } from '../access/access-log';
import { AccessTokens, type Scope, type TokenFacts } from '../access/access-tokens';
import { Refused, settled } from '../access/door-problem';
import { endToken, readNewToken, tokensSeenBy } from '../access/token-requests';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { isRefusal, refuse } from '../domain/refusals';
import type { Parameters } from '../queries/read-question';
import { DescribesAccess } from './describe-access';

interface OfficerAnswer {
  readonly officer: string;
  readonly name: string;
  readonly role: string;
  /** What the token is for; null for a session. */
  readonly scopes: readonly Scope[] | null;
  readonly signedInAt: string;
}

interface TokenAnswer {
  readonly id: string;
  readonly officer: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly madeAt: string;
  readonly endsAt: string;
}

const PAGE = 50;
const LARGEST_PAGE = 200;

/** Who is signed in, her tokens, and what is kept of the goings-on at the doors. */
@Controller('api/v1')
export class AccessController {
  public constructor(
    private readonly tokens: AccessTokens,
    private readonly log: AccessLog,
  ) {}

  @Get('me')
  @DescribesAccess.me()
  public me(@SignedIn() { officer, scopes, signedInAt }: SignedInVisit): OfficerAnswer {
    const { id, name, role } = officer;
    return { officer: id, name, role, scopes, signedInAt: new Date(signedInAt).toISOString() };
  }

  @Get('tokens')
  @DescribesAccess.tokens()
  public all(@SignedIn() visit: SignedInVisit): { readonly tokens: readonly TokenAnswer[] } {
    return { tokens: tokensSeenBy(this.tokens, visit).map(answerOf) };
  }

  @Post('tokens')
  @DescribesAccess.make()
  public make(@SignedIn() { officer }: SignedInVisit, @Body() body: unknown): { readonly token: string } {
    const { label, scopes, days = 30, ...others } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new Refused(refuse('UNKNOWN_FIELD', `There is no field "${unknown.slice(0, 40)}" here; leave it out.`));
    return { token: this.tokens.issue(officer.id, settled(readNewToken({ label, scopes, days }))) };
  }

  @Delete('tokens/:token')
  @HttpCode(204)
  @DescribesAccess.end()
  public end(@SignedIn() visit: SignedInVisit, @Param('token') token: string): void {
    const refusal = endToken(this.tokens, visit, token);
    if (isRefusal(refusal)) throw new Refused(refusal);
  }

  @Get('access-log')
  @DescribesAccess.log()
  public latest(@Query() parameters: Parameters): {
    readonly events: readonly LoggedAccess[];
    readonly next: string | null;
  } {
    const limit = wholeIn(parameters, 'limit', LARGEST_PAGE) ?? PAGE;
    const events = this.log.latest(limit, wholeIn(parameters, 'after', Number.MAX_SAFE_INTEGER));
    const last = events.length === limit ? events.at(-1) : undefined;
    return { events, next: last === undefined || last.number === 1 ? null : String(last.number) };
  }
}

const answerOf = ({ madeAt, endsAt, ...facts }: TokenFacts): TokenAnswer => ({
  ...facts,
  madeAt: new Date(madeAt).toISOString(),
  endsAt: new Date(endsAt).toISOString(),
});

/** A whole number from 1 on; null where it is left out. Throws UNKNOWN_FIELD and PARAM_RANGE as a door does. */
function wholeIn(parameters: Parameters, name: 'limit' | 'after', most: number): number | null {
  const unknown = Object.keys(parameters).find((each) => each !== 'limit' && each !== 'after');
  if (unknown !== undefined)
    throw new Refused(refuse('UNKNOWN_FIELD', `There is no parameter "${unknown.slice(0, 40)}" here; leave it out.`));
  const value = parameters[name];
  if (value === undefined || value === '') return null;
  const number = typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : NaN;
  if (number <= most) return number;
  throw new Refused(refuse('PARAM_RANGE', `"${name}" is a whole number from 1 to ${String(most)}.`));
}
