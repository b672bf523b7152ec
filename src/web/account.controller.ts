import { Body, Controller, Get, Header, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Authority } from '../access/authority';
import { LocalAccounts } from '../access/local-accounts';
import { isLongEnough, SHORTEST_PASSWORD } from '../access/passwords';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { WaysIn } from '../access/ways-in';
import { refuse } from '../domain/refusals';
import { Refused } from '../access/door-problem';
import { fieldOf, type FormBody } from './form-body';
import { Pages } from './pages';
import { seeOther } from './see-other';
import { wayBack } from './way-back';

/** Who is signed in, and the password she signs in with. */
@ApiExcludeController()
@Controller('account')
export class AccountController {
  public constructor(
    private readonly pages: Pages,
    private readonly accounts: LocalAccounts,
    private readonly waysIn: WaysIn,
    private readonly authority: Authority,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  public page(@SignedIn() visit: SignedInVisit, @Query('to') to: unknown): Promise<string> {
    return this.show(visit, wayBack(to), {});
  }

  /** A form with a problem stands at this address, and whoever signs in anew is led back to where she was. */
  @Get('password')
  public backToPage(@Res({ passthrough: true }) reply: FastifyReply): string {
    return seeOther(reply, '/account');
  }

  /** Whoever came by a link has nothing yet to sign in again with, so the first password needs no fresh sign-in. */
  @Post('password')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  public async setPassword(
    @SignedIn() visit: SignedInVisit,
    @Body() body: FormBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!this.waysIn.isLocal(visit.officer.id))
      throw new Refused(
        refuse('ROLE_NOT_ALLOWED', 'You sign in at the identity provider; there is no password for you here.'),
      );
    if (this.accounts.hasPassword(visit.officer.id)) this.authority.allow(visit, 'change the password');
    const [password, to] = [fieldOf(body, 'password'), wayBack(fieldOf(body, 'to'))];
    const problem = problemWith(password, fieldOf(body, 'again'));
    if (problem !== null) {
      void reply.status(422);
      return this.show(visit, to, { problem });
    }
    await this.accounts.setPassword(visit.officer.id, password);
    return this.show(visit, to, { done: true });
  }

  private show(visit: SignedInVisit, to: string, more: object): Promise<string> {
    const { officer } = visit;
    const hasPassword = this.accounts.hasPassword(officer.id);
    const isLocal = this.waysIn.isLocal(officer.id);
    const context = { officer, hasPassword, isLocal, to: to === '/' ? null : to, ...more };
    return this.pages.render('account', visit, context);
  }
}

function problemWith(password: string, again: string): string | null {
  if (!isLongEnough(password)) return `Choose a password of ${String(SHORTEST_PASSWORD)} to 200 characters`;
  return password === again ? null : 'The two passwords are not the same';
}
