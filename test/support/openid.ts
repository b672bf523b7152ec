/** A real OpenID provider to sign in at, and a person who does, without a browser. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const TENANT = 'a1b2c3d4-0000-4000-8000-00000000c0de';

export interface TestProvider {
  readonly issuer: URL;
  /** Signs in at the address our server sent the browser to; gives the address the provider sends it back to. */
  readonly signIn: (address: string, person: string) => Promise<URL>;
  readonly makeChangingAnAuditor: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startProvider(): Promise<TestProvider> {
  const child = fork(join(__dirname, 'openid-provider.mjs'), { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  const issuer = new URL((await firstLine(child)).trim());
  return {
    issuer,
    signIn: (address, person) => new Person(person).walkFrom(new URL(address)),
    makeChangingAnAuditor: async () => {
      await fetch(new URL('/-/make-changing-an-auditor', issuer));
    },
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the provider did not start');
    }),
  ])) as [Buffer];
  return line.toString();
}

const MOST_STEPS = 12;

/** Follows every redirect of the provider with its cookies, and fills in the forms it shows: who, and that it is agreed. */
class Person {
  private readonly cookies = new Map<string, string>();

  public constructor(private readonly name: string) {}

  public async walkFrom(start: URL): Promise<URL> {
    let [at, form]: [URL, string | null] = [start, null];
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (at.pathname === '/sign-in/callback') return at;
      const answer: Response = await this.ask(at, form);
      const to = answer.headers.get('location');
      if (to !== null) [at, form] = [new URL(to, at), null];
      else form = await this.fill(answer);
    }
    throw new Error(`the provider did not send the browser back; it stands at ${at.href}`);
  }

  private async fill(answer: Response): Promise<string> {
    const page = await answer.text();
    if (page.includes('name="login"'))
      return new URLSearchParams({ prompt: 'login', login: this.name, password: 'any' }).toString();
    if (page.includes('value="consent"')) return new URLSearchParams({ prompt: 'consent' }).toString();
    throw new Error(`the provider says ${String(answer.status)}: ${page.slice(0, 400)}`);
  }

  private async ask(url: URL, form: string | null): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(form === null ? {} : { method: 'POST', body: form }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0]!.split('=') as [string, string];
      this.cookies.set(name, value);
    }
    return answer;
  }
}
