import { Body, Controller, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { AccessTokens, scopes } from '../access/access-tokens';
import { Refused } from '../access/door-problem';
import { endToken, MOST_DAYS, readNewToken, tokensSeenBy } from '../access/token-requests';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { isRefusal, type Refusal } from '../domain/refusals';
import { fieldOf, type FormBody } from './form-body';
import { Pages } from './pages';
import { seeOther } from './see-other';
import { atTime } from './wording';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;

const scopeChoices = [
  ['read', 'ask'],
  ['record', 'record entries'],
  ['assure', 'verify, reject or certify'],
] as const satisfies readonly (readonly [(typeof scopes)[number], string])[];

/** The tokens by which programs come in as an officer. */
@ApiExcludeController()
@Controller('tokens')
export class TokensController {
  public constructor(
    private readonly pages: Pages,
    private readonly tokens: AccessTokens,
  ) {}

  @Get()
  @Header(...HTML)
  public page(@SignedIn() visit: SignedInVisit): Promise<string> {
    return this.show(visit, {});
  }

  /** The token is told on this very answer and never again, so it is not redirected. */
  @Post()
  @HttpCode(200)
  @Header(...HTML)
  public async make(
    @SignedIn() visit: SignedInVisit,
    @Body() body: FormBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const sent = {
      label: fieldOf(body, 'label'),
      days: fieldOf(body, 'days'),
      scopes: scopes.filter((scope) => fieldOf(body, `scope-${scope}`) !== ''),
    };
    const wanted = readNewToken(sent);
    if (!isRefusal(wanted)) return this.show(visit, { token: this.tokens.issue(visit.officer.id, wanted) });
    void reply.status(422);
    return this.show(visit, { refusal: wanted, sent });
  }

  @Post(':token/end')
  public end(
    @SignedIn() visit: SignedInVisit,
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const refusal = endToken(this.tokens, visit, token);
    if (refusal !== null) throw new Refused(refusal);
    return seeOther(reply, '/tokens');
  }

  private show(
    visit: SignedInVisit,
    more: { readonly token?: string; readonly refusal?: Refusal; readonly sent?: object },
  ): Promise<string> {
    const tokens = tokensSeenBy(this.tokens, visit).map(({ endsAt, ...token }) => ({
      ...token,
      endsAt: atTime(new Date(endsAt).toISOString()),
      words: scopeChoices.filter(([scope]) => token.scopes.includes(scope)).map(([, text]) => text),
    }));
    return this.pages.render('tokens', visit, { tokens, scopes: scopeChoices, mostDays: MOST_DAYS, ...more });
  }
}
