/** Where somebody wanted to go before she had to sign in: a page of ours, whatever the address says. */
const OURS = 'http://ours';

/** The same path and question, or the first page where it leads anywhere else. */
export function wayBack(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || !URL.canParse(to, OURS)) return '/';
  const { origin, pathname, search } = new URL(to, OURS);
  const isElsewhere = origin !== OURS || pathname.startsWith('//') || pathname.startsWith('/sign-');
  return isElsewhere ? '/' : `${pathname}${search}`;
}
