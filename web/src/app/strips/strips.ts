import type { Severity } from '@fieldmarshal/contract';

export interface FireItem {
  id: string;
  title: string;
  severity: Severity | null;
  openedAt: string;
  fieldMarshal: string | null;
  /** When the next update is due; `null` when none was promised. */
  updateDueAt: string | null;
  drill?: boolean;
}

export interface Duty {
  person: string;
  /** End of the shift; `null` when it has none. */
  until: string | null;
  next: string | null;
  reach: Reach;
}

/** From the last page or test; `nobody` and `unreachable` are failures that must be seen. */
export type Reach = 'reachable' | 'untested' | 'unreachable' | 'nobody';

export interface ProductDuty {
  /** In the catalog. */
  name: string;
  product: string;
  person: string | null;
  reach: Reach;
}

export interface HubClock {
  name: string;
  zone: string;
  duty: 'on' | 'next' | 'off';
}

/** What both strips show. The server sends it with the page and under the topics below. */
export interface StripsData {
  /** Open incidents, worst first, and drills behind them; at most the first few. */
  fire: readonly FireItem[];
  /** All open incidents, also those not listed; no drills. */
  fireCount: number;
  /** Open at disconnected sites, as far as they have told. */
  openAtSites: number;
  lastClosed: { id: string; at: string } | null;
  fieldMarshal: Duty | null;
  products: readonly ProductDuty[];
  productCount: number;
  /** In order of the sun. */
  hubs: readonly HubClock[];
}

export const stripsTopics = ['incidents', 'oncall', 'pages', 'catalog', 'sites'];
/** Shown at 1440 px; narrower screens show one. The rest is a number. */
export const fireShownMax = 2;

export const severityRank: { readonly [S in Severity]: 1 | 2 | 3 | 4 } = {
  SEV1: 1,
  SEV2: 2,
  SEV3: 3,
  SEV4: 4,
};
export const severityWord: { readonly [S in Severity]: string } = {
  SEV1: 'Critical',
  SEV2: 'Major',
  SEV3: 'Minor',
  SEV4: 'Low',
};

/** How many open incidents are not shown. */
export function restOf({ fire, fireCount }: StripsData): number {
  return fireCount - fire.slice(0, fireShownMax).filter(({ drill }) => drill !== true).length;
}
