/** The journal for hledger, https://hledger.org/hledger.html#journal. */
import type { JournalFormat, Said } from './transactions';

/**
 * In a comment hledger reads tags, dates in brackets and, at its end, the next directive. So in free text every character
 * that could begin one of them is written as a percent sign and the hexadecimal digits of its UTF-8 bytes (RFC 3986);
 * percent-decoding gives the text back exactly. Blanks stay, but for those that hledger would trim or end a line at.
 */
const hledgerText = (text: string): string =>
  text.replaceAll(/[%:;,|*"'[\]{}()=@]|^ | $|(?! )[\s\p{C}\p{Z}]/gu, percent);

const percent = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

const tags = (said: Said): string => said.map(([name, text]) => `    ; ${name}:${hledgerText(text)}\n`).join('');

export const hledger: JournalFormat = {
  head: ({ council, size, asAt, signed }) =>
    `; The savings ledger of ${hledgerText(council)}: ${String(size)} entries as at ${asAt}\n` +
    `; Ledger size ${String(signed.size)}, root ${signed.root}\n` +
    'commodity 1000.00 GBP\n',

  account: ({ name, said }) => `\naccount Savings:${name}\n${tags(said)}account Counterpart:${name}\n${tags(said)}`,

  transaction: ({ date, code, kind, account, amount, opposite, said }) =>
    `\n${date} (${code}) ${kind}\n${tags(said)}` +
    `    Savings:${account.name}  ${amount} GBP\n    Counterpart:${account.name}  ${opposite} GBP\n`,
};
