import { fail } from './outcome';

/** Whole pence of an amount as it is written in an entry. Fails where it is not written so. */
export function penceOf(amount: unknown, seq: number): number {
  const [, minus, pounds, pence] =
    typeof amount === 'string' ? (/^(-?)(0|[1-9]\d{0,9})\.(\d{2})$/.exec(amount) ?? []) : [];
  if (pounds === undefined || pence === undefined) return fail(seq, `an amount is not written in pounds and pence`);
  const value = Number(pounds) * 100 + Number(pence);
  if (minus === '-' && value === 0) return fail(seq, 'an amount is written as minus nought');
  return minus === '-' ? -value : value;
}

/** An amount in pounds and pence. Fails where the sum is beyond what is exact. */
export function poundsOf(pence: number): string {
  if (!Number.isSafeInteger(pence)) return fail(null, 'a sum is beyond what can be added exactly');
  const digits = String(Math.abs(pence)).padStart(3, '0');
  return `${pence < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
