import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a council puts in its own way: its name where it is to differ from the ledger's, its colour and its logo. */
export interface Theme {
  readonly name: string | null;
  readonly colour: string;
  readonly logo: Logo | null;
}

export interface Logo {
  readonly type: 'image/svg+xml' | 'image/png';
  readonly content: Buffer;
}

/** For Nest: what the theme is injected as. */
export const THEME = Symbol('theme');

const OUR_COLOUR = '#1d4d4f';
const LARGEST_LOGO = 256 * 1024;

/** The least contrast of the white name on the council's colour: WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;

type Settings = Readonly<Record<string, string | undefined>>;

/** Reads `COUNCIL_NAME`, `COUNCIL_COLOUR` (`#1d4d4f`) and `COUNCIL_LOGO` (a file). Throws a sentence where one is of no use. */
export function themeOf(settings: Settings): Theme {
  const setting = (name: string): string | null => (settings[name] === '' ? null : (settings[name] ?? null));
  const file = setting('COUNCIL_LOGO');
  return {
    name: setting('COUNCIL_NAME'),
    colour: readColour(setting('COUNCIL_COLOUR') ?? OUR_COLOUR),
    logo: file === null ? null : readLogo(file),
  };
}

function readColour(text: string): string {
  if (!/^#[\da-f]{6}$/i.test(text)) throw new Error(`COUNCIL_COLOUR is "${text}"; write it as ${OUR_COLOUR}.`);
  const contrast = 1.05 / (luminance(text) + 0.05);
  if (contrast >= LEAST_CONTRAST) return text.toLowerCase();
  throw new Error(
    `COUNCIL_COLOUR is "${text}", on which white text has a contrast of ${contrast.toFixed(1)}; it needs ${String(LEAST_CONTRAST)}, so take a darker one.`,
  );
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function readLogo(file: string): Logo {
  const type = file.endsWith('.svg') ? 'image/svg+xml' : 'image/png';
  const content = contentOf(file);
  const isPng = content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  if (content.length > LARGEST_LOGO) throw new Error(`COUNCIL_LOGO: ${file} is larger than 256 KiB.`);
  const isImage = type === 'image/png' ? isPng : /<svg[\s/>]/.test(content.toString('utf8'));
  if (!isImage) throw new Error(`COUNCIL_LOGO: ${file} is neither an .svg nor a .png file.`);
  return { type, content };
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(`COUNCIL_LOGO is "${file}", which cannot be read (${code}); name an .svg or .png file.`, {
      cause: error,
    });
  }
}

/** The style sheet of the theme; it stands after the common one. */
export const themeStyle = ({ colour }: Theme): string => `:root{--ledger-band:${colour}}`;

/** A part of the content's hash, so that a browser may keep what it names. */
export const fingerprint = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);
