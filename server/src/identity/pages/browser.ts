import fastify, { type FastifyInstance, type FastifyRequest, type LightMyRequestResponse } from 'fastify';
import type { Ctx, Env } from '#platform';
import { authenticate } from '../sessions/authenticate.ts';
import { identityPlugin } from './plugin.ts';

/** A server with the identity pages and `/whoami`, for tests. */
export async function identityServer(env: Env): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(async (scope) => identityPlugin(scope, env));
  app.all('/whoami', async (request) => ({ actor: await authenticate(env, request) }));
  await app.ready();
  return app;
}

interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly form?: Readonly<Record<string, string>>;
  /** Instead of those a browser sends from our own pages. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

/** As much of a browser as sign-in needs: it keeps cookies and says where its requests come from. */
export class Browser {
  readonly #app: FastifyInstance;
  readonly #origin: string;
  readonly cookies = new Map<string, string>();

  constructor(app: FastifyInstance, origin = 'http://127.0.0.1:4600') {
    this.#app = app;
    this.#origin = origin;
  }

  async get(url: string): Promise<LightMyRequestResponse> {
    return this.#ask(url, {});
  }

  async post(url: string, form: Record<string, string>, more: Ask = {}): Promise<LightMyRequestResponse> {
    return this.#ask(url, { method: 'POST', form, ...more });
  }

  /** The name of whoever is signed in, as `GET` or another method sees it. */
  async whoami(more: Ask = {}): Promise<string | null> {
    const response = await this.#ask('/whoami', more);
    const { actor } = response.json<{ actor: { person: string } | null }>();
    return actor?.person ?? null;
  }

  async #ask(url: string, { method = 'GET', form, headers, address }: Ask): Promise<LightMyRequestResponse> {
    const ours = { 'sec-fetch-site': 'same-origin', ...(method === 'POST' ? { origin: this.#origin } : {}) };
    const response = await this.#app.inject({
      method,
      url,
      remoteAddress: address ?? '127.0.0.1',
      headers: {
        host: new URL(this.#origin).host,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(headers ?? ours),
      },
      ...(form === undefined ? {} : { payload: new URLSearchParams(form).toString() }),
    });
    for (const cookie of response.cookies) {
      if (cookie.maxAge === 0) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
    return response;
  }
}

/** What a browser's requests do the verbs with, as the server recognises it now. */
export async function ctxIn(env: Env, { cookies }: Browser): Promise<Ctx> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const request = {
    headers,
    method: 'POST',
    protocol: 'http',
    host: '127.0.0.1:4600',
    port: 4600,
    ip: '127.0.0.1',
  };
  // As much of a request as recognising somebody looks at.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const actor = await authenticate(env, request as unknown as FastifyRequest);
  if (actor === null) throw new Error('nobody is signed in');
  return { env, actor, requestId: 'test', pool: 'web' };
}
