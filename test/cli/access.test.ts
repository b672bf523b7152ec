import { TerminalInFolder } from './savings';

describe('The register, tokens and the access log at the terminal', () => {
  const terminal = new TerminalInFolder();
  const savings = (line: string) =>
    terminal.savings(line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', '')));

  beforeAll(async () => {
    await savings('init --sample july-2009');
  });
  afterAll(() => {
    terminal.remove();
  });

  test('whoever sets the ledger up adds two administrators, and no more alone', async () => {
    const first = await savings('officer add off-901 --name "Administrator one" --role administrator');
    const second = await savings('officer add off-902 --name "Administrator two" --role administrator');
    const third = await savings('officer add off-301 --name "Another auditor" --role auditor');
    const twice = await savings('officer add off-902 --name "Somebody" --role auditor --as off-901');

    expect([first.stdout, second.stdout]).toEqual(['Done.\n', 'Done.\n']);
    expect([third.exit, third.stderr]).toEqual([
      4,
      'ROLE_NOT_ALLOWED: There are administrators now; name the one who asks with --as.\n',
    ]);
    expect([twice.exit, twice.stderr.split(':')[0]]).toEqual([3, 'OFFICER_EXISTS']);
  });

  test('from then on one proposes and another one confirms', async () => {
    const proposed = await savings('officer add off-301 --name "Another auditor" --role auditor --as off-901');
    const alone = await savings('officer confirm 1 --as off-901');
    const byOfficer = await savings('officer confirm 1 --as off-201');
    const waiting = await savings('officer list');
    const confirmed = await savings('officer confirm 1 --as off-902');
    const again = await savings('officer confirm 1 --as off-902');
    const notAdministrator = await savings('officer role off-301 administrator --as off-201');

    expect(proposed.stdout).toContain('It waits as 1');
    expect([alone.exit, alone.stderr]).toEqual([4, 'SELF_APPROVAL: Whoever proposed a change cannot confirm it.\n']);
    expect([byOfficer.exit, byOfficer.stderr.split(':')[0]]).toEqual([4, 'ROLE_NOT_ALLOWED']);
    expect(waiting.stdout).toContain('Waits as 1: add off-301, proposed by off-901');
    expect([confirmed.stdout, again.stderr.split(':')[0]]).toEqual(['Done.\n', 'NOT_FOUND']);
    expect(notAdministrator.exit).toBe(4);
    expect((await savings('officer list')).stdout).toMatch(/off-301 +Another auditor +auditor/);
  });

  test('there are never fewer than two administrators again', async () => {
    const disabled = await savings('officer disable off-902 --as off-901');
    const demoted = await savings('officer role off-901 auditor --as off-902');
    const same = await savings('officer role off-301 auditor --as off-901');

    expect([disabled.stderr.split(':')[0], demoted.stderr.split(':')[0]]).toEqual([
      'LAST_ADMINISTRATORS',
      'LAST_ADMINISTRATORS',
    ]);
    expect([same.exit, same.stderr.split(':')[0]]).toEqual([1, 'NOTHING_CHANGES']);
  });

  test('a name is erased when the chief finance officer confirms it, and every total stays', async () => {
    const position = async (): Promise<string> => (await savings('position --by 2010/11 --json')).stdout;
    const before = await position();
    const proposed = await savings('officer erase off-101 --ground request --as off-901');
    const byAdministrator = await savings('officer confirm 2 --as off-902');
    const confirmed = await savings('officer confirm 2 --as off-204');

    expect([proposed.exit, byAdministrator.exit, confirmed.stdout]).toEqual([0, 4, 'Done.\n']);
    expect((await savings('officer list')).stdout).toMatch(/off-101 +off-101 +-/);
    expect(await position()).toBe(before);
  });

  test('a link for an officer takes two as well, and is told to the second', async () => {
    await savings('officer link off-301 --as off-901');
    const link = await savings('officer confirm 3 --as off-902');

    expect(link.stdout).toMatch(/\n\/sign-in\/link\?code=[\w-]{43}\n$/);
  });

  test('a token is told once, listed without it, and revoked', async () => {
    const made = await savings('token create --as off-201 --label nightly --scope read record --days 7');
    const token = made.stdout.trim();
    const [listed] = await terminal.json<{ id: string; scopes: string[]; officer: string }[]>('token', 'list');
    const revoked = await savings(`token revoke ${listed!.id}`);
    const again = await savings(`token revoke ${listed!.id}`);
    const forNobody = await savings('token create --as off-101 --label nightly');
    const forEver = await savings('token create --as off-201 --label nightly --days 3650');

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(listed).toMatchObject({ officer: 'off-201', scopes: ['read', 'record'] });
    expect(JSON.stringify(listed)).not.toContain(token);
    expect([revoked.stdout, again.stderr.split(':')[0]]).toEqual(['Done.\n', 'NOT_FOUND']);
    expect([forNobody.stderr.split(':')[0], forEver.stderr.split(':')[0]]).toEqual(['ROLE_NOT_ALLOWED', 'PARAM_RANGE']);
  });

  test('the access log is for auditors and administrators, and tells no name', async () => {
    const officer = await savings('access-log --as off-201');
    const auditor = await savings('access-log --as off-203');

    expect([officer.exit, auditor.exit]).toEqual([4, 0]);
    for (const what of ['OFFICER_ADDED', 'CHANGE_PROPOSED', 'NAME_ERASED', 'LINK_MADE', 'TOKEN_MADE', 'TOKEN_REVOKED'])
      expect(auditor.stdout).toContain(what);
    expect(auditor.stdout).not.toMatch(/Rees|Administrator one|Another auditor/);
  });

  test('a role is checked before the request is', async () => {
    const refused = await savings('record entry-verified --as off-203 --entry 3 --leaf x');

    expect([refused.exit, refused.stderr.split(':')[0]]).toEqual([4, 'ROLE_NOT_ALLOWED']);
  });
});
