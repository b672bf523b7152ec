import { NotDurable } from './event-store';
import type { KurrentDbCalls } from './kurrentdb-calls';

type Roles = readonly string[];

/** Who may do what to a stream: read, write, delete, read and write these rules. */
export interface StreamAccess {
  readonly $r: Roles;
  readonly $w: Roles;
  readonly $d: Roles;
  readonly $mr: Roles;
  readonly $mw: Roles;
}

/** What a stream's metadata say, and at which revision of the metadata. */
export interface StreamRules {
  readonly revision: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Each of them makes a server drop entries: after an age, beyond a count, before a revision. */
const limits = ['$maxAge', '$maxCount', '$tb'] as const;

const metadataOf = (stream: string): string => `$$${stream}`;

/** The rules of a stream; nothing said is no limit. Throws KurrentDbError. */
export async function readStreamRules(calls: KurrentDbCalls, stream: string): Promise<StreamRules> {
  const last = await calls.last(metadataOf(stream));
  if (last === null) return { revision: -1, metadata: {} };
  const { json } = last;
  return { revision: last.revision, metadata: typeof json === 'object' && json !== null ? { ...json } : {} };
}

/** The limits that are set, each as its name and value. */
export const limitsIn = ({ metadata }: StreamRules): readonly string[] =>
  limits.flatMap((name) => (metadata[name] === undefined ? [] : [`${name} ${JSON.stringify(metadata[name])}`]));

/** What is wrong where the stream would not keep its entries for ever, or does not show them all. */
export function limitsFault(rules: StreamRules, stream: string): NotDurable | null {
  const found = limitsIn(rules);
  if (found.length === 0) return null;
  return new NotDurable(
    `the stream ${stream} would not keep its entries: its metadata say ${found.join(', ')}; run savings doctor`,
  );
}

/** The application reads and writes; only administrators delete, or change these rules. */
export function wantedAccess(username: string): StreamAccess {
  const both = [username, '$admins'];
  return { $r: both, $w: both, $d: ['$admins'], $mr: both, $mw: ['$admins'] };
}

/** What of the access differs from what is wanted, as `$w: savings, $admins`; the order of roles does not matter. */
export function accessDiffering({ metadata }: StreamRules, wanted: StreamAccess): readonly string[] {
  const found = metadata['$acl'] as Partial<Record<string, string | Roles>> | undefined;
  return Object.entries(wanted).flatMap(([right, roles]) => {
    const given = [found?.[right] ?? []].flat();
    const same = given.length === (roles as Roles).length && (roles as Roles).every((role) => given.includes(role));
    return same ? [] : [`${right}: ${given.length === 0 ? 'not said' : given.join(', ')}`];
  });
}

/** Takes the limits away and sets the access, and leaves everything else as it is. Throws KurrentDbError. */
export async function mendStreamRules(
  calls: KurrentDbCalls,
  stream: string,
  rules: StreamRules,
  access: StreamAccess | null,
): Promise<void> {
  const kept = Object.entries(rules.metadata).filter(([name]) => !limits.some((limit) => limit === name));
  const metadata = { ...Object.fromEntries(kept), ...(access === null ? {} : { $acl: access }) };
  await calls.appendJson(metadataOf(stream), '$metadata', metadata, rules.revision + 1);
}
