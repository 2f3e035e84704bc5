import type { Role } from '@fieldmarshal/contract';
import type { StripsData } from './strips/strips.ts';

/** What the server wrote into the page for its first paint. */
export interface Boot {
  me: {
    person: string;
    displayName: string;
    roles: readonly Role[];
    mayReadAudit: boolean;
    mayWriteCatalog: boolean;
    mayExempt: boolean;
    maySendReports: boolean;
  } | null;
  /** The server's clock when it wrote the page. */
  now: string | null;
  strips: StripsData | null;
  /** The button for feedback and what it asks; null where nothing is collected. */
  feedback: { tasks: readonly string[] } | null;
  /** When the page was current, in epoch ms, where it is an earlier one that the service worker kept. */
  keptAt: number | null;
}

/** Reads the page's boot data; without a server (gallery, tests) everything is `null`. */
export function readBoot(): Boot {
  const text = document.getElementById('boot')?.textContent ?? '';
  const kept = Date.parse(document.documentElement.dataset['keptAt'] ?? '');
  const nothing: Boot = {
    me: null,
    now: null,
    strips: null,
    feedback: null,
    keptAt: Number.isNaN(kept) ? null : kept,
  };
  if (!text.trim().startsWith('{')) return nothing;
  // Written by our own server in the same answer as this script's address, so its shape is known.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...nothing, ...(JSON.parse(text) as Partial<Boot>) };
}
