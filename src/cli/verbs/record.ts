import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import type { Acknowledgement, Outcome } from '../../commands/ledger-writer';
import type { Receipt } from '../../commands/written-entry';
import { recordableKinds, type RecordableKind } from '../../commands/requests/requests';
import { isRefusal, refuse, Refusal } from '../../domain/refusals';
import type { RehearsalAnswer } from '../../queries/rehearsal';
import { withCommonOptions, withLedger, type CommonOptions, type Door } from '../door';
import { counted, parts, table } from '../layout';
import { once } from '../question-options';
import { fieldOptions, kebab, type FieldOption } from '../record-options';
import { accepted, Refused, reportOf, UNAVAILABLE } from '../refused';

interface RecordOptions extends CommonOptions {
  readonly as?: string;
  readonly dryRun?: true;
  readonly key?: string;
  readonly body?: string;
}

const examples = `
Example:
  record saving-achieved --as off-201 --line IT-PROCUREMENT --year 2009/10 --class cashable \\
    --gross 260000.00 --ongoing-cost 60000.00

Each kind has its own options: record <kind> --help. With --body the whole request is given as JSON instead:
the text itself, @file, or - for stdin.`;

/** Records one entry: a command for each kind, with an option for each field of its request. */
export function recordVerb(door: Door): Command {
  const verb = new Command('record').description('records an entry; record help lists the kinds');
  for (const kind of recordableKinds) verb.addCommand(kindVerb(door, kind));
  return verb.addHelpText('after', examples);
}

function kindVerb(door: Door, kind: RecordableKind): Command {
  const fields = fieldOptions(kind);
  const command = withCommonOptions(new Command(kebab(kind)).alias(kind).description(`records ${kind}`))
    .addOption(once('--as <officer>', 'who records, by id, as in the register of officers (needed without --url)'))
    .option('--dry-run', 'records nothing: shows the entries and figures that would result')
    .addOption(once('--key <text>', 'names this request, so that it can safely be sent again; random where left out'))
    .addOption(once('--body <json>', 'the whole request as JSON, or @file, or - for stdin; then no other field'));
  for (const { option } of fields) command.addOption(option);
  return command.action((options: RecordOptions) => record(door, options, requestOf(kind, fields, options)));
}

/** The request from the options of its fields, or from --body. */
function requestOf(kind: RecordableKind, fields: readonly FieldOption[], options: RecordOptions): unknown {
  const given = new Map<string, unknown>(Object.entries(options));
  const set = fields.filter(({ option }) => given.has(option.attributeName()));
  if (options.body !== undefined) {
    const [extra] = set;
    if (extra === undefined) return bodyOf(kind, options.body);
    throw new Refused(
      refuse('BODY_FORMAT', `Give the request as --body or as options; ${extra.option.long ?? ''} is one too many.`),
    );
  }
  const body: Record<string, unknown> = { kind };
  for (const { option, put } of set) put(body, given.get(option.attributeName()));
  return body;
}

function bodyOf(kind: RecordableKind, given: string): unknown {
  const body = parsed(contentOf(given));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const named = 'kind' in body ? body.kind : kind;
  if (named === kind) return { ...body, kind };
  throw new Refused(refuse('KIND_UNKNOWN', `The request says it is ${JSON.stringify(named)}, the verb says ${kind}.`));
}

function contentOf(given: string): string {
  if (given !== '-' && !given.startsWith('@')) return given;
  try {
    return readFileSync(given === '-' ? 0 : given.slice(1), 'utf8');
  } catch (error) {
    throw new Refused(
      refuse('BODY_FORMAT', `The request cannot be read: ${error instanceof Error ? error.message : ''}`),
    );
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new Refused(refuse('BODY_FORMAT', 'The request is not JSON.'));
  }
}

