import type { CommandBus, QueryBus } from '@nestjs/cqrs';

import type { Authority } from '../access/authority';
import type { OfficerRegister, SignedInOfficer } from '../access/officer-register';
import type { RecordableKind } from '../commands/requests/requests';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { exportView } from '../exchange/export/export-view';
import { commitImport, tryImport } from '../exchange/import/import-files';
import { mappedBy, mappingCalled, remembering } from '../exchange/import/mapped';
import { reverseImport } from '../exchange/import/reverse-import';
import type { RememberedMappings } from '../exchange/import/remembered-mappings';
import type { AskedView, LedgerFiles } from './ledger-files';

/** What files in and out are made with in a data directory. */
interface Means {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerRegister;
  readonly authority: Authority;
  readonly mappings: RememberedMappings;
}

/** Files in and out of a ledger in a data directory. */
export function localFiles({ commandBus, queryBus, register, authority, mappings }: Means): LedgerFiles {
  const ports = { commandBus, queryBus, register };

  const importer = (as: string | undefined): SignedInOfficer | Refusal =>
    as === undefined ? refuse('FIELD_REQUIRED', 'Say who imports, with --as.') : register.signIn(as);

  return {
    exportView: async ({ mapping, ...asked }) => {
      const json = mappingOf(mappings, mapping);
      if (isRefusal(json)) return json;
      return exportView(ports, { ...asked, ...(json === undefined ? {} : { mapping: json }) });
    },
    tryImport: async ({ as, ...upload }, progress) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchImported');
      const request = await mappedBy(mappings, upload);
      return isRefusal(request) ? request : tryImport(ports, request, recorder, progress);
    },
    commitImport: async ({ as, ...upload }, progress) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchImported');
      const request = await mappedBy(mappings, upload);
      if (isRefusal(request)) return request;
      const allow = (kind: RecordableKind): void => void authority.recorderFor(officer, kind);
      const committed = await commitImport({ ...ports, allow }, request, recorder, progress);
      return isRefusal(committed) ? committed : remembering(mappings, request, committed);
    },
    reverseImport: async (batch, said, as) => {
      const officer = importer(as);
      if (isRefusal(officer)) return officer;
      const recorder = authority.recorderFor(officer, 'BatchReversed');
      return reverseImport(ports, batch, said, recorder);
    },
    mappings: () => Promise.resolve(Object.fromEntries(mappings.all())),
  };
}

function mappingOf(mappings: RememberedMappings, asked: AskedView['mapping']): unknown {
  if (asked === undefined || 'json' in asked) return asked?.json;
  return mappingCalled(mappings, asked.name);
}
