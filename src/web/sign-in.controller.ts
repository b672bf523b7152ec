import { Body, Controller, Get, Header, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { DoorRefusal } from '../access/door-problem';
import { LocalAccounts } from '../access/local-accounts';
import { OneTimeLinks } from '../access/one-time-links';
import { VisitOf, type Visit } from '../access/visit';
import { fieldOf, type FormBody } from './form-body';
import { Pages } from './pages';
import { SigningIn } from './signing-in';
import { wayBack } from './way-back';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;

/** Coming in and going out: with a password of this ledger's own, or by a link that works once. */
@ApiExcludeController()
@Controller()
export class SignInController {
  public constructor(
    private readonly pages: Pages,
    private readonly accounts: LocalAccounts,
    private readonly links: OneTimeLinks,
    private readonly signingIn: SigningIn,
  ) {}

  @Get('sign-in')
  @Header(...HTML)
  public page(
    @VisitOf() visit: Visit,
    @Query('to') to: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.render('sign-in', { csrf: this.signingIn.formToken(visit, reply), to: wayBack(to), officer: '' });
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
    const officer = await this.accounts.signIn(id, fieldOf(body, 'password'));
    if (officer === null) {
      void reply.status(401);
      return this.pages.render('sign-in', { to, officer: id, failed: true });
    }
    this.signingIn.begin(officer.id, 'password', visit, reply);
    void reply.redirect(to, 303);
    return '';
  }

  @Get('sign-in/link')
  @Header(...HTML)
  public link(
    @VisitOf() visit: Visit,
    @Query('code') code: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = typeof code === 'string' ? code : '';
    const officer = this.links.officer(given);
    if (officer === null) throw usedUp();
    return this.pages.render('sign-in-link', { csrf: this.signingIn.formToken(visit, reply), code: given, officer });
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
    const officer = this.links.use(fieldOf(body, 'code'));
    if (officer === null) throw usedUp();
    this.signingIn.begin(officer.id, 'link', visit, reply);
    void reply.redirect(officer.role === 'administrator' ? '/account' : '/', 303);
    return '';
  }

  @Post('sign-out')
  public signOut(@VisitOf() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): string {
    this.signingIn.end(visit, reply);
    void reply.redirect('/sign-in', 303);
    return '';
  }
}

const usedUp = (): DoorRefusal =>
  new DoorRefusal(
    'SIGN_IN_FAILED',
    'This link was used, or it has ended: a link signs in once, within an hour. Ask for another one.',
  );
