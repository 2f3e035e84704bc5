import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/platform/db/embedded/index.ts';
import type { Made } from './organisation.ts';

const rounds = 30;

/** Milliseconds of each round of a recursive query that finds everything that hangs on `p0`, with PostgreSQL's own settings and indexes. */
export async function recursiveQueryMs(objects: readonly Made[], dataDir: string): Promise<number[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const client = new pg.Client(postgres.connection);
  try {
    await client.connect();
    const edges = objects.flatMap((object) => edgesOf(object));
    console.log(`${edges.length} edges in the recursive query`);
    await client.query('create table edge (needed text, user_of text)');
    await client.query('insert into edge select * from unnest($1::text[], $2::text[])', [
      edges.map(([needed]) => needed),
      edges.map(([, user]) => user),
    ]);
    await client.query('create index on edge (needed)');
    await client.query('analyze edge');
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      await client.query(`
        with recursive reached(name) as (
          select 'Product/p0' union select e.user_of from reached r join edge e on e.needed = r.name)
        select count(*) from reached`);
      times.push(performance.now() - start);
    }
    return times;
  } finally {
    await client.end();
    await postgres.stop();
  }
}

/** From what is needed to who needs it. */
function edgesOf({ kind, name, spec }: Made): [string, string][] {
  const to = `${kind}/${name}`;
  const found: [string, string][] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'product' || key === 'products') found.push([`Product/${value}`, to]);
      if (key === 'application')
        found.push(kind === 'Workflow' ? [to, `Application/${value}`] : [`Application/${value}`, to]);
    } else if (Array.isArray(value)) for (const each of value) walk(each, key);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, each] of Object.entries(value)) walk(each, inner);
  };
  walk(spec, '');
  return found;
}
