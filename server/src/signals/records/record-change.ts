import type { Tx } from '#platform';
import type { Integration } from '../core/signal.ts';
import type { Names } from '../core/routing.ts';
import { changeRecorded } from '../facts.ts';
import { insertChange } from '../store/change-store.ts';

/** A deploy, configuration or flag change, as its sender tells it. */
export interface NewChange {
  readonly source: 'pagerduty' | 'events' | 'api';
  /** The sender's id: a change sent twice is recorded once. */
  readonly externalId: string | null;
  readonly summary: string;
  /** As the sender calls them; what the catalog does not know is kept in the details only. */
  readonly product: string | null;
  readonly environment: string | null;
  readonly version: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly url: string; readonly title: string }[];
  /** Milliseconds. */
  readonly at: number;
}

interface Sender {
  readonly integration: Integration;
  readonly names: Names;
}

/** Records changes and tells it. */
export async function recordChanges(
  tx: Tx,
  { integration, names }: Sender,
  changes: readonly NewChange[],
): Promise<void> {
  for (const change of changes) {
    const product = change.product === null ? null : names.product(change.product);
    const environment = change.environment === null ? null : names.environment(change.environment);
    const id = await insertChange(tx, integration, { ...change, product, environment });
    if (id === null) continue;
    const at = new Date(change.at).toISOString();
    tx.emit(changeRecorded, String(id), {
      changeId: String(id),
      summary: change.summary,
      product,
      environment,
      at,
    });
  }
  tx.changed('changes');
}
