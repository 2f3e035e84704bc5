import type { Signal } from '../core/signal.ts';
import { makeSignal } from '../intake/make-signal.ts';
import type { StoredHeartbeat } from '../store/heartbeat-store.ts';

/** The alert that says a heartbeat is missing, or its end: one like any other, so that routes and silences apply. */
export function heartbeatSignal(heartbeat: StoredHeartbeat, action: 'fire' | 'resolve'): Signal {
  const last = heartbeat.lastBeatAt?.toISOString() ?? 'never';
  return makeSignal({
    integration: heartbeat.integration,
    source: 'heartbeat',
    action,
    key: `heartbeat ${heartbeat.id}`,
    title: `No heartbeat from ${heartbeat.name}`,
    labels: {
      alertname: 'HeartbeatMissed',
      heartbeat: heartbeat.name,
      severity: 'critical',
      ...heartbeat.labels,
    },
    annotations: {
      description: `Expected every ${heartbeat.intervalS ?? 0} s; the last one came at ${last}.`,
    },
    link: null,
    startsAt: null,
    endsAt: null,
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: true,
  });
}
