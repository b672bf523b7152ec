// cspell:ignore Frecord Fkind Ftokens Flines
import { MINUTE } from '../../src/access/clock';
import { LocalAccounts } from '../../src/access/local-accounts';
import { Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { baseline, officers, startServer, type Answer, type TestServer } from '../support/server';

const FINANCE = officers.finance as OfficerId;
const PASSWORD = 'three random words';

describe('When the sign-in is more than five minutes old', () => {
  let server: TestServer;
  let later: number;

  beforeEach(async () => {
    later = 0;
    server = await startServer({ clock: () => Date.now() + later });
    server.cookie('finance');
    later = 6 * MINUTE;
  });
  afterEach(() => server.close());

  const hasPassword = (): boolean => server.app.get(LocalAccounts).hasPassword(FINANCE);

  describe('an officer who came by a link and has no password', () => {
    test('is told, where she is asked for one, that she sets it first', async () => {
      const asked = await server.get('/record?kind=TargetRevised');
      const page = await server.get(asked.headers.location ?? '');

      expect(asked.headers.location).toBe('/sign-in?to=%2Frecord%3Fkind%3DTargetRevised');
      expect(page.body).toContain('You have no password yet');
      expect(page.body).toContain('href="/account?to=%2Frecord%3Fkind%3DTargetRevised"');
    });

    test('sets the first one, and is led back to where it was asked for', async () => {
      const page = await server.get('/account?to=%2Frecord%3Fkind%3DTargetRevised');
      const set = await server.send('/account/password', {
        password: PASSWORD,
        again: PASSWORD,
        to: '/record?kind=TargetRevised',
      });

      expect(page.body).toContain('name="to" value="/record?kind=TargetRevised"');
      expect([set.statusCode, hasPassword()]).toEqual([200, true]);
      expect(set.body).toContain('href="/sign-in?to=%2Frecord%3Fkind%3DTargetRevised"');
    });

    test('given the two were not the same, and she has to sign in anew, is led back to the form', async () => {
      const refused = await server.send('/account/password', { password: PASSWORD, again: 'another' });
      const back = await server.get('/account/password');

      expect(refused.statusCode).toBe(422);
      expect([back.statusCode, back.headers.location]).toEqual([303, '/account']);
      expect((await server.get('/account')).body).toContain('action="/account/password"');
    });

    test('is never led anywhere else', async () => {
      const set = await server.send('/account/password', {
        password: PASSWORD,
        again: PASSWORD,
        to: '//evil.example/',
      });

      expect(set.body).toContain('href="/sign-in"');
      expect(set.body).not.toContain('evil.example');
    });
  });

  describe('a form that is sent', () => {
    const sendFrom = (referer: string, url: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
      const cookie = server.cookie('finance');
      return server.app.inject({
        method: 'POST',
        url,
        payload: new URLSearchParams({ csrf: server.csrf(cookie), ...fields }).toString(),
        headers: { cookie, referer, host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
      });
    };

    test('by somebody who has to sign in again leads there and back to its page', async () => {
      const answer = await sendFrom('http://localhost/tokens', '/tokens', { label: 'Late (invented)', days: '1' });

      expect(answer.statusCode).toBe(401);
      expect(answer.body).toContain('You have to sign in again');
      expect(answer.body).toContain('Code: <span class="ledger-code">STEP_UP</span>');
      expect(answer.body).toContain('href="/sign-in?to=%2Ftokens"');
      expect(answer.body).toContain('has to be entered again');
      expect(answer.body).not.toContain('programs need');
    });

    test('by somebody who signed out in another tab does the same, and speaks of no programs', async () => {
      const page = 'http://localhost/record?kind=BaselineSet&line=IT-PROCUREMENT';
      server.app.get(Sessions).end(server.cookie('finance').replace('ledger=', ''));
      const answer = await sendFrom(page, '/record', { ...baseline, do: 'record' });

      expect(answer.statusCode).toBe(401);
      expect(answer.body).toContain('You are not signed in');
      expect(answer.body).toContain('href="/sign-in?to=%2Frecord%3Fkind%3DBaselineSet%26line%3DIT-PROCUREMENT"');
      expect(answer.body).not.toMatch(/Bearer|programs send/);
    });

    test.each(['http://elsewhere.example/tokens', 'no address', ''])(
      'from "%s" leads back to the overview',
      async (referer) => {
        const answer = await sendFrom(referer, '/tokens', { label: 'Late (invented)', days: '1' });

        expect(answer.body).toContain('href="/sign-in?to=%2F"');
      },
    );

    test('has what it is about in its address from the first question to the last', async () => {
      const action = 'action="/record?kind=BaselineSet&amp;line=IT-PROCUREMENT"';
      const first = await server.get('/record?kind=BaselineSet&line=IT-PROCUREMENT');
      const check = await server.send('/record', { ...baseline, lineVersion: '106', checking: 'yes' });
      const conflict = await server.send('/record', { ...baseline, lineVersion: '1', do: 'record' });

      expect(first.body).toContain(action);
      expect(check.body).toContain(action);
      expect(conflict.body).toContain(action);
      expect([first.statusCode, check.statusCode, conflict.statusCode]).toEqual([200, 200, 412]);
    });
  });

  describe('an officer who has a password', () => {
    beforeEach(() => server.app.get(LocalAccounts).setPassword(FINANCE, PASSWORD));

    test('is asked for it, and for nothing else', async () => {
      const page = await server.get('/sign-in?to=%2Flines');

      expect(page.body).toContain('Sign in again');
      expect(page.body).not.toContain('You have no password yet');
    });

    test('is told, after a wrong one, that the password is wrong, and is still signed in', async () => {
      const answer = await server.send('/sign-in', { officer: FINANCE, password: 'not the one', to: '/lines' });

      expect(answer.statusCode).toBe(401);
      expect(answer.body).toContain('That did not work');
      expect(answer.body).toContain('You are signed in already');
      expect(answer.body).not.toContain('You are not signed in');
    });

    test('changes it only after she has signed in again', async () => {
      const other = 'three other random words';
      const answer = await server.send('/account/password', { password: other, again: other });

      expect([answer.statusCode, answer.body.includes('STEP_UP')]).toEqual([401, true]);
      expect(await server.app.get(LocalAccounts).signIn(FINANCE, PASSWORD)).not.toBeNull();
    });
  });
});
