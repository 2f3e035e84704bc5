import type { Catalog } from '#catalog';
import { firstRunAfterMs, phaseOf } from '../core/schedule.ts';

/** A check in an environment at a place, as the catalog wants it. */
export interface WantedSlot {
  readonly check_name: string;
  readonly environment: string;
  /** Empty: anywhere. */
  readonly place: string;
  readonly type: string;
  readonly every_ms: number;
  readonly timeout_ms: number;
  readonly tries: number;
  readonly paused: boolean;
  readonly phase_ms: number;
  readonly first_after_ms: number;
}

/**
 * Every slot of every check. In environments that a site watches nothing runs from here by itself: an address there means something else
 * here, and would be found failing, or well, by mistake. Where a place is named, its runner is asked as ever.
 */
export function wantedSlots(catalog: Catalog, ofSites: ReadonlySet<string>): WantedSlot[] {
  return catalog.list('Check').flatMap(({ name, spec }) =>
    spec.environments.flatMap(({ environment, everySeconds, paused }) => {
      const anywhere = ofSites.has(environment) ? [] : [''];
      const places = spec.places.names.length > 0 ? new Set(spec.places.names) : anywhere;
      return [...places].map((place) => {
        const key = `${name}\n${environment}\n${place}`;
        const everyMs = (everySeconds ?? spec.everySeconds) * 1_000;
        return {
          check_name: name,
          environment,
          place,
          type: spec.probe.type,
          every_ms: everyMs,
          timeout_ms: Math.round(spec.timeoutSeconds * 1_000),
          tries: spec.retries + 1,
          paused,
          phase_ms: phaseOf(key, everyMs),
          first_after_ms: firstRunAfterMs(key, everyMs),
        };
      });
    }),
  );
}
