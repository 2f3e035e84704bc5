import { createHash } from 'node:crypto';
import { componentSaid, stages } from '@fieldmarshal/contract/comms';
import { sql } from 'kysely';
import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { baseUrl } from '#identity';
import type { Env } from '#platform';
import type { Part, Published, Span, StatusFacts } from '../core/status/published.ts';

/** How far back the page goes, and how many messages it holds at most. */
const keptDays = 400;
const messagesMax = 2_000;
/** An installation not seen for this long was not awake. */
const awakeMs = 180_000;

const said = z.array(componentSaid);
const stage = z.enum(stages);

/** How a part or an incident is called in public: an id that says nothing of the name inside. */
export function publicId(kind: string, name: string): string {
  return createHash('sha256').update(`${kind}/${name}`).digest('hex').slice(0, 12);
}

/** Everything the status page is made of, as of now. Throws when storage is away. */
export async function loadStatusFacts(env: Env): Promise<StatusFacts> {
  const catalog = await readCatalog(env);
  const named = namedParts(catalog);
  await rememberParts(env, named);
  const [firsts, published, watch, now] = await Promise.all([
    firstSeen(env),
    loadPublished(env),
    loadWatch(env),
    databaseNow(env),
  ]);
  const { statusTitle, statusUrl, smtpUrl, providers } = env.config;
  const base = baseUrl(env.config);
  const hasMail = smtpUrl !== undefined || providers !== undefined;
  return {
    title: statusTitle,
    url: statusUrl ?? `${base}/status`,
    root: '/status',
    // Confirmation is by mail: where none can be sent, nobody is asked for an address.
    subscribeUrl: hasMail ? `${base}/status/subscribe` : null,
    signInUrl: hasMail ? `${base}/status/sign-in` : null,
    now,
    parts: named.map(({ kind, name, publicName, parent }) => ({
      key: publicId(kind, name),
      publicName,
      parent,
      firstAt: firsts.get(`${kind}/${name}`) ?? now,
    })),
    published,
    watch,
  };
}

interface NamedPart extends Pick<Part, 'publicName' | 'parent'> {
  readonly kind: 'application' | 'workflow';
  readonly name: string;
}

/** Applications that have a public name, each followed by its workflows that have one. */
function namedParts(catalog: Catalog): NamedPart[] {
  return catalog.list('Application').flatMap(({ name, spec }): NamedPart[] => {
    if (spec.publicName === undefined) return [];
    const parent = publicId('application', name);
    const workflows = catalog
      .list('Workflow')
      .filter((workflow) => workflow.spec.application === name)
      .flatMap((workflow): NamedPart[] => {
        const { publicName } = workflow.spec;
        return publicName === undefined
          ? []
          : [{ kind: 'workflow', name: workflow.name, publicName, parent }];
      });
    return [{ kind: 'application', name, publicName: spec.publicName, parent: null }, ...workflows];
  });
}

async function rememberParts(env: Env, parts: readonly NamedPart[]): Promise<void> {
  await sql`
    insert into status_component (kind, name, first_at)
    select n.kind, n.name, now() from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as n(kind text, name text)
    on conflict do nothing`.execute(env.databases.web);
}

async function firstSeen(env: Env): Promise<Map<string, number>> {
  const rows = await env.databases.web.selectFrom('status_component').selectAll().execute();
  return new Map(rows.map(({ kind, name, first_at }) => [`${kind}/${name}`, first_at.getTime()]));
}

async function loadPublished(env: Env): Promise<Published[]> {
  const { rows } = await sql<{
    id: number;
    incident_id: string | null;
    application: string;
    language: string;
    stage: string;
    title: string;
    body: string;
    components: unknown;
    starts_at: Date;
    ends_at: Date | null;
    sent_at: Date;
    corrects: number | null;
    public_title: string | null;
    on_page: boolean;
  }>`
    select id, incident_id, application, language, stage, title, body, components, starts_at, ends_at, sent_at, corrects, public_title, on_page
    from communication
    where state = 'sent' and audience = 'customers' and sent_at > now() - ${keptDays} * interval '1 day'
    order by sent_at desc limit ${messagesMax}`.execute(env.databases.web);
  const corrected = new Map(rows.map(({ id, corrects }) => [id, corrects]));
  return rows.toReversed().map((row) => ({
    id: publicId('message', String(row.id)),
    thread: publicId('incident', row.incident_id ?? maintenanceOf(row.id, corrected)),
    application: publicId('application', row.application),
    language: row.language,
    stage: stage.parse(row.stage),
    title: row.title,
    body: row.body,
    said: said.parse(row.components).map(({ kind, name, state }) => ({ part: publicId(kind, name), state })),
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at?.getTime() ?? null,
    sentAt: row.sent_at.getTime(),
    corrects: row.corrects === null ? null : publicId('message', String(row.corrects)),
    publicTitle: row.public_title,
    onPage: row.on_page,
  }));
}

/** A corrected announcement is about the same maintenance as the first one. */
function maintenanceOf(id: number, corrected: ReadonlyMap<number, number | null>): string {
  const before = corrected.get(id) ?? null;
  return before === null ? `maintenance ${id}` : maintenanceOf(before, corrected);
}

async function loadWatch(env: Env): Promise<Span[]> {
  const { rows } = await sql<{ started_at: Date; seen_at: Date; now: Date }>`
    select started_at, seen_at, now() as now from status_watch
    where seen_at > now() - ${keptDays} * interval '1 day' order by started_at`.execute(env.databases.web);
  return rows.map(({ started_at, seen_at, now }) => ({
    from: started_at.getTime(),
    to: now.getTime() - seen_at.getTime() < awakeMs ? null : seen_at.getTime(),
  }));
}

async function databaseNow(env: Env): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(env.databases.web);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('select now() gave no row');
  return now.getTime();
}

/** Notes that this installation is awake: at least every {@link awakeMs}, else the time between is not known to anybody. */
export async function noteAwake(env: Env): Promise<void> {
  await sql`
    with last as (
      update status_watch set seen_at = now()
      where started_at = (select max(started_at) from status_watch) and seen_at > now() - ${awakeMs} * interval '1 millisecond'
      returning 1)
    insert into status_watch (started_at, seen_at) select now(), now() where not exists (select from last)
    on conflict do nothing`.execute(env.databases.worker);
}