function record(door: Door, options: RecordOptions, body: unknown): Promise<void> {
  const { as, key = randomUUID() } = options;
  if (options.dryRun === true) return rehearse(door, options, body);
  return withLedger(door, options, 'write', async (ledger) => {
    const { receipts, replayed } = await recordOnce(door, key, async () =>
      tellingOfLeaf(await ledger.record(body, as, key), body),
    );
    const answer =
      options.json === true ? JSON.stringify({ receipts, replayed }, null, 2) : receipts.map(shown).join('\n');
    door.terminal.print(answer);
    for (const waits of receipts.filter(({ kind }) => kind === 'PeriodReopened')) door.terminal.tell(toVerify(waits));
    if (replayed) door.terminal.tell('This key was used for this request before; nothing new was recorded.');
  });
}

async function recordOnce({ terminal }: Door, key: string, attempt: () => Promise<Outcome>): Promise<Acknowledgement> {
  try {
    return accepted<Acknowledgement>(await attempt());
  } catch (error) {
    // Whether it was recorded may be unknown: the key makes it safe to ask again, so it must not be lost.
    if (reportOf(error).exitCode === UNAVAILABLE)
      terminal.tell(`The key of this request is ${key}; send it again with --key.`);
    throw error;
  }
}

/** Who judges an entry gives the leaf hash she was shown: at a terminal nobody was shown one who did not ask for it. */
function tellingOfLeaf<Answer>(answer: Answer | Refusal, body: unknown): Answer | Refusal {
  if (!isRefusal(answer) || answer.detail['field'] !== '/leaf') return answer;
  const entry = typeof body === 'object' && body !== null && 'entry' in body ? Number(body.entry) : NaN;
  const after = entry > 0 ? ` --after ${String(entry - 1)}` : '';
  const message = `${answer.message} The leaf stands beside its entry in: entries --json${after} --limit 1`;
  return new Refusal(answer.code, message, answer.detail, answer.problems);
}

function rehearse(door: Door, options: RecordOptions, body: unknown): Promise<void> {
  return withLedger(door, options, 'read', async (ledger) => {
    const effect = accepted(tellingOfLeaf(await ledger.rehearse(body, options.as), body));
    door.terminal.print(options.json === true ? JSON.stringify(effect, null, 2) : showEffect(effect));
  });
}

function showEffect({ by, definition, size, entries, figures }: RehearsalAnswer): string {
  const moved = figures.filter(({ change }) => change !== '0.00');
  return parts(
    `Nothing was recorded. This would become, after ${counted(size, 'entry', 'entries')}:`,
    // A table without rows would look as if something had been lost.
    entries
      .filter(({ postings }) => postings.length === 0)
      .map(({ kind, line }) => `${kind}${line === null ? '' : ` on ${line}`}: no amounts.`)
      .join('\n'),
    postingsTable(entries),
    moved.length === 0
      ? `No figure changes by ${by}, ${definition}.`
      : table(moved, [
          [`By ${by}, ${definition}`, 'text', ({ figure }) => figure],
          ['Before', 'money', ({ before }) => before],
          ['After', 'money', ({ after }) => after],
          ['Change', 'money', ({ change }) => change],
        ]),
  );
}

function postingsTable(entries: RehearsalAnswer['entries']): string {
  const rows = entries.flatMap(({ kind, postings }) => postings.map((posting) => ({ kind, ...posting })));
  if (rows.length === 0) return '';
  return table(rows, [
    ['Kind', 'text', ({ kind }) => kind],
    ['Line', 'text', ({ line }) => line],
    ['Measure', 'text', ({ measure }) => measure],
    ['Tranche', 'text', ({ tranche }) => tranche],
    ['Class', 'text', (posting) => posting.class],
    ['Amount', 'money', ({ amount }) => amount],
  ]);
}

/** A re-opening alone opens nothing yet. */
const toVerify = ({ seq, leaf }: Receipt): string =>
  `The month stays closed until a second officer verifies this: record entry-verified --entry ${String(seq)} --leaf ${leaf}`;

const shown = ({ seq, id, kind, recordedAt, leaf }: Receipt): string =>
  `Entry ${String(seq)}, ${kind}, recorded ${recordedAt}\n  id    ${id}\n  leaf  ${leaf}`;
