import { counted } from '@fieldmarshal/contract/text/counted';
import { kindNames } from '@fieldmarshal/contract/catalog';
import { readCatalog, type Catalog } from '#catalog';
import {
  lostSecrets,
  readClockAheadS,
  readZoneData,
  type Env,
  type SealedColumn,
  type ZoneData,
} from '#platform';

/** A clock further off than this is said to be wrong. What is due goes by the database's clock in any case. */
const clockAheadSMax = 2;

const lostShown = 5;
const lostAdvice =
  'give every process the same FIELDMARSHAL_SECRET_KEY, and the key these secrets were sealed with, or the content of its keys/sealing.key, in FIELDMARSHAL_SECRET_KEYS_BEFORE';

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
  /** Secrets of the database that no key of this process opens, by table and row. */
  readonly lost: readonly string[];
  stop(): Promise<void>;
}

/** Looks a few seconds after the start, whose first work is pages that wait, and then every half minute; at zone data and secrets every hour. What storage does not answer stays as it was. */
export function startSurroundings(env: Env, sealed: readonly SealedColumn[]): Surroundings {
  const seen: { zoneData: ZoneData | null; clockAheadS: number | null; lost: readonly string[] } = {
    zoneData: null,
    clockAheadS: null,
    lost: [],
  };
  let looks = 0;
  const look = async (): Promise<void> => {
    const isHour = looks % zonesEveryLooks === 0 || seen.zoneData === null;
    looks += 1;
    seen.clockAheadS = await readClockAheadS(env.databases.worker, env.clock);
    if (isHour) seen.zoneData = await zoneDataOf(env);
    // What is lost is looked at until it is not: who gives the key wants to see that it is the right one.
    if (!isHour && seen.lost.length === 0) return;
    const wasLost = seen.lost.length > 0;
    seen.lost = await lostSecrets(env, sealed);
    if (seen.lost.length > 0 && !wasLost) env.log.error({ notOpened: seen.lost }, lostAdvice);
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
    get lost() {
      return seen.lost;
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
export function surroundingsNotice(
  { zoneData, clockAheadS, lost }: Surroundings,
  host: string,
): string | null {
  const sentences: string[] = [];
  if (clockAheadS !== null && Math.abs(clockAheadS) > clockAheadSMax)
    sentences.push(
      `The clock of ${host} is ${Math.abs(clockAheadS).toFixed(0)} s ${clockAheadS > 0 ? 'ahead of' : 'behind'} the database's: times it shows may be wrong. Paging goes by the database. Look at its time synchronisation (NTP).`,
    );
  if (zoneData !== null && zoneData.differing.length > 0)
    sentences.push(
      `The zone data of ${host} and of the database differ for ${zoneData.differing.slice(0, 5).join(', ')}: update the older one.`,
    );
  if (lost.length > 0)
    sentences.push(
      `No key on ${host} opens ${counted(lost.length, 'secret')} of the database (${lost.slice(0, lostShown).join(', ')}${lost.length > lostShown ? ', …' : ''}): ${lostAdvice}.`,
    );
  return sentences.length === 0 ? null : sentences.join(' ');
}
