import { Command } from 'commander';

import { MemberQuery, partnershipOf, type MemberAnswer, type PartnershipAnswer } from '../../queries/partnership';
import type { ParameterName, Parameters } from '../../queries/read-question';
import { withLocalLedger, type Door } from '../door';
import { money, parts, table, type Column } from '../layout';
import { once, parametersFrom, withQuestionOptions } from '../question-options';
import { accepted } from '../refused';

interface PartnershipOptions {
  readonly targetFrom: string;
  readonly member: readonly string[];
  readonly json?: true;
}

const parameters: readonly ParameterName[] = ['by', 'definition'];

/** How far do several ledgers together come towards a partnership's target? Reads each, records in none. */
export const partnershipVerb = (door: Door): Command =>
  withQuestionOptions(new Command('partnership'), parameters)
    .description('several ledgers added up against the target of their partnership')
    .addHelpText('after', '\nExample:\n  partnership --target-from data --member data --member other@120')
    .addOption(once('--target-from <directory>', 'the ledger that states the target (needed)').makeOptionMandatory())
    .requiredOption(
      '--member <directory[@seq]>',
      'a ledger to add, as known on a seq, else on its last entry; may be given several times (needed)',
      (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value],
    )
    .option('--json', 'answer for programs')
    .action(async (options: PartnershipOptions) => {
      const answer = await ask(door, options);
      door.terminal.print(options.json === true ? JSON.stringify(answer, null, 2) : show(answer));
    });

async function ask(door: Door, options: PartnershipOptions): Promise<PartnershipAnswer> {
  const question = parametersFrom(options, parameters);
  const from = await memberOf(door, options.targetFrom, question);
  // All members are asked by the same year and under the same definition: those of the ledger with the target.
  const { by, definition } = from;
  const members: MemberAnswer[] = [];
  for (const member of options.member) members.push(await memberOf(door, member, { by, definition }));
  return accepted(partnershipOf(from, members));
}

async function memberOf(door: Door, named: string, question: Parameters): Promise<MemberAnswer> {
  const [, directory = named, seq] = /^(.*)@(\d+)$/.exec(named) ?? [];
  const query = new MemberQuery({ ...question, known_at: seq });
  return withLocalLedger(door, directory, 'read', async ({ queryBus }) => accepted(await queryBus.execute(query)));
}

function show({
  by,
  definition,
  target,
  targetFrom,
  members,
  figures,
  gap,
  missing,
  finding,
}: PartnershipAnswer): string {
  const moved = figures.filter(({ amount, parts: each }) => amount !== '0.00' || each.some((part) => part !== '0.00'));
  return parts(
    `Partnership by ${by}, ${definition}; target ${money(target)}, stated by ${targetFrom}`,
    members
      .map(
        ({ name, size, asAt }, index) =>
          `${String(index + 1)}  ${name}, as at ${asAt}, known on seq ${String(size - 1)}`,
      )
      .join('\n'),
    table(moved, [
      ['Figure', 'text', ({ figure }) => figure],
      ['Together', 'money', ({ amount }) => amount],
      ...members.map((_, index) => partOf(index)),
    ]),
    `Gap to the target ${money(gap)}; not covered by the members' own targets ${money(missing)}.`,
    finding ?? '',
  );
}

const partOf = (index: number): Column<PartnershipAnswer['figures'][number]> => [
  String(index + 1),
  'money',
  ({ parts: each }) => each[index] ?? null,
];
