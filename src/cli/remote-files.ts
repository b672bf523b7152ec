import type { Client } from 'openapi-fetch';

import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { DryRun } from '../exchange/import/dry-run';
import type { Committed } from '../exchange/import/import-files';
import type { ReversedImport } from '../exchange/import/reverse-import';
import type { Parameters } from '../queries/read-question';
import type { paths } from './api-types';
import type { AskedView, LedgerFiles, Upload, WrittenView } from './ledger-files';
import { answerOf } from './remote-answer';
import { refuseOfficer } from './remote-officer';

/** Files in and out of a ledger on a server. */
export const remoteFiles = (client: Client<paths>): LedgerFiles => ({
  exportView: (asked) => download(client, asked),
  tryImport: async (upload, progress) => {
    progress('sending', 0, upload.files.length);
    const answer = (await send(client, upload, true)) as DryRun | Refusal;
    progress('sending', upload.files.length, upload.files.length);
    return answer;
  },
  commitImport: async (upload, progress) => {
    progress('sending', 0, upload.files.length);
    const answer = (await send(client, upload, false)) as (DryRun & Omit<Committed, 'answer'>) | Refusal;
    progress('sending', upload.files.length, upload.files.length);
    if (isRefusal(answer)) return answer;
    const { receipts, replayed, ...rest } = answer;
    return { answer: rest, receipts, replayed };
  },
  reverseImport: async (batch, said, as) => {
    refuseOfficer(as);
    const answered = await client.POST('/api/v1/imports/{batch}/reversal', {
      params: { path: { batch } },
      body: said as never,
    });
    return answerOf(answered) as ReversedImport | Refusal;
  },
  mappings: async () =>
    answerOf(await client.GET('/api/v1/import-mappings')) as Readonly<Record<string, unknown>> | Refusal,
});

/** As multipart/form-data: the files, and what is said of them as fields of text. */
async function send(client: Client<paths>, { files, mapping, options, as }: Upload, dryRun: boolean): Promise<unknown> {
  refuseOfficer(as);
  const form = new FormData();
  const { reason, controlRows, controlTotal } = options;
  const fields = {
    mapping: mapping === null ? undefined : JSON.stringify(mapping),
    ...{ reason, control_rows: controlRows, control_total: controlTotal },
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  for (const { name, bytes } of files) form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  const answered = await client.POST('/api/v1/imports', {
    params: { query: { dry_run: dryRun ? 'true' : 'false' } },
    body: form as never,
    bodySerializer: () => form,
  });
  return answerOf(answered);
}

async function download(
  client: Client<paths>,
  { view, format, parameters, table, mapping }: AskedView,
): Promise<WrittenView | Refusal> {
  if (mapping !== undefined && 'json' in mapping)
    return refuse('IMPORT_MAPPING', 'A server writes a tracker by a mapping it remembers; give the name of one.');
  const query = { ...given(parameters), ...given({ table, mapping: mapping?.name }) };
  const answered = await client.GET('/api/v1/exports/{name}', {
    params: { path: { name: `${view}.${format}` }, query },
    parseAs: 'arrayBuffer',
  });
  const answer = answerOf(answered) as ArrayBuffer | Refusal;
  if (isRefusal(answer)) return answer;
  const said = answered.response.headers.get('content-disposition') ?? '';
  return { name: /filename="([\w.-]+)"/.exec(said)?.[1] ?? `${view}.${format}`, bytes: Buffer.from(answer) };
}

const given = (values: Parameters | Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
