import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { LocalAccounts } from '../access/local-accounts';
import { isLongEnough, SHORTEST_PASSWORD } from '../access/passwords';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { WaysIn } from '../access/ways-in';
import { refuse } from '../domain/refusals';
import { Refused } from '../access/door-problem';
import { fieldOf, type FormBody } from './form-body';
import { Pages } from './pages';

/** Who is signed in, and the password she signs in with. */
@ApiExcludeController()
@Controller('account')
export class AccountController {
  public constructor(
    private readonly pages: Pages,
    private readonly accounts: LocalAccounts,
    private readonly waysIn: WaysIn,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  public page(@SignedIn() visit: SignedInVisit): Promise<string> {
    return this.show(visit, {});
  }

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
    const password = fieldOf(body, 'password');
    const problem = problemWith(password, fieldOf(body, 'again'));
    if (problem !== null) {
      void reply.status(422);
      return this.show(visit, { problem });
    }
    await this.accounts.setPassword(visit.officer.id, password);
    return this.show(visit, { done: true });
  }

  private show({ officer }: SignedInVisit, more: object): Promise<string> {
    const hasPassword = this.accounts.hasPassword(officer.id);
    return this.pages.render('account', { officer, hasPassword, isLocal: this.waysIn.isLocal(officer.id), ...more });
  }
}

function problemWith(password: string, again: string): string | null {
  if (!isLongEnough(password)) return `Choose a password of ${String(SHORTEST_PASSWORD)} to 200 characters`;
  return password === again ? null : 'The two passwords are not the same';
}
