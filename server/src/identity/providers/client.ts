import * as oidc from 'openid-client';
import { AppError, guardedFetch, OutboundError, type Config, type Env } from '#platform';
import { isSafe, type IdentityProvider } from './sign-in-file.ts';

const timeoutMs = 10_000;
const answerBytesMax = 512 * 1024;
/** What a provider says about itself is asked again after this long. */
const believedMs = 60 * 60 * 1000;
/** How far clocks may differ. */
const toleranceS = 30;

/** Where browsers and we are sent; of any other scheme it could be a script, and plain http could be read. */
const endpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const;

interface Known {
  readonly asking: Promise<oidc.Configuration>;
  readonly askedAtMs: number;
}

const known = new WeakMap<Config, Map<string, Known>>();

/** How long what was seen of a provider counts as now, for who looks at it. */
const lookedMs = 15_000;

function allKnown({ config }: Env): Map<string, Known> {
  const all = known.get(config) ?? new Map<string, Known>();
  known.set(config, all);
  return all;
}

/** The protocol's client for one provider. Signatures are checked although the token comes from the provider itself. Throws `unavailable` where it does not answer as it should. */
export async function clientOf(env: Env, provider: IdentityProvider): Promise<oidc.Configuration> {
  const all = allKnown(env);
  const nowMs = env.clock.now().getTime();
  const before = all.get(provider.name);
  if (before && Math.abs(nowMs - before.askedAtMs) < believedMs) return before.asking;
  // Whoever waits for the same answer hears the same of it.
  const asking = discover(env, provider).catch((error: unknown) => {
    if (all.get(provider.name)?.asking === asking) all.delete(provider.name);
    throw new AppError('unavailable', `${provider.label} does not answer at the moment. Please try again.`, {
      internal: reasonOf(error),
      cause: error,
      retryAfterS: 10,
    });
  });
  all.set(provider.name, { asking, askedAtMs: nowMs });
  return asking;
}

interface Look {
  readonly problem: Promise<string | null>;
  readonly lookedAtMs: number;
}

const looks = new WeakMap<Config, Map<string, Look>>();

/**
 * Why a provider cannot be used now, for people; null: it answers. Asks it, whatever it said within the hour, once for all who look within a
 * quarter of a minute; what it said stays until it says something else.
 */
export async function problemOf(env: Env, provider: IdentityProvider): Promise<string | null> {
  const all = looks.get(env.config) ?? new Map<string, Look>();
  looks.set(env.config, all);
  const nowMs = env.clock.now().getTime();
  const before = all.get(provider.name);
  if (before && Math.abs(nowMs - before.lookedAtMs) < lookedMs) return before.problem;
  const problem = discover(env, provider).then((found) => {
    allKnown(env).set(provider.name, { asking: Promise.resolve(found), askedAtMs: nowMs });
    return null;
  }, deepest);
  all.set(provider.name, { problem, lookedAtMs: nowMs });
  return problem;
}

/** The library's own words around what went wrong ("something went wrong") help nobody. */
function deepest(error: unknown): string {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error && found.message !== '' ? found.message : 'unknown';
}

async function discover(env: Env, provider: IdentityProvider): Promise<oidc.Configuration> {
  const { clientId, clientSecret, clientAuth } = provider;
  const auth =
    clientSecret === undefined
      ? oidc.None()
      : clientAuth === 'post'
        ? oidc.ClientSecretPost(clientSecret)
        : oidc.ClientSecretBasic(clientSecret);
  const issuer = new URL(provider.issuer);
  const execute = [oidc.enableNonRepudiationChecks];
  // The file takes http for loopback addresses only.
  if (issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
  const client = await oidc.discovery(issuer, clientId, { [oidc.clockTolerance]: toleranceS }, auth, {
    execute,
    timeout: timeoutMs / 1000,
    [oidc.customFetch]: guarded(env, provider),
  });
  const metadata: Readonly<Record<string, unknown>> = client.serverMetadata();
  const { issuer: named } = metadata;
  if (named !== provider.issuer) throw new Error(`it names itself ${String(named)}, not ${provider.issuer}`);
  for (const endpoint of endpoints) {
    const address = metadata[endpoint];
    if (address !== undefined && !isSafe(URL.parse(typeof address === 'string' ? address : '')))
      throw new Error(`its ${endpoint} is no https address`);
  }
  return client;
}

/** All that the library asks goes through the one client of this server: addresses are checked, redirects not followed. */
function guarded({ config }: Env, { allowPrivate }: IdentityProvider): oidc.CustomFetch {
  return async (url, { method, headers, body }) => {
    const text = body instanceof URLSearchParams ? body.toString() : body;
    const answer = await guardedFetch({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(typeof text === 'string' || text instanceof Uint8Array ? { body: text } : {}),
      timeoutMs,
      responseBytesMax: answerBytesMax,
      allowPrivate: allowPrivate || config.allowPrivateAddresses,
    });
    const type = answer.headers['content-type'];
    const challenge = answer.headers['www-authenticate'];
    return new Response([204, 304].includes(answer.status) ? null : answer.body, {
      status: answer.status,
      headers: {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      },
    });
  };
}

/** What went wrong, with its causes, for the audit log: the library's codes and the provider's own words, without tokens. */
export function reasonOf(error: unknown): string {
  const parts: string[] = [];
  for (let each = error; each instanceof Error && parts.length < 4; each = each.cause) {
    const code = 'code' in each && typeof each.code === 'string' ? `${each.code}: ` : '';
    const told = 'error' in each && typeof each.error === 'string' ? ` (${each.error})` : '';
    const kind = each instanceof OutboundError ? `${each.kind}: ` : '';
    parts.push(`${kind}${code}${each.message}${told}`);
  }
  return parts.join(' < ').slice(0, 1_000) || 'unknown';
}
