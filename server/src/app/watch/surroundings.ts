import { kindNames } from '@fieldmarshal/contract/catalog';
import { readCatalog, type Catalog } from '#catalog';
import { readClockAheadS, readZoneData, type Env, type ZoneData } from '#platform';

/** A clock further off than this is said to be wrong. What is due goes by the database's clock in any case. */
const clockAheadSMax = 2;

const firstLookMs = 5_000;
const lookEveryMs = 30_000;
/** Zone data changes with a package or a restart. */
const zonesEveryLooks = 120;

/** What this process stands in, beside the database: looked at in the background, so that asking costs nothing. */
export interface Surroundings {
  /** Null until storage has answered once. */
  readonly zoneData: ZoneData | null;
  /** Seconds this process's clock is ahead of the database's; null until storage has answered once. */
  readonly clockAheadS: number | null;
  stop(): Promise<void>;
}

/** Looks a few seconds after the start, whose first work is pages that wait, and then every half minute; at zone data every hour. What storage does not answer stays as it was. */
export function startSurroundings(env: Env): Surroundings {
  const seen: { zoneData: ZoneData | null; clockAheadS: number | null } = {
    zoneData: null,
    clockAheadS: null,
  };
  let looks = 0;
  const look = async (): Promise<void> => {
    const isHour = looks % zonesEveryLooks === 0 || seen.zoneData === null;
    looks += 1;
    seen.clockAheadS = await readClockAheadS(env.databases.worker, env.clock);
    if (isHour) seen.zoneData = await zoneDataOf(env);
  };
  let running = Promise.resolve();
  const begin = (): void => {
    running = look().catch((error: unknown) => {
      env.log.debug({ error: String(error) }, 'the surroundings cannot be looked at');
    });
  };
  const first = setTimeout(begin, firstLookMs);
  const timer = setInterval(begin, lookEveryMs);
  return {
    get zoneData() {
      return seen.zoneData;
    },
    get clockAheadS() {
      return seen.clockAheadS;
    },
    stop: async () => {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}

/** Zone data, compared for the zones that the catalog names. */
export async function zoneDataOf(env: Env): Promise<ZoneData> {
  const zones = zonesIn(await readCatalog(env));
  return readZoneData(env.databases.worker, { zones, now: env.clock.now() });
}

function zonesIn(catalog: Catalog): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if ((name === 'timezone' || name === 'timeZone') && typeof inner === 'string') found.add(inner);
      else walk(inner);
    }
  };
  for (const kind of kindNames) for (const object of catalog.allOf(kind)) walk(object.spec);
  return [...found];
}

/** What people should be told of it, in one sentence; null where all is well. */
export function surroundingsNotice({ zoneData, clockAheadS }: Surroundings, host: string): string | null {
  const sentences: string[] = [];
  if (clockAheadS !== null && Math.abs(clockAheadS) > clockAheadSMax)
    sentences.push(
      `The clock of ${host} is ${Math.abs(clockAheadS).toFixed(0)} s ${clockAheadS > 0 ? 'ahead of' : 'behind'} the database's: times it shows may be wrong. Paging goes by the database. Look at its time synchronisation (NTP).`,
    );
  if (zoneData !== null && zoneData.differing.length > 0)
    sentences.push(
      `The zone data of ${host} and of the database differ for ${zoneData.differing.slice(0, 5).join(', ')}: update the older one.`,
    );
  return sentences.length === 0 ? null : sentences.join(' ');
}
