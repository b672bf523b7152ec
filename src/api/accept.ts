/** Which of the forms a client accepts it likes best, from its Accept header (RFC 9110, section 12.5.1). */

interface Range {
  readonly type: string;
  readonly quality: number;
}

/** The best of the forms on offer, the first of equals; null where the client accepts none. No header accepts all. */
export function preferred<Form extends string>(accept: string | undefined, offered: readonly Form[]): Form | null {
  const ranges = (accept ?? '*/*').split(',').map(rangeOf);
  let best: { readonly form: Form; readonly quality: number } | null = null;
  for (const form of offered) {
    const quality = qualityOf(form, ranges);
    if (quality > (best?.quality ?? 0)) best = { form, quality };
  }
  return best?.form ?? null;
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.map((each) => /^q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)$/.exec(each)?.[1]).find(Boolean);
  return { type, quality: quality === undefined ? 1 : Number(quality) };
}

/** The most specific range decides. */
function qualityOf(form: string, ranges: readonly Range[]): number {
  const wanted = [form, `${form.split('/')[0] ?? ''}/*`, '*/*'];
  for (const type of wanted) {
    const range = ranges.find((each) => each.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
