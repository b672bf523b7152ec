import { Body, Controller, Get, Header, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { DoorRefusal } from '../access/door-problem';
import type { OpenIdSignIn } from '../access/openid-sign-in';
import { VisitOf, type Visit } from '../access/visit';
import { WaysIn } from '../access/ways-in';
import { address } from './address';
import { fieldOf, type FormBody } from './form-body';
import { Pages } from './pages';
import { seeOther } from './see-other';
import { SigningIn } from './signing-in';
import { wayBack } from './way-back';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;

/** Coming in and going out: with a password of this ledger's own, or by a link that works once. */
@ApiExcludeController()
@Controller()
export class SignInController {
  public constructor(
    private readonly pages: Pages,
    private readonly waysIn: WaysIn,
    private readonly signingIn: SigningIn,
  ) {}

  @Get('sign-in')
  @Header(...HTML)
  public page(
    @VisitOf() visit: Visit,
    @Query('to') to: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.show(wayBack(to), visit, { csrf: this.signingIn.formToken(visit, reply), officer: '' });
  }

  @Post('sign-in')
  @Header(...HTML)
  public async withPassword(
    @VisitOf() visit: Visit,
    @Body() body: FormBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.signingIn.countAttempt(request);
    const [id, to] = [fieldOf(body, 'officer').trim(), wayBack(fieldOf(body, 'to'))];
    const officer = await this.waysIn.byPassword(id, fieldOf(body, 'password'));
    if (officer === null) {
      void reply.status(401);
      return this.show(to, visit, { officer: id, failed: true });
    }
    this.signingIn.begin(officer.id, 'password', visit, reply);
    return seeOther(reply, to);
  }

  @Get('sign-in/link')
  @Header(...HTML)
  public link(
    @VisitOf() visit: Visit,
    @Query('code') code: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = typeof code === 'string' ? code : '';
    const officer = this.waysIn.ofLink(given);
    if (officer === null) throw usedUp();
    const csrf = this.signingIn.formToken(visit, reply);
    return this.pages.render('sign-in-link', visit, { csrf, code: given, officer });
  }

  @Post('sign-in/link')
  @Header(...HTML)
  public withLink(
    @VisitOf() visit: Visit,
    @Body() body: FormBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    this.signingIn.countAttempt(request);
    const officer = this.waysIn.byLink(fieldOf(body, 'code'));
    if (officer === null) throw usedUp();
    this.signingIn.begin(officer.id, 'link', visit, reply);
    return seeOther(reply, officer.role === 'administrator' ? '/account' : '/');
  }

  @Get('sign-in/openid')
  public async toProvider(
    @VisitOf() visit: Visit,
    @Query('to') to: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.signingIn.countAttempt(request);
    const cookie = this.signingIn.cookieOf(visit, reply);
    const callback = this.waysIn.callback(request.host);
    const begun = { cookie, callback, backTo: wayBack(to), again: visit.officer !== null };
    return seeOther(reply, (await providerIn(this.waysIn).begin(begun)).href);
  }

  @Get('sign-in/callback')
  public async fromProvider(
    @VisitOf() visit: Visit,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const came = new URL(request.url, this.waysIn.callback(request.host));
    const { officer, signedInAt, backTo } = await providerIn(this.waysIn).finish(visit.cookie, came);
    this.signingIn.begin(officer, 'provider', visit, reply, signedInAt);
    return seeOther(reply, backTo);
  }

  @Post('sign-out')
  public signOut(@VisitOf() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): string {
    this.signingIn.end(visit, reply);
    // The pages of a form are kept for the browser's own Back until then.
    void reply.header('clear-site-data', '"cache"');
    return seeOther(reply, '/sign-in');
  }

  private show(to: string, visit: Visit, more: object): Promise<string> {
    const { hasLocal, provider } = this.waysIn;
    const providerAddress = provider === null ? null : address('/sign-in/openid', { to });
    const { officer } = visit;
    const toAccount = officer !== null && this.waysIn.lacksPassword(officer.id) ? address('/account', { to }) : null;
    const context = { to, hasLocal, providerAddress, toAccount, again: officer !== null, ...more };
    return this.pages.render('sign-in', visit, context);
  }
}

/** Throws NOT_FOUND where officers sign in with passwords of the ledger's own. */
function providerIn({ provider }: WaysIn): OpenIdSignIn {
  if (provider === null) throw new DoorRefusal('NOT_FOUND', 'There is no identity provider here.');
  return provider;
}

const usedUp = (): DoorRefusal =>
  new DoorRefusal(
    'SIGN_IN_FAILED',
    'This link was used, or it has ended: a link signs in once, within an hour. Ask for another one.',
  );
