import { refuse, type Refusal } from './refusals';

// Letters that change how a text reads without being seen: direction marks, zero-width characters, tags.
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;
// Controls other than tab and newline, halves of characters, and code points that are no characters.
const unfit = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/u;

/**
 * Reads free text: well-formed, visible, in composed form (NFC), without outer blanks, from 1 to `longest` characters.
 */
export function readText(value: unknown, longest: number): string | Refusal {
  if (typeof value !== 'string') return refuse('TEXT_REQUIRED', 'A text is needed here.');
  const text = value.normalize('NFC').trim();
  if (text === '') return refuse('TEXT_REQUIRED', 'A text is needed here; it was empty.');
  const hidden = invisible.exec(text);
  if (hidden !== null) {
    return refuse(
      'TEXT_INVISIBLE',
      `The text holds the invisible character ${codePoint(hidden[0])} at position ${String(hidden.index + 1)}; remove it.`,
    );
  }
  const odd = unfit.exec(text);
  if (odd !== null) {
    return refuse(
      'TEXT_CHARACTERS',
      `The text holds the control character ${codePoint(odd[0])} at position ${String(odd.index + 1)}; remove it.`,
    );
  }
  return text.length > longest
    ? refuse('TEXT_LENGTH', `The text has ${String(text.length)} characters; at most ${String(longest)} are taken.`)
    : text;
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
