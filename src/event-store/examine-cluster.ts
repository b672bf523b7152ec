import { ailment, examineEntries, type Ailment } from './examination';
import type { KurrentDbCalls } from './kurrentdb-calls';
import { connectKurrentDb } from './kurrentdb-client';
import { KurrentDbEventStore } from './kurrentdb-event-store';
import type { KurrentDbSettings } from './kurrentdb-settings';
import { accessDiffering, limitsIn, mendStreamRules, readStreamRules, wantedAccess } from './stream-rules';

const DEADLINE_MS = 5_000;
/** What a server is delivered with. */
const DELIVERED_PASSWORD = 'changeit';

/** Looks at the stream of a ledger; `mend` takes limits away and sets who may do what, for which it takes an administrator. */
export async function examineCluster(
  settings: KurrentDbSettings,
  stream: string,
  mend: boolean,
): Promise<readonly Ailment[]> {
  const calls = connectKurrentDb({ ...settings, deadlineMs: DEADLINE_MS, appendCall: 'Append' });
  try {
    const rules = await examineRules(calls, settings, stream, mend);
    const limited = rules.some(({ code, mended }) => code === 'LIMITS' && !mended);
    const entries = limited ? [] : await examineStream(settings, stream);
    return [...examineConnection(settings), ...rules, ...entries];
  } catch (error) {
    const what = `The cluster cannot be asked: ${(error as Error).message}.`;
    return [
      ...examineConnection(settings),
      ailment('UNUSABLE', what, 'Check that its nodes run and KURRENTDB_URL names them.'),
    ];
  } finally {
    await calls.close();
  }
}

function examineConnection({ credentials, tls, address }: KurrentDbSettings): readonly Ailment[] {
  const loopback = /:\/\/(127\.0\.0\.1|localhost)(:\d+)?\?/.test(address);
  const found: Ailment[] = [];
  if (!tls && !loopback)
    found.push(
      ailment(
        'NO_TLS',
        'KURRENTDB_URL turns encryption off.',
        'Take tls=false out of it and name the certificate authority as tlsCAFile.',
      ),
    );
  if (!tls) return found;
  if (credentials === null)
    found.push(
      ailment(
        'NO_PASSWORD',
        'KURRENTDB_URL names nobody.',
        'Put name:password@ into it, from a file that only the application reads.',
      ),
    );
  if (credentials?.password === DELIVERED_PASSWORD)
    found.push(
      ailment(
        'DEFAULT_PASSWORD',
        'The password is the one that servers are delivered with.',
        'Change it on the cluster and in KURRENTDB_URL.',
      ),
    );
  if (credentials?.username === 'admin')
    found.push(
      ailment(
        'ADMINISTRATOR',
        'The application signs in as the administrator, who may delete.',
        'Make a user for the application and name it in KURRENTDB_URL.',
      ),
    );
  return found;
}

async function examineRules(
  calls: KurrentDbCalls,
  { credentials, tls }: KurrentDbSettings,
  stream: string,
  mend: boolean,
): Promise<readonly Ailment[]> {
  const rules = await readStreamRules(calls, stream);
  // Without sign-in everybody may do everything, whatever the stream says.
  const wanted = tls && credentials !== null ? wantedAccess(credentials.username) : null;
  const limits = limitsIn(rules);
  const access = wanted === null ? [] : accessDiffering(rules, wanted);
  const mended = mend && limits.length + access.length > 0;
  if (mended) await mendStreamRules(calls, stream, rules, wanted);
  return [
    ...(limits.length === 0
      ? []
      : [
          ailment(
            'LIMITS',
            `The server drops or hides entries of ${stream}: ${limits.join(', ')}.`,
            'Take that out of its metadata; --mend does. What a scavenge removed is gone: restore a backup.',
            mended,
          ),
        ]),
    ...(access.length === 0
      ? []
      : [
          ailment(
            'ACCESS',
            `Who may do what with ${stream} is not as it should be: ${access.join('; ')}.`,
            'Set it as an administrator; --mend does.',
            mended,
          ),
        ]),
  ];
}

async function examineStream(settings: KurrentDbSettings, stream: string): Promise<readonly Ailment[]> {
  const store = await KurrentDbEventStore.open({ ...settings, stream, readOnly: true });
  try {
    return await examineEntries(store);
  } finally {
    await store.close();
  }
}
