/** The journal for beancount, https://beancount.github.io/docs/beancount_language_syntax.html. */
import type { JournalFormat, Said } from './transactions';

/** A string of beancount ends at a quotation mark and may be broken over lines; with these escapes it is always one line. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\\n\r\t]/g, (mark) => escapes[mark] ?? mark)}"`;

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const metadata = (said: Said): string => said.map(([name, text]) => `  ${name}: ${quoted(text)}\n`).join('');

/** Accounts are open from before any effective date a ledger has, so that the order of entries does not matter. */
const OPEN = '0001-01-01';

export const beancount: JournalFormat = {
  head: ({ council, size, asAt, signed }) =>
    `; Ledger size ${String(signed.size)}, root ${signed.root}\n` +
    `option "title" ${quoted(`The savings ledger of ${council}: ${String(size)} entries as at ${asAt}`)}\n` +
    'option "operating_currency" "GBP"\noption "name_assets" "Savings"\noption "name_equity" "Counterpart"\n',

  account: ({ name, said }) =>
    `\n${OPEN} open Savings:${name} GBP\n${metadata(said)}${OPEN} open Counterpart:${name} GBP\n${metadata(said)}`,

  transaction: ({ date, code, kind, account, amount, opposite, said }) =>
    `\n${date} * "${kind}"\n  code: "${code}"\n${metadata(said)}` +
    `  Savings:${account.name}  ${amount} GBP\n  Counterpart:${account.name}  ${opposite} GBP\n`,
};
