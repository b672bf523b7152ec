import { MINUTE } from '../../src/access/clock';
import { LocalAccounts } from '../../src/access/local-accounts';
import type { OfficerId } from '../../src/domain/identifiers';
import { officers, startServer, type TestServer } from '../support/server';

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

  describe('an officer who has a password', () => {
    beforeEach(() => server.app.get(LocalAccounts).setPassword(FINANCE, PASSWORD));

    test('is asked for it, and for nothing else', async () => {
      const page = await server.get('/sign-in?to=%2Flines');

      expect(page.body).toContain('Sign in again');
      expect(page.body).not.toContain('You have no password yet');
    });

    test('changes it only after she has signed in again', async () => {
      const other = 'three other random words';
      const answer = await server.send('/account/password', { password: other, again: other });

      expect([answer.statusCode, answer.body.includes('STEP_UP')]).toEqual([401, true]);
      expect(await server.app.get(LocalAccounts).signIn(FINANCE, PASSWORD)).not.toBeNull();
    });
  });
});
