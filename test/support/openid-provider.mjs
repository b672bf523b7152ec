// A real OpenID provider as a process of its own, with claims like those of Microsoft Entra ID. It says where it listens
// on its first line. People of its directory sign in by a short name and any password: it keeps none.
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

const TENANT = 'a1b2c3d4-0000-4000-8000-00000000c0de';
const person = (oid, roles, more = {}) => ({ oid, tid: TENANT, roles, name: `${oid} (invented)`, ...more });
const people = {
  finance: person('finance', ['FinanceOfficer']),
  auditor: person('auditor', ['Auditor']),
  nobody: person('nobody', []),
  both: person('both', ['FinanceOfficer', 'Auditor']),
  stranger: person('stranger', ['FinanceOfficer'], { tid: 'another-tenant' }),
  changing: person('changing', ['FinanceOfficer']),
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'ledger',
        client_secret: 'made for this test and worth nothing',
        redirect_uris: ['http://127.0.0.1:3000/sign-in/callback'],
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub', 'oid', 'tid', 'roles', 'name'], profile: [] },
    scopes: ['openid', 'profile'],
    ttl: { IdToken: 120, AccessToken: 120, AuthorizationCode: 60, Interaction: 600, Session: 3600, Grant: 3600 },
    cookies: { keys: ['made for this test and worth nothing'] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  server.on('request', (request, response) => {
    // What an administrator of the directory does meanwhile.
    if (request.url === '/-/make-changing-an-auditor') {
      people.changing = person('changing', ['Auditor']);
      response.end();
    } else provider.callback()(request, response);
  });
  process.stdout.write(`${issuer}\n`);
});
process.on('disconnect', () => process.exit());
