type Behind = readonly (string | readonly [incident: string, adds: number])[];

const minute = 60_000;

/** Incidents with how many minutes each took. */
function took(...minutes: readonly (readonly [string, number])[]): Behind {
  return minutes.map(([incident, n]) => [incident, n * minute]);
}

/** For tests: the incidents behind each number of {@link ./hand-counted.ts} that a page links to, and what they add to it; newest first. */
export const countedBehind: Readonly<Record<string, Behind>> = {
  incidents: ['INC-7', 'INC-5', 'INC-4', 'INC-3', 'INC-2', 'INC-1'],
  open: ['INC-7', 'INC-4'],
  'before-users': ['INC-5', 'INC-4', 'INC-2', 'INC-1'],
  'after-users': ['INC-7', 'INC-3'],
  'found-check': ['INC-5', 'INC-1'],
  'found-monitoring': ['INC-4', 'INC-2'],
  reviewed: ['INC-1'],
  'not-reviewed': ['INC-5', 'INC-3', 'INC-2'],
  reopened: ['INC-3'],
  'false-alarm': ['INC-5', 'INC-2'],
  'no-action': ['INC-5', 'INC-3', 'INC-2'],
  'actions-unfinished': ['INC-4', 'INC-1'],
  'actions-overdue': ['INC-1'],
  'rca-flagged': ['INC-5', 'INC-3', 'INC-2', 'INC-1'],
  'rca-accepted': ['INC-3', 'INC-1'],
  'rca-waiting': ['INC-5'],
  'rca-dismissed': ['INC-2'],
  'rca-done': ['INC-1'],
  'rca-overdue': ['INC-3'],
  'cause:product:search': ['INC-3', 'INC-1'],

  detect: took(['INC-5', 1], ['INC-2', 10], ['INC-1', 2]),
  'detect:0': took(['INC-5', 1]),
  'detect:1': took(['INC-1', 2]),
  'detect:2': took(['INC-2', 10]),
  'detect:negative': took(['INC-4', -5]),
  'detect:none': ['INC-7', 'INC-3'],
  acknowledge: [
    ['INC-7', 81_060_001],
    ...took(['INC-5', 3], ['INC-4', 0.5], ['INC-3', 1], ['INC-2', 7], ['INC-1', 4]),
  ],
  'acknowledge:0': took(['INC-4', 0.5], ['INC-3', 1]),
  'acknowledge:1': took(['INC-5', 3], ['INC-1', 4]),
  'acknowledge:2': took(['INC-2', 7]),
  'acknowledge:5': [['INC-7', 81_060_001]],
  marshal: took(['INC-4', 5], ['INC-3', 2], ['INC-1', 10]),
  'marshal:1': took(['INC-4', 5], ['INC-3', 2]),
  'marshal:2': took(['INC-1', 10]),
  'marshal:none': ['INC-7', 'INC-5', 'INC-2'],
  assess: took(['INC-7', 0], ['INC-3', 0], ['INC-1', 12]),
  'assess:0': took(['INC-7', 0], ['INC-3', 0]),
  'assess:2': took(['INC-1', 12]),
  'assess:none': ['INC-5', 'INC-4', 'INC-2'],
  message: took(['INC-1', 25]),
  'message:3': took(['INC-1', 25]),
  'message:none': ['INC-7', 'INC-5', 'INC-4', 'INC-3', 'INC-2'],
  mitigate: took(['INC-5', 30], ['INC-3', 120], ['INC-2', 20], ['INC-1', 40]),
  'mitigate:3': took(['INC-5', 30], ['INC-2', 20], ['INC-1', 40]),
  'mitigate:4': took(['INC-3', 120]),
  'mitigate:none': ['INC-7', 'INC-4'],
  resolve: took(['INC-5', 30], ['INC-3', 120], ['INC-2', 20], ['INC-1', 60]),
  'resolve:3': took(['INC-5', 30], ['INC-2', 20], ['INC-1', 60]),
  'resolve:4': took(['INC-3', 120]),
  'resolve:none': ['INC-7', 'INC-4'],

  'user-minutes': [
    ['INC-4', 100],
    ['INC-1', 800.25],
  ],
  'product:search': [['INC-1', 800.25]],
  'product:files': [['INC-4', 100]],
  'customer:acme': [
    ['INC-4', 100],
    ['INC-1', 600.25],
  ],
  'customer:globex': [['INC-1', 200]],

  'person:bo': [
    ['INC-7', 2],
    ['INC-5', 1],
    ['INC-2', 1],
    ['INC-1', 1],
  ],
  'person:bo:night': [
    ['INC-7', 2],
    ['INC-2', 1],
  ],
  'person:bo:out': [
    ['INC-7', 2],
    ['INC-2', 1],
  ],
  'person:cy': [['INC-4', 2]],
  'person:cy:out': [['INC-4', 2]],
  'person:ada': [['INC-2', 1]],
  'person:ada:night': [['INC-2', 1]],
  'person:ada:out': [['INC-2', 1]],
  'hub:amer': [['INC-2', 1]],
  'hub:amer:23': [['INC-2', 1]],
  'hub:emea': [
    ['INC-7', 2],
    ['INC-5', 1],
    ['INC-2', 1],
    ['INC-1', 1],
  ],
  'hub:emea:6': [['INC-2', 1]],
  'hub:emea:10': [['INC-1', 1]],
  'hub:emea:12': [['INC-5', 1]],
  'hub:emea:22': [['INC-7', 1]],
  'hub:emea:23': [['INC-7', 1]],
  'hub:': [['INC-4', 2]],
  'hub::9': [['INC-4', 2]],

  'rule:FindFails': ['INC-5', 'INC-1'],
  'rule:DiskFull': ['INC-2'],
  'rule:QueueLag': ['INC-4'],
};
