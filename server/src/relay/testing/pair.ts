import { applyObjects } from '#catalog';
import type { Ctx, Env } from '#platform';
import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { confirmSite, inviteSite, joinAsSite } from '../enrol/enrol.ts';
import { takeFile } from '../inbox/take-file.ts';
import { readFile } from '../store/file-store.ts';
import { approvePrepared, prepareBundle } from '../up/prepare.ts';
import { inPieces } from './made-bundle.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { email: mira@x.example, roles: [admin] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: maps }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: field-1 }
spec: { connection: disconnected, products: [{ product: maps }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: maps }] }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: maps-up }
spec:
  products: [maps]
  everySeconds: 60
  probe: { type: http, url: https://maps.example/ }
  environments: [{ environment: eu }, { environment: field-1 }]
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: eu-only }
spec:
  products: [maps]
  everySeconds: 60
  probe: { type: http, url: https://eu.example/ }
  environments: [{ environment: eu }]
`;

/** Headquarters and a site with a database each, as two installations have. */
export interface Pair {
  readonly atHeadquarters: Ctx;
  readonly atSite: Ctx;
}

/** The catalog is at headquarters only. */
export async function withCatalog<P extends Pair>(pair: P): Promise<P> {
  const files = [{ path: 'catalog.yaml', text: catalog }];
  await applyObjects(pair.atHeadquarters, { files, dryRun: false, prune: false });
  return pair;
}

type Installations<E extends Env> = Pair & { readonly headquarters: E; readonly site: E };

interface Opening<E extends Env> {
  readonly testEnv: (options: { config: { secretKey: string; site?: string } }) => Promise<E>;
  readonly as: (env: E, person: string, roles: readonly 'admin'[]) => Ctx;
}

/** Both installed, the site not enrolled. Only tests can open databases for it, so they bring what does. */
export async function apart<E extends Env>({ testEnv, as }: Opening<E>): Promise<Installations<E>> {
  const config = { secretKey: 'a key for tests only' };
  const [headquarters, site] = await Promise.all([
    testEnv({ config }),
    testEnv({ config: { ...config, site: 'field-1' } }),
  ]);
  return withCatalog({
    headquarters,
    site,
    atHeadquarters: as(headquarters, 'hanna', ['admin']),
    atSite: as(site, 'mira', ['admin']),
  });
}

export async function enrolled<P extends Pair>(
  pair: P,
  reportEverySeconds: number | null = null,
): Promise<P> {
  const { atHeadquarters, atSite } = pair;
  const invited = await inviteSite(atHeadquarters, {
    name: 'field-1',
    environments: ['field-1'],
    reportEverySeconds,
  });
  const { answer } = await joinAsSite(atSite, invited);
  await confirmSite(atHeadquarters, { name: 'field-1', answer });
  return pair;
}

/** What is new at the site as a file that may leave. */
export async function carryUp({ atSite }: Pair): Promise<Buffer> {
  const { hash } = await prepareBundle(atSite);
  await approvePrepared(atSite, { hash });
  return bytesOf(atSite.env, `select file from relay_bundle where hash = $1`, hash);
}

export async function fileOf(env: Env, direction: 'up' | 'down'): Promise<Buffer> {
  const newest = `select file from relay_bundle where direction = $1 and state = 'written' order by made_at desc, sequence desc limit 1`;
  return bytesOf(env, newest, direction);
}

async function bytesOf(env: Env, query: string, value: string): Promise<Buffer> {
  const { rows } = await env.databases.pools.web.query<{ file: string }>(query, [value]);
  const pieces: Buffer[] = [];
  for await (const piece of readFile(env.databases.web, rows[0]?.file ?? '')) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function bring(ctx: Ctx, bytes: Buffer): Promise<IntakeResult> {
  return takeFile(ctx, inPieces(bytes, 60_000));
}

/** Everything that headquarters holds of sites, but for when it came. */
export async function stateOf({ databases }: Env): Promise<string> {
  const { rows } = await databases.pools.web.query<{ state: string }>(`
    select md5(coalesce((select string_agg(r::text, ',' order by r.site, r.kind, r.id) from relay_record r), '')
      || coalesce((select string_agg(r::text, ',' order by r.site, r.id) from (select site, id, at, check_name, verdict, state from relay_run) r), '')
      || coalesce((select string_agg(e::text, ',' order by e.site, e.incident_id, e.origin, e.seq) from relay_entry e), '')
      || coalesce((select string_agg(b::text, ',' order by b.sequence) from (select sequence, hash, direction from relay_bundle) b), '')
      || coalesce((select string_agg(k::text, ',' order by k.fingerprint) from (select fingerprint, from_sequence, until_sequence from relay_key) k), '')) as state`);
  return rows[0]?.state ?? '';
}
