import { TextColumn, type TextParts } from './text-column';

/**
 * Numbers for texts, from nought in the order they first come: which line an id is, for one. What finds a text is made
 * when it is first needed, so that taking texts back makes none of them.
 */
export class TextNumbers {
  private readonly texts = new TextColumn();
  private numbers: Map<string, number> | null = null;

  public get length(): number {
    return this.texts.length;
  }

  /** The number of a text, which is the next one where the text is new. */
  public number(text: string): number {
    const numbers = this.numbers ?? this.read();
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const next = this.texts.push(text);
    numbers.set(text, next);
    return next;
  }

  /** The number of a text; null where it has none. */
  public find(text: string): number | null {
    const numbers = this.numbers ?? this.read();
    return numbers.get(text) ?? null;
  }

  /** The text that has a number. Throws where none has it. */
  public text(number: number): string {
    return this.texts.at(number);
  }

  public toParts(): TextParts {
    return this.texts.toParts();
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore(parts: TextParts): void {
    this.texts.restore(parts);
    this.numbers = null;
  }

  private read(): Map<string, number> {
    const numbers = new Map<string, number>();
    for (let number = 0; number < this.length; number += 1) numbers.set(this.texts.at(number), number);
    this.numbers = numbers;
    return numbers;
  }
}
