import { cpuUsage } from 'node:process';
import { followTheSun } from '../../server/src/oncall/core/follow-the-sun.ts';
import { judge, quantile } from '../verdict.ts';
import { holes, shifts, type ScheduleRules } from '../../server/src/oncall/core/shifts.ts';

/** Enough for a process that has been running for a while; the first question is told by itself. */
const rounds = 51;
const dayMs = 86_400_000;
const from = Date.UTC(2027, 0, 1);

/** How long the one function takes: a year of three hubs (goal under 5 ms), a month of 500 schedules with their holes (under 300 ms). */
export async function measureSchedules(): Promise<void> {
  const hub = (timezone: string) => ({
    name: timezone,
    timezone,
    from: '08:00',
    to: '17:00',
    participants: ['ada', 'bo'],
  });
  const watch = followTheSun({
    start: '2024-01-01T00:00:00Z',
    hubs: ['Europe/London', 'America/Denver', 'Australia/Sydney'].map((zone) => hub(zone)),
    handoff: 'weekly',
    fallback: ['zed'],
  });
  const year = { from, to: from + 364 * dayMs };
  const month = { from, to: from + 30 * dayMs };
  report('a year of three hubs', 5, () => shifts(watch, year));
  const many: ScheduleRules[] = Array.from({ length: 500 }, (_, n) => ({
    ...watch,
    layers: watch.layers.map((layer) => ({ ...layer, start: new Date(from - n * dayMs).toISOString() })),
  }));
  report('a month of 500 schedules', 300, () => {
    for (const rules of many) {
      shifts(rules, month);
      holes(rules, month);
    }
  });
}

/** Time of the processor, not of the wall: what others do on the machine does not count. */
function report(what: string, goalMs: number, work: () => void): void {
  const first = timed(work);
  const times = Array.from({ length: rounds }, () => timed(work));
  const [median, worst] = [quantile(times, 0.5), Math.max(...times)];
  const text = [first, median, worst].map((ms) => ms.toFixed(2));
  console.log(`${what}: first ${text[0]} ms, median ${text[1]} ms, worst of ${rounds} ${text[2]} ms`);
  judge({ name: `${what}: median ms`, value: median, most: goalMs });
}

function timed(work: () => void): number {
  const start = cpuUsage();
  work();
  const { user, system } = cpuUsage(start);
  return (user + system) / 1_000;
}
