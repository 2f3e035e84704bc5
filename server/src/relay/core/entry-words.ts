interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One line for people of an entry of a log; what a site withheld is said to be withheld. `isKnown`: its data has the declared shape. */
export function entryWords({ type, data }: Told, isKnown: boolean): string {
  const say = sentences[type];
  if (say === undefined) return `${type.replaceAll('-', ' ')}${isKnown ? '' : ' (details withheld)'}`;
  return say((name) => textOf(data[name]));
}

type Say = (field: (name: string) => string) => string;

const sentences: Readonly<Record<string, Say>> = {
  declared: (field) => `Declared: ${field('title')}`,
  acknowledged: () => 'Acknowledged',
  described: (field) => `Described: ${field('title')}`,
  'severity-changed': (field) => `Severity ${field('to')}${reason(field('reason'))}`,
  'state-changed': (field) => `State ${field('to')}`,
  'role-given': (field) => `${field('name')} is ${field('role').replaceAll('-', ' ')}`,
  'role-dropped': (field) => `${field('name')} is no longer ${field('role').replaceAll('-', ' ')}`,
  'team-engaged': (field) => `Team ${field('team')} was asked in${reason(field('reason'))}`,
  'team-state-changed': (field) => `Team ${field('team')}: ${field('to')}`,
  'task-added': (field) => `Task: ${field('title')}`,
  noted: (field) => field('text'),
  'alerts-counted': (field) => `${field('firing')} of ${field('total')} alerts fire: ${field('title')}`,
  'alerts-resolved': (field) => `All ${field('total')} alerts of a group resolved`,
  'page-recorded': (field) => `Page to ${field('name')}: ${field('status')}`,
  'paging-exhausted': () => 'Nobody answered',
  resolved: (field) => `Resolved: ${field('summary')}`,
  reopened: (field) => `Opened again${reason(field('reason'))}`,
};

function reason(text: string): string {
  return text === '' ? '' : `: ${text}`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'not known';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
