import { startServer, type TestServer } from '../support/server';

describe('The names by which a server may be asked', () => {
  let server: TestServer;
  const statusAs = async (host: string): Promise<number> =>
    (await server.app.inject({ method: 'GET', url: '/sign-in', headers: { host } })).statusCode;

  afterEach(() => server.close());

  test.each([
    ['127.0.0.1:3000', 200],
    ['localhost', 200],
    ['leicester.localhost:3000', 200],
    ['www.leicester.localhost', 403],
    ['.localhost', 403],
    ['localhost.evil.example', 403],
    ['leicester.localhost.evil.example', 403],
    ['leicester-localhost', 403],
    ['savings.example', 403],
  ])('on loopback, %s is answered %i', async (host, status) => {
    server = await startServer();
    expect(await statusAs(host)).toBe(status);
  });

  test('behind https its public name is one of them, and another one there is not', async () => {
    server = await startServer({ publicUrl: new URL('https://leicester.savings.example') });
    expect([await statusAs('leicester.savings.example'), await statusAs('oadby.savings.example')]).toEqual([200, 403]);
  });
});
