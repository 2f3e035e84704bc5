import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import type { Integration } from '../../core/signal.ts';
import { groupsById, openAlertPages, type AmRow } from '../../store/senders/am-store.ts';
import { senderOf } from '../sender.ts';
import { alertJson, wanted } from './alert-json.ts';
import { readFilter, type AlertFilter } from './filters.ts';

/** `GET /api/v2/alerts`: what this key's integration has sent and is not resolved, streamed however many there are. */
export async function getAlerts(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const filter = readFilter(request.query);
  const pages = wantedPages({ env, integration, filter });
  // The first page is read before the answer begins, so that storage trouble is still a 503.
  const first = await pages.next();
  return reply.type('application/json').send(Readable.from(listText(first, pages), { objectMode: false }));
}

interface Reading {
  readonly env: Env;
  readonly integration: Integration;
  readonly filter: AlertFilter;
}

async function* wantedPages({ env, integration, filter }: Reading): AsyncGenerator<AmRow[]> {
  if (!filter.active && !filter.silenced) return;
  for await (const rows of openAlertPages(env.databases.web, integration.id, filter.matchers))
    yield rows.filter((row) => wanted(row, filter));
}

async function* listText(
  first: IteratorResult<AmRow[], void>,
  rest: AsyncGenerator<AmRow[]>,
): AsyncGenerator<string> {
  let separator = '[';
  for (let page = first; page.done !== true; page = await rest.next()) {
    if (page.value.length === 0) continue;
    yield separator + page.value.map((row) => alertJson(row)).join(',');
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

/** Alerts in one answer of groups; beyond this `GET /alerts`, which is streamed, must be used. */
const groupedMax = 20_000;

/** `GET /api/v2/alerts/groups`: the same alerts by the group they belong to; silenced ones that have none come under their route. */
export async function getGroups(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const filter = readFilter(request.query);
  const members = new Map<string, AmRow[]>();
  let total = 0;
  for await (const rows of wantedPages({ env, integration, filter })) {
    for (const row of rows) {
      const key = row.group_id === null ? `route:${row.route}` : String(row.group_id);
      const list = members.get(key);
      if (list) list.push(row);
      else members.set(key, [row]);
    }
    total += rows.length;
    if (total >= groupedMax) break;
  }
  const ids = [...members.keys()].map(Number).filter((id) => !Number.isNaN(id));
  const groups = new Map(
    (await groupsById(env.databases.web, ids)).map((group) => [String(group.id), group]),
  );
  const texts = [...members].map(([key, rows]) => {
    const group = groups.get(key);
    const receiver = JSON.stringify(group?.route ?? rows[0]?.route ?? '');
    const alerts = rows.map((row) => alertJson(row)).join(',');
    return `{"alerts":[${alerts}],"labels":${JSON.stringify(group?.labels ?? {})},"receiver":{"name":${receiver}}}`;
  });
  return reply.type('application/json').send(`[${texts.join(',')}]`);
}
