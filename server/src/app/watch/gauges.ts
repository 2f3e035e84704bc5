import { Gauge, type Registry } from 'prom-client';
import { openCircuits } from '#delivery';
import { pagingHealth } from '#oncall';
import type { DeadMan } from './dead-man.ts';
import { withTimeout, type Watched } from './readiness.ts';
import { readWorkState } from './work-state.ts';

interface Read {
  readonly name: string;
  readonly help: string;
  readonly read: () => Promise<number> | number;
}

/** Registers a gauge that is read when it is asked for; NaN where storage does not answer, so that the value is not known. */
export function addGauge(registry: Registry, { name, help, read }: Read): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      async collect() {
        this.set((await withTimeout(Promise.resolve(read()))) ?? Number.NaN);
      },
    }),
  );
}

/** What the pager says about its own work. */
export function pagingGauges({ env }: Watched): readonly Read[] {
  const paging = (name: keyof Awaited<ReturnType<typeof pagingHealth>>) => async () =>
    (await pagingHealth(env))[name];
  return [
    { name: 'fieldmarshal_pages_due_unsent', help: 'Pages due but not yet sent', read: paging('dueUnsent') },
    {
      name: 'fieldmarshal_pages_overdue',
      help: 'Pages that should have left over a minute ago, of incidents nobody was told of, and overdue steps',
      read: paging('overdue'),
    },
    {
      name: 'fieldmarshal_pages_oldest_due_seconds',
      help: 'Age of the oldest page that is due but not sent',
      read: paging('oldestDueS'),
    },
    {
      name: 'fieldmarshal_escalations_open',
      help: 'Escalations waiting for an answer',
      read: paging('openEscalations'),
    },
    {
      name: 'fieldmarshal_page_latency_p99_seconds',
      help: 'From due to handed to the channel, last hour',
      read: paging('latencyP99S'),
    },
  ];
}

/** What those who watch say about themselves. */
export function watchGauges({
  env,
  auditor,
  deadMan,
}: Watched & { readonly deadMan: DeadMan }): readonly Read[] {
  return [
    {
      name: 'fieldmarshal_oldest_due_job_seconds',
      help: 'Age of the oldest due job, of those by which people are reached',
      read: async () => (await readWorkState(env)).oldestDueJobS,
    },
    {
      name: 'fieldmarshal_oldest_thought_seconds',
      help: 'How far the log of pages, impact, causes and drafts are behind',
      read: async () => (await readWorkState(env)).oldestThoughtS,
    },
    {
      name: 'fieldmarshal_oldest_renewal_seconds',
      help: 'How far what is brought up to date by time alone is behind; it comes after what is new',
      read: async () => (await readWorkState(env)).oldestRenewalS,
    },
    {
      name: 'fieldmarshal_worker_pulse_late_seconds',
      help: 'How late the recurring look of any worker is; negative while in time',
      read: async () => (await readWorkState(env)).pulseLateS ?? Number.NaN,
    },
    {
      name: 'fieldmarshal_auditor_standing_in',
      help: '1 while this process does the work because no worker does',
      read: () => (auditor.standsIn ? 1 : 0),
    },
    {
      name: 'fieldmarshal_auditor_steps_escalated',
      help: 'Overdue steps this process carried out instead of a worker, since it started',
      read: () => auditor.stepsEscalated,
    },
    {
      name: 'fieldmarshal_auditor_last_look_seconds',
      help: 'When the auditor last looked, seconds since the epoch',
      read: () => secondsOf(auditor.lastLookAt),
    },
    {
      name: 'fieldmarshal_dead_man_last_sent_seconds',
      help: 'When the dead-man heartbeat was last taken, seconds since the epoch',
      read: () => secondsOf(deadMan.lastSentAt),
    },
  ];
}

/** What a process stands on and in: its connections, its clock, its zone data, those it sends to. */
export function surroundingGauges({ env, surroundings }: Watched): readonly Read[] {
  return [
    {
      name: 'fieldmarshal_clock_ahead_seconds',
      help: "How far this process's clock is ahead of the database's",
      read: () => surroundings.clockAheadS ?? Number.NaN,
    },
    {
      name: 'fieldmarshal_zone_data_differing',
      help: 'Zones in use whose clocks runtime and database set differently',
      read: () => surroundings.zoneData?.differing.length ?? Number.NaN,
    },
    {
      name: 'fieldmarshal_delivery_circuits_open',
      help: 'Receivers this process does not send to at the moment',
      read: () => openCircuits(env).length,
    },
  ];
}

/** Connections of each pool; `waiting`: requests that wait for one. */
export function addConnectionGauge(registry: Registry, { databases }: Watched['env']): void {
  registry.registerMetric(
    new Gauge({
      name: 'fieldmarshal_database_connections',
      help: 'Database connections by pool and state; waiting: requests that wait for one',
      labelNames: ['pool', 'state'],
      collect() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(databases.pools)) {
          this.set({ pool, state: 'busy' }, totalCount - idleCount);
          this.set({ pool, state: 'idle' }, idleCount);
          this.set({ pool, state: 'waiting' }, waitingCount);
        }
      },
    }),
  );
}

/** NaN: never. */
function secondsOf(at: Date | null): number {
  return at === null ? Number.NaN : at.getTime() / 1_000;
}
