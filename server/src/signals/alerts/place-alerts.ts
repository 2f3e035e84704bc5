import type { Tx } from '#platform';
import { place, type Routing } from '../core/routing.ts';
import { setPlaces, type OpenAlert } from '../store/covered-store.ts';
import { joinGroups } from './join-groups.ts';

interface Options {
  readonly routing: Routing;
  readonly event: { readonly type: 'grouped' | 'rerouted'; readonly actor: string };
}

/** Puts open alerts into the groups that the routes of now give them, as if they had just arrived. Throws `StaleRead`. */
export async function placeAlerts(
  tx: Tx,
  alerts: readonly OpenAlert[],
  { routing, event }: Options,
): Promise<void> {
  const placed = alerts.map((alert) => {
    const integration = { id: alert.integration, name: alert.integrationName };
    return {
      alert,
      integration,
      placement: place(routing, { integration, key: alert.key, labels: alert.labels }),
    };
  });
  const groupIds = await joinGroups(
    tx,
    placed.map(({ alert, integration, placement }) => ({
      placement,
      title: alert.title,
      integration,
      firing: true,
    })),
  );
  const places = placed.map(({ alert, placement }, index) => ({
    id: alert.id,
    groupId: groupIds[index] ?? 0,
    route: placement.route,
    product: placement.product,
    environment: placement.environment,
    severity: placement.severity,
  }));
  await setPlaces(tx, places, event);
}
