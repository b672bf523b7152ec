import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { RecordableKind } from '../../commands/requests/requests';
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
  /** Throws, as the door does, where whoever imports may not record entries of a kind; left out, the ledger's rules decide. */
  readonly allow?: (kind: RecordableKind) => void;
}
