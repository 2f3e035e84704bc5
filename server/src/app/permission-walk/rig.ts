import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { bootstrapIdentity } from '#identity';
import { startLiveHub, type Env } from '#platform';
import { createHttpServer } from '../http/http-server.ts';
import type { Endpoint } from './routes.ts';

export type Headers = Readonly<Record<string, string>>;

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly payload?: object;
}

/** The whole HTTP server over a test's database, without a port. */
export interface Walk {
  readonly app: FastifyInstance;
  /** `headers` say who asks; none: nobody does. */
  send(request: Request, headers?: Headers): Promise<LightMyRequestResponse>;
  /** A browser in which the person has just signed in with a link: the headers of its requests. */
  signIn(person: string): Promise<Headers>;
  close(): Promise<void>;
}

const origin = 'http://127.0.0.1:4600';
/** What a browser at this server's address says of it. */
export const here = { host: '127.0.0.1:4600' };

export function bearer(token: string): Headers {
  return { authorization: `Bearer ${token}` };
}

/** `env.config.bootstrapToken` must be set: its holder makes the others. */
export async function startWalk(env: Env): Promise<Walk> {
  const hub = startLiveHub(env);
  const health = { mount: () => undefined, close: async () => undefined };
  const app = await createHttpServer({ env, hub, health });
  await bootstrapIdentity(env);
  const operator = bearer(env.config.bootstrapToken ?? '');
  const send: Walk['send'] = async ({ method, url, payload }, headers = {}) =>
    app.inject({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- methods of the contract and of the router are those of HTTP
      method: method as 'GET',
      url,
      headers: { ...here, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return {
    app,
    send,
    signIn: async (person) => {
      const made = await send({ method: 'POST', url: `/api/v1/people/${person}/invitation` }, operator);
      const used = await app.inject({
        method: 'POST',
        url: new URL(made.json<{ link: string }>().link).pathname,
        headers: { ...here, origin, 'content-type': 'application/x-www-form-urlencoded' },
        payload: '',
      });
      const [cookie] = used.cookies;
      return {
        origin,
        cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`,
        'sec-fetch-site': 'same-origin',
      };
    },
    close: async () => {
      await hub.close();
      await app.close();
    },
  };
}

/** The endpoint's request with its least input; `names` are values for parameters of its path. */
export function requestOf(
  { method, path, input }: Endpoint,
  names: Readonly<Record<string, string>> = {},
): Request {
  const rest = { ...input };
  const url = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
    const value = names[name] ?? textOf(rest[name] ?? 'nothing');
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(Object.entries(rest).map(([key, value]) => [key, textOf(value)]));
  if (method === 'GET') return { method, url: `/api/v1${url}${query.size === 0 ? '' : `?${query}`}` };
  return { method, url: `/api/v1${url}`, payload: rest };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An answer without what is different each time and without what the request itself named. */
export function wordsOf(answer: LightMyRequestResponse, names: Readonly<Record<string, string>>): string {
  const { requestId: _id, ...problem } = answer.json<Record<string, unknown>>();
  let words = `${answer.statusCode} ${JSON.stringify(problem)}`;
  for (const name of Object.values(names)) words = words.replaceAll(name, '…');
  return words;
}
