import { cpuUsage } from 'node:process';
import { followTheSun } from '../../server/src/oncall/core/follow-the-sun.ts';
import { holes, shifts, type ScheduleRules } from '../../server/src/oncall/core/shifts.ts';

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
  const times = Array.from({ length: 15 }, () => timed(work)).toSorted((a, b) => a - b);
  const [median = 0, worst = 0] = [times[7], times.at(-1)];
  const text = [first, median, worst].map((ms) => ms.toFixed(2));
  console.log(
    `${what}: first ${text[0]} ms, median ${text[1]} ms, worst of 15 ${text[2]} ms; goal ${goalMs} ms`,
  );
}

function timed(work: () => void): number {
  const start = cpuUsage();
  work();
  const { user, system } = cpuUsage(start);
  return (user + system) / 1_000;
}
