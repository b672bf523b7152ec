/** What a controller gives: which page to show, what it answers for, and the same figures as a sheet. */
import type { Sheet } from './sheet';

/** The moment and question a page answers for. */
export interface About {
  readonly asAt: string;
  readonly size: number;
  readonly by?: string;
  readonly definition?: string;
}

/** The parameters that the bar of a page can ask for. */
export type BarField = 'by' | 'definition' | 'as_at' | 'known_at';

export const wholeBar: readonly BarField[] = ['by', 'definition', 'as_at', 'known_at'];
export const momentBar: readonly BarField[] = ['as_at', 'known_at'];

interface Parts {
  readonly about?: About;
  /** What the bar lets a reader ask anew. */
  readonly takes?: readonly BarField[];
  /** The same figures for a spreadsheet, all of them where the page shows some; made only when asked for. */
  readonly sheet?: () => Sheet | Promise<Sheet>;
  readonly status?: number;
}

export class Page {
  public constructor(
    public readonly template: string,
    public readonly context: object,
    public readonly parts: Parts = {},
  ) {}
}
