import type { ScriptEvent, StepTime } from './script.ts';

/** When a step is due, in words. */
export function whenOf(time: StepTime): string {
  if (time.kind === 'time') return `at ${minutesOf(time.atMs)}`;
  const after = `${minutesOf(time.afterMs)} after`;
  if (time.kind === 'team') return `${after} ${time.team} is asked in`;
  if (time.kind === 'state') return `${after} it is ${time.state}`;
  return `${after} it is ${time.severity}`;
}

function minutesOf(ms: number): string {
  return `${Math.round(ms / 6_000) / 10} min`;
}

/** What a step does, in words for whoever runs the drill. */
export function wordsOf({ type, data }: ScriptEvent): string {
  const field = (name: string): string => {
    const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  switch (type) {
    case 'noted':
      return field('text');
    case 'alerts-counted':
      return `${field('firing')} alerts firing: ${field('title')}`;
    case 'alerts-resolved':
      return 'alerts resolved';
    case 'change-linked':
      return `change: ${field('title')}`;
    case 'team-state-changed':
      return `${field('team')} ${field('to')}${field('note') === '' ? '' : `: ${field('note')}`}`;
    case 'team-engaged':
      return `${field('team')} comes in`;
    default:
      return type.replaceAll('-', ' ');
  }
}
