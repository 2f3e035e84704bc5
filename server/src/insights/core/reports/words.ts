import type { Load, Noise, Overview, Share, SloAnswer, TimeMeasure } from '@fieldmarshal/contract/insights';

/** A part of a report: a title and lines of a label and what is to be said of it. */
export interface Section {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
}

/** So many lines of a list at most; the page has all of them. */
const rowsMax = 10;

export function overviewWords(page: Overview): Section[] {
  const { incidents, before, open, detectedBeforeUsers, reopened, reviewed, times, impact } = page;
  return [
    {
      title: 'Incidents',
      rows: [
        ['In the period', `${incidents} (before: ${before})`],
        ['Still open', String(open)],
        ['Found before users told us', shareWords(detectedBeforeUsers)],
        ['Opened again', shareWords(reopened)],
        ['Reviewed', shareWords(reviewed)],
      ],
    },
    { title: 'Times', rows: times.map((each) => [timeNames[each.measure], timeWords(each)]) },
    {
      title: 'Whom it cost',
      rows: [
        ['User-minutes', `${count(impact.userMinutes)} (known of ${impact.known} incidents)`],
        ...impact.byProduct
          .slice(0, rowsMax)
          .map(
            ({ title, userMinutes, incidents: n }) =>
              [title, `${count(userMinutes)} user-minutes in ${n}`] as const,
          ),
      ],
    },
    {
      title: 'Came again',
      rows: page.recurrence.causes
        .slice(0, rowsMax)
        .map(({ title, n }) => [title, `${n} times, of ${page.recurrence.of} with a known cause`]),
    },
    { title: 'What came of it', rows: afterwards(page) },
  ];
}

function afterwards({ actions, rca }: Overview): Section['rows'] {
  return [
    [
      'Actions of reviews',
      `${actions.agreed} agreed, ${actions.done} done, ${actions.unfinished} unfinished, ${actions.overdue} overdue`,
    ],
    [
      'Root cause analyses',
      `${rca.flagged} flagged, ${rca.accepted} accepted, ${rca.done} done, ${rca.overdue} overdue`,
    ],
  ];
}

export function loadWords({ pages, people, hubs, handovers }: Load): Section[] {
  return [
    {
      title: 'Pages',
      rows: [
        ['All', String(pages)],
        ...hubs.map(
          ({ title, pages: n, nightPages }) => [title, `${n} pages, ${nightPages} at night`] as const,
        ),
      ],
    },
    {
      title: 'Most interrupted',
      rows: people
        .slice(0, rowsMax)
        .map(({ title, interruptions, pages: n, nights, leastRestMinutes: least }) => [
          title,
          `${interruptions} times by ${n} pages, in ${nights} nights${least === null ? '' : `, in the worst ${lastedWords(least * 60_000)} without one`}`,
        ]),
    },
    {
      title: 'Handovers',
      rows: [
        [
          'Of all hubs',
          `${handovers.n}, ${handovers.accepted} accepted, ${handovers.late} late, ${handovers.withoutNote} without a note`,
        ],
      ],
    },
  ];
}

export function noiseWords({ rules, falseAlarms, checks, precision, recall }: Noise): Section[] {
  const { n, of, pages, personMinutes } = falseAlarms;
  return [
    {
      title: 'False alarms',
      rows: [
        ['Incidents from alerts', `${n} of ${of}`],
        ['What they cost', `${pages} pages, ${count(personMinutes)} minutes of people`],
      ],
    },
    {
      title: 'Never led to anything',
      rows: rules
        .filter(({ neverLed }) => neverLed)
        .slice(0, rowsMax)
        .map(({ rule, alerts, incidents }) => [rule, `${alerts} alerts, ${incidents} incidents`]),
    },
    {
      title: `Checks (${checks.length})`,
      rows: [
        ['Right when they failed', partWords(precision)],
        ['Of their incidents seen', partWords(recall)],
      ],
    },
  ];
}

export function objectiveWords({ items }: SloAnswer): Section[] {
  return [
    {
      title: 'Error budgets, the least left first',
      rows: items
        .slice(0, 2 * rowsMax)
        .map(({ title, environment, left, reached, objective }) => [
          `${title}, ${environment === '' ? 'in no environment' : environment}`,
          left === null || reached === null
            ? 'not known: no run'
            : `${percent(left)} of the budget left, reached ${percent(reached)} of ${percent(objective)}`,
        ]),
    },
  ];
}

const timeNames: Readonly<Record<TimeMeasure, string>> = {
  detect: 'Detect',
  acknowledge: 'Acknowledge',
  marshal: 'Field Marshal',
  assess: 'First assessment',
  message: 'First message',
  mitigate: 'Mitigate',
  resolve: 'Resolve',
};

function timeWords({ n, p50, p90, few, before }: Overview['times'][number]): string {
  if (p50 === null || p90 === null) return 'no value';
  const was = before.p50 === null ? 'nothing before' : `before: ${lastedWords(before.p50)} of ${before.n}`;
  return `median ${lastedWords(p50)}, 90 % within ${lastedWords(p90)}, of ${n}${few ? ' (few)' : ''}; ${was}`;
}

/** `40 s`, `5 min`, `1 h 20 min`, `2 d 3 h`; milliseconds of zero and more. */
export function lastedWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function shareWords(share: Share): string {
  const was = share.before.of === 0 ? 'nothing to compare before' : `before: ${partWords(share.before)}`;
  return `${partWords(share)}; ${was}`;
}

function partWords({ part, of }: Pick<Share, 'part' | 'of'>): string {
  return of === 0 ? 'none' : `${part} of ${of} (${Math.round((part / of) * 100)} %)`;
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en-GB');
}
