import { TextColumn, type TextParts } from './text-column';

const NONE = 0xffffffff;
const FEWEST_SLOTS = 64;

/**
 * Numbers for texts, from nought in the order they first come: which line an id is, for one. No text is an object here,
 * and what finds them is made when it is first needed.
 */
export class TextNumbers {
  private readonly texts = new TextColumn();
  private slots: Uint32Array | null = null;
  /** The text that was found last: neighbours are often asked for the same. */
  private lastText = '';
  private lastNumber = NONE;

  public get length(): number {
    return this.texts.length;
  }

  /** The number of a text, which is the next one where the text is new. */
  public number(text: string): number {
    return this.find(text) ?? this.take(text);
  }

  /** The number of a text; null where it has none. */
  public find(text: string): number | null {
    if (this.lastNumber !== NONE && text === this.lastText) return this.lastNumber;
    const slots = this.slots ?? this.placed(FEWEST_SLOTS);
    const number = slots[this.slotWith(slots, text)] ?? NONE;
    if (number === NONE) return null;
    this.lastText = text;
    this.lastNumber = number;
    return number;
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
    this.slots = null;
    this.lastNumber = NONE;
  }

  private take(text: string): number {
    const number = this.texts.push(text);
    const slots = this.slots ?? this.placed(FEWEST_SLOTS);
    if (this.length * 2 > slots.length) this.placed(slots.length * 2);
    else slots[this.slotWith(slots, text)] = number;
    return number;
  }

  /** The slot that has a text, or that is free for it. */
  private slotWith(slots: Uint32Array, text: string): number {
    let slot = hashOf(text) & (slots.length - 1);
    for (;;) {
      const number = slots[slot] ?? NONE;
      if (number === NONE || this.texts.is(number, text)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  private placed(least: number): Uint32Array {
    let size = least;
    while (this.length * 2 > size) size *= 2;
    const slots = new Uint32Array(size).fill(NONE);
    for (let number = 0; number < this.length; number += 1) {
      let slot = hashOf(this.texts.at(number)) & (size - 1);
      while (slots[slot] !== NONE) slot = (slot + 1) & (size - 1);
      slots[slot] = number;
    }
    this.slots = slots;
    return slots;
  }
}

/** FNV-1a over the characters, stirred once more, because what texts differ in mostly stands at their end. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
