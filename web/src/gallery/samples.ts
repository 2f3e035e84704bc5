import type { StripsData } from '../app/strips/strips.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const sampleStrips: StripsData = {
  fireCount: 3,
  openAtSites: 0,
  fire: [
    {
      id: 'INC-2041',
      title: 'EU checkout card payments failing',
      severity: 'SEV1',
      openedAt: ago(12),
      fieldMarshal: 'Jun Tan',
      updateDueAt: ago(-8),
    },
    {
      id: 'INC-2040',
      title: 'Search results are slow for some customers',
      severity: 'SEV3',
      openedAt: ago(130),
      fieldMarshal: null,
      updateDueAt: ago(4),
    },
  ],
  lastClosed: null,
  fieldMarshal: { person: 'Jun Tan', until: ago(-287), next: 'Mira Khan', reach: 'reachable' },
  products: [
    { name: 'payments', product: 'Payments', person: 'Ola Berg', reach: 'reachable' },
    { name: 'identity', product: 'Identity', person: 'Ravi Shah', reach: 'untested' },
    { name: 'platform', product: 'Platform', person: null, reach: 'nobody' },
  ],
  productCount: 5,
  hubs: [
    { name: 'APAC', zone: 'Australia/Sydney', duty: 'on' },
    { name: 'EMEA', zone: 'Europe/London', duty: 'next' },
    { name: 'AMER', zone: 'America/Denver', duty: 'off' },
  ],
};

export interface SampleRow {
  id: string;
  title: string;
  severity: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | null;
  openedAt: string;
  health: 'failing' | 'degraded' | 'ok' | 'nodata';
  person: string | null;
}

const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4', null] as const;
const healths = ['failing', 'degraded', 'ok', 'nodata'] as const;
const people = ['Jun Tan', 'Ola Berg', null] as const;

export const sampleRows: SampleRow[] = Array.from({ length: 12 }, (_, index) => ({
  id: `INC-${2041 - index}`,
  title: index % 3 === 0 ? 'EU checkout card payments failing for everybody' : 'Search is slow',
  severity: severities[index % severities.length] ?? null,
  openedAt: ago(index * index * 17),
  health: healths[index % healths.length] ?? 'nodata',
  person: people[index % people.length] ?? null,
}));

export const manyOptions = Array.from({ length: 300 }, (_, index) => ({
  value: `product-${index}`,
  label: `Product ${index}`,
}));

export const sampleText =
  'Seen **twice** in `pay`, see https://example.org/run.\nNext line.\n\n- rolled back 4.18.1\n- <b>not bold</b>\n\n```\nexpected 200, got 502\n```';
