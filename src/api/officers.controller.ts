import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';

import { settled } from '../access/door-problem';
import { OfficerRegister, type Officer } from '../access/officer-register';
import { readChange } from '../access/read-change';
import { RegisterChanges, type Outcome, type Proposal } from '../access/register-changes';
import { SignedIn, type SignedInVisit } from '../access/visit';
import { readSeq } from '../domain/identifiers';
import { readParameters, type Parameters } from '../queries/read-question';
import { DescribesOfficers } from './describe-officers';

interface OfficersAnswer {
  readonly officers: readonly Officer[];
  /** What one officer proposed and another one has not confirmed. */
  readonly waiting: readonly Proposal[];
}

/** The register of officers: who they are, what they may do, and how two people change that. */
@Controller('api/v1/officers')
export class OfficersController {
  public constructor(
    private readonly register: OfficerRegister,
    private readonly changes: RegisterChanges,
  ) {}

  @Get()
  @DescribesOfficers.all()
  public officers(@Query() parameters: Parameters): OfficersAnswer {
    settled(readParameters(parameters, []));
    return { officers: this.register.all(), waiting: this.changes.proposals() };
  }

  @Post('changes')
  @HttpCode(201)
  @DescribesOfficers.propose()
  public propose(@SignedIn() { officer }: SignedInVisit, @Body() body: unknown): Outcome {
    return settled(this.changes.propose(settled(readChange(body)), officer));
  }

  @Post('changes/:number/confirmation')
  @HttpCode(201)
  @DescribesOfficers.confirm()
  public confirm(@SignedIn() { officer }: SignedInVisit, @Param('number') number: string): Outcome {
    return settled(this.changes.confirm(settled(readSeq(number)), officer));
  }
}
