import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { themeOf, themeStyle } from '../../src/web/theme';
import { startServer } from '../support/server';

describe("The council's theme", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'theme-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  test('is ours where nothing is set, or something is set to nothing', () => {
    expect(themeOf({ COUNCIL_NAME: '', COUNCIL_COLOUR: '' })).toEqual({ name: null, colour: '#1d4d4f', logo: null });
  });

  test('takes a dark colour, and a logo that is what it says', () => {
    const theme = themeOf({ COUNCIL_COLOUR: '#4B2E83', COUNCIL_LOGO: file('logo.svg', '<svg/>') });

    expect([themeStyle(theme), theme.logo?.type]).toEqual([':root{--ledger-band:#4b2e83}', 'image/svg+xml']);
  });

  test.each([
    [{ COUNCIL_COLOUR: 'purple' }, 'COUNCIL_COLOUR is "purple"; write it as #1d4d4f.'],
    [{ COUNCIL_COLOUR: '#ffdd00' }, 'on which white text has a contrast of 1.3; it needs 4.5'],
    [{ COUNCIL_COLOUR: '#1d4d4f;}body{display:none' }, 'write it as #1d4d4f.'],
  ])('%j does not start', (settings, sentence) => {
    expect(() => themeOf(settings)).toThrow(sentence);
  });

  test.each([
    ['logo.png', Buffer.from('<svg/>'), 'is neither an .svg nor a .png file'],
    ['words.svg', Buffer.from('No picture'), 'is neither an .svg nor a .png file'],
    ['large.svg', Buffer.alloc(257 * 1024), 'is larger than 256 KiB'],
  ])('%s that is not a logo does not start', (name, content, sentence) => {
    expect(() => themeOf({ COUNCIL_LOGO: file(name, content) })).toThrow(sentence);
  });

  test('is on every page: name, colour and logo', async () => {
    const before = { ...process.env };
    const settings = { COUNCIL_NAME: 'A <council>', COUNCIL_COLOUR: '#4b2e83', COUNCIL_LOGO: file('on.svg', '<svg/>') };
    Object.assign(process.env, settings);
    const server = await startServer();
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
    const { body } = await server.get('/help');
    const addressOf = (name: string): string => new RegExp(`/assets/${name}\\?v=[0-9a-f]{16}`).exec(body)?.[0] ?? '';
    const [style, logo] = [await server.get(addressOf('theme.css')), await server.get(addressOf('logo'))];
    await server.close();

    expect(body).toContain('A &lt;council&gt;</a>');
    expect([style.body, logo.body, logo.headers['content-type']]).toEqual([
      ':root{--ledger-band:#4b2e83}',
      '<svg/>',
      'image/svg+xml',
    ]);
  });
});
