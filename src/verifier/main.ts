/** The offline verifier: one file that needs nothing but Node. Called wrongly, it says how to call it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { verifyBundle, type Trust } from './bundle';
import { textOf } from './files';
import { keyOf, type Key } from './notes';
import { cannotTell, CannotTell, fail, Failed } from './outcome';
import { policyOf } from './policy';
import { verifyReceipt } from './receipt';

const USAGE = `Checks a savings ledger offline, with keys that did not come with what is checked.

  node verify-ledger.mjs BUNDLE --key KEY        an auditor's bundle: a folder
  node verify-ledger.mjs receipt FILE --key KEY  the receipt of one entry

  --key KEY          the ledger's verifier key (name+id+base64), or a file that holds it; may be repeated
  --policy FILE      a C2SP tlog-policy of your own instead of --key
  --checkpoint FILE  a checkpoint you kept from earlier; may be repeated
  --witness KEY      a witness that must have cosigned the checkpoint, as KEY or file; may be repeated
  --json             the answer as JSON
  --help             this

It leaves with 0 where everything holds, 1 where something does not, 2 where it cannot tell.`;

/** How it is called, where that is asked for; null where something is to be checked. */
export const helpFor = (args: readonly string[]): string | null =>
  args.includes('--help') || args.includes('-h') ? USAGE : null;

const MOST_BYTES = 1_024 * 1_024;

const options = {
  key: { type: 'string', multiple: true, default: [] as string[] },
  policy: { type: 'string' },
  checkpoint: { type: 'string', multiple: true, default: [] as string[] },
  witness: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'boolean', default: false },
} as const;

/** What the program says, and leaves with. */
export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly verdict: 'verified' | 'failed' | 'cannot tell';
  readonly seq: number | null;
  readonly reason: string;
}

/** Runs the verifier on its arguments. Never throws. */
export function answerTo(args: readonly string[]): Answer {
  try {
    return { exitCode: 0, verdict: 'verified', seq: null, reason: verified(args) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Failed) return { exitCode: 1, verdict: 'failed', seq: error.seq, reason };
    return { exitCode: 2, verdict: 'cannot tell', seq: null, reason };
  }
}

function verified(args: readonly string[]): string {
  const { values, positionals } = parsed(args);
  const policy = values.policy === undefined ? null : policyOf(small(values.policy), values.policy);
  const keys = [...values.key.map((text) => keyFrom(text, 1)), ...(policy?.logs ?? [])];
  if (keys.length === 0) cannotTell(`give the key of the ledger with --key or --policy\n\n${USAGE}`);
  const [first = '', second = '', ...more] = positionals;
  if (first === '' || more.length > 0 || (first !== 'receipt' && second !== '')) cannotTell(USAGE);
  if (first === 'receipt') {
    const { origin, seq, size, entry } = verifyReceipt(small(second), keys);
    return `Entry ${String(seq)} of ${origin} is in the signed tree of ${String(size)} entries:\n${entry}`;
  }
  const kept = values.checkpoint.map((name) => ({ name, text: small(name) }));
  const trust: Trust = { keys, policy, kept, witnesses: values.witness.map((text) => keyFrom(text, 4)) };
  const { origin, size, root, totals, checkpoints } = verifyBundle(first, trust);
  return [
    `Verified: ${origin}, ${String(size)} entries, root ${root}.`,
    `${String(totals)} totals add up from their sources; ${String(checkpoints)} earlier checkpoints are continued.`,
  ].join('\n');
}

function parsed(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CannotTell(`${error instanceof Error ? error.message : 'it was called wrongly'}\n\n${USAGE}`, {
      cause: error,
    });
  }
}

/** A key as it is, or from a file that holds it. */
function keyFrom(text: string, type: number): Key {
  const key = keyOf(existsSync(text) ? small(text) : text);
  return key?.type === type
    ? key
    : cannotTell(`${text} is neither a verifier key of the kind needed nor a file that holds one`);
}

/** The text of a small file that the auditor names. */
function small(path: string): string {
  if (!existsSync(path) || !statSync(path).isFile()) return cannotTell(`there is no file ${path}`);
  if (statSync(path).size > MOST_BYTES) return cannotTell(`${path} is larger than is read`);
  return textOf(readFileSync(path)) ?? fail(null, `${path} is not valid UTF-8`);
}
