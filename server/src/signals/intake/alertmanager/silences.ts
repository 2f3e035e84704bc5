import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx, Env } from '#platform';
import { inFreshTransaction } from '../../alerts/stale-read.ts';
import { matcherText, type Matcher } from '../../core/matcher.ts';
import type { Integration } from '../../core/signal.ts';
import { silenceState } from '../../core/silence.ts';
import { readRouting } from '../../routing.ts';
import { saveAndApply } from '../../silences/save.ts';
import { findSilence, listSilences, type StoredSilence } from '../../store/silence-store.ts';
import { senderOf } from '../sender.ts';
import { AmError } from './am-error.ts';
import { readMatchers } from './filters.ts';
import { isUuid, parseSilence, type PostedSilence } from './parse-silence.ts';
import { amJson, readJsonText } from './post-alerts.ts';
import { silenceJson } from './silence-json.ts';

/** `GET /api/v2/silences`: those of this integration, and those of people, which cover its alerts too. */
export async function getSilences(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const matchers = readMatchers(request.query);
  const now = env.clock.now().getTime();
  const silences = (await listSilences(env.databases.web))
    .filter((silence) => isSeenBy(silence, integration))
    .filter((silence) => matchers.every((matcher) => hasMatcher(silence, matcher)))
    .sort((a, b) => rank(a, now) - rank(b, now) || inState(silenceState(a, now), a, b));
  return reply
    .type('application/json')
    .send(JSON.stringify(silences.map((silence) => silenceJson(silence, now))));
}

/** Alertmanager filters silences by the very matchers they have, not by what they would match. */
function hasMatcher({ matchers }: StoredSilence, { name, value, isRegex, isEqual }: Matcher): boolean {
  return matchers.some(
    (own) => own.name === name && own.value === value && own.isRegex === isRegex && own.isEqual === isEqual,
  );
}

/** Active ones by their end, pending ones by their start, expired ones newest first. */
function inState(state: ReturnType<typeof silenceState>, a: StoredSilence, b: StoredSilence): number {
  if (state === 'pending') return a.startsAt - b.startsAt;
  return state === 'active' ? a.endsAt - b.endsAt : b.endsAt - a.endsAt;
}

function rank(silence: StoredSilence, now: number): number {
  return ['active', 'pending', 'expired'].indexOf(silenceState(silence, now));
}

export async function getSilence(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const silence = await findSilence(env.databases.web, silenceIdOf(request));
  if (!silence || !isSeenBy(silence, integration)) return reply.status(404).send();
  const json = silenceJson(silence, env.clock.now().getTime());
  return reply.type('application/json').send(JSON.stringify(json));
}

function silenceIdOf(request: FastifyRequest): string {
  const params = request.params;
  const id =
    typeof params === 'object' && params !== null && 'silenceId' in params ? String(params.silenceId) : '';
  if (!isUuid(id)) throw AmError.field(601, `silenceID in path must be of type uuid: ${JSON.stringify(id)}`);
  return id.toLowerCase();
}

function isSeenBy(silence: StoredSilence, integration: Integration): boolean {
  return silence.integration === null || silence.integration === integration.id;
}

/** A key may change what was made with it, nothing of people. */
function ownOnly(silence: StoredSilence, integration: Integration): void {
  if (silence.integration !== integration.id)
    throw new AmError(403, 'this silence was made by a person; it can be changed in Fieldmarshal only');
}

function ctxOf(env: Env, request: FastifyRequest, integration: Integration): Ctx {
  return {
    env,
    actor: { kind: 'integration', integrationId: integration.id, name: integration.name },
    requestId: request.id,
    pool: 'intake',
  };
}

/** `POST /api/v2/silences`. A silence made with an integration's key covers that integration's alerts only. */
export async function postSilence(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const text = await readJsonText(request);
  if (text.trim() === '') throw AmError.field(602, 'silence in body is required');
  const body = amJson(text, 'silence');
  const routing = await readRouting(env);
  const id = await inFreshTransaction(ctxOf(env, request, integration), async (tx) => {
    const now = tx.now.getTime();
    const posted = parseSilence(body, now);
    const before = posted.id === null ? null : await findSilence(tx.db, posted.id);
    if (posted.id !== null && (!before || !isSeenBy(before, integration)))
      throw new AmError(404, 'silence not found');
    if (before) ownOnly(before, integration);
    if (before && mayChangeInPlace(before, posted, now)) {
      const after = { ...before, ...spanAndText(posted, before.startsAt), updatedAt: now };
      await saveAndApply(tx, { before, after }, routing);
      return before.id;
    }
    if (before && silenceState(before, now) !== 'expired')
      await saveAndApply(tx, { before, after: ended(before, now) }, routing);
    const after: StoredSilence = {
      id: randomUUID(),
      kind: 'silence',
      products: [],
      environments: [],
      integration: integration.id,
      source: null,
      plannedFor: null,
      createdAt: now,
      updatedAt: now,
      matchers: posted.matchers,
      ...spanAndText(posted, Math.max(posted.startsAt, now)),
    };
    await saveAndApply(tx, { before: null, after }, routing);
    return after.id;
  });
  return reply.type('application/json').send(JSON.stringify({ silenceID: id }));
}

/** Alertmanager keeps the id where neither what is covered nor what has already been in force changes. */
function mayChangeInPlace(before: StoredSilence, posted: PostedSilence, now: number): boolean {
  const same = texts(before.matchers) === texts(posted.matchers);
  const state = silenceState(before, now);
  if (!same || state === 'expired') return false;
  return state === 'active' ? posted.startsAt === before.startsAt : posted.startsAt >= now;
}

function texts(matchers: StoredSilence['matchers']): string {
  return matchers
    .map((matcher) => matcherText(matcher))
    .sort()
    .join(',');
}

function spanAndText(
  posted: PostedSilence,
  startsAt: number,
): Pick<StoredSilence, 'startsAt' | 'endsAt' | 'createdBy' | 'title'> {
  return { startsAt, endsAt: posted.endsAt, createdBy: posted.createdBy, title: posted.comment };
}

/** The silence as it is once ended by hand. */
function ended(silence: StoredSilence, now: number): StoredSilence {
  return { ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now, updatedAt: now };
}

/** `DELETE /api/v2/silence/{id}`: ends it. Ending one that has ended changes nothing. */
export async function deleteSilence(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const id = silenceIdOf(request);
  const routing = await readRouting(env);
  await inFreshTransaction(ctxOf(env, request, integration), async (tx) => {
    const now = tx.now.getTime();
    const before = await findSilence(tx.db, id);
    if (!before || !isSeenBy(before, integration)) throw new AmError(404, 'silence not found');
    ownOnly(before, integration);
    if (silenceState(before, now) === 'expired') return;
    await saveAndApply(tx, { before, after: ended(before, now) }, routing);
  });
  return reply.status(200).send();
}
