import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { OfficerId } from '../../domain/identifiers';

/** The register of officers, as far as an import needs it: whose name is whose, and new names. */
export interface OfficerNaming {
  names(): ReadonlyMap<OfficerId, string>;
  add(officers: readonly { readonly id: OfficerId; readonly name: string; readonly role: null }[]): void;
}

/** The ledger by its ways in, as a front door has them. */
export interface LedgerPorts {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerNaming;
}
