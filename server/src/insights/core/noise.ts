import type { CheckWorth, Noise, RuleNoise } from '@fieldmarshal/contract/insights';
import { isAtNight } from './load.ts';
import { isOver, type Known } from './facts.ts';

/** Alerts of a rule, and the incidents that they opened or joined. */
export interface RuleAlerts {
  readonly rule: string;
  readonly incidents: readonly string[];
  readonly alerts: number;
  readonly silenced: number;
}

const rulesMax = 200;

/** Loudest first. A rule never led to anything where it opened incidents that are over, and people found nothing in any of them. */
export function ruleNoise(
  parts: readonly RuleAlerts[],
  incidents: ReadonlyMap<string, Pick<Known, 'state' | 'isFalseAlarm'>>,
): Pick<Noise, 'rules' | 'more'> {
  const rules = parts.map(({ rule, incidents: names, alerts, silenced }): RuleNoise => {
    const known = names.flatMap((name) => incidents.get(name) ?? []);
    const led = known.filter(hasLed).length;
    const isOpen = known.some((one) => !isOver(one));
    const neverLed = known.length > 0 && led === 0 && !isOpen;
    return { rule, alerts, silenced, incidents: known.length, led, neverLed };
  });
  const sorted = rules.toSorted((a, b) => b.alerts - a.alerts || a.rule.localeCompare(b.rule));
  return { rules: sorted.slice(0, rulesMax), more: Math.max(0, sorted.length - rulesMax) };
}

/** Whether it is over and people found something in it. */
export function hasLed({ isFalseAlarm, state }: Pick<Known, 'state' | 'isFalseAlarm'>): boolean {
  return !isFalseAlarm && isOver({ state });
}

/** Whether it came from a machine and is over: what may turn out a false alarm. */
export function mayBeFalse(one: Known): boolean {
  return one.foundBy !== 'people' && isOver(one);
}

/** What false alarms cost: pages, nights, people's time. */
export function falseAlarmsOf(incidents: readonly Known[]): Noise['falseAlarms'] {
  const machine = incidents.filter(mayBeFalse);
  const alarms = machine.filter(({ isFalseAlarm }) => isFalseAlarm);
  const pages = alarms.flatMap((alarm) => alarm.pages);
  return {
    n: alarms.length,
    of: machine.length,
    pages: pages.length,
    nightPages: pages.filter(isAtNight).length,
    people: new Set(pages.map(({ person }) => person)).size,
    personMinutes: alarms.reduce((sum, { personMinutes }) => sum + personMinutes, 0),
  };
}

/** Of all checks together. */
export function worthOf(checks: readonly CheckWorth[]): Pick<Noise, 'precision' | 'recall'> {
  const sum = (name: 'real' | 'judged' | 'seen' | 'concerned'): number =>
    checks.reduce((total, check) => total + check[name], 0);
  return {
    precision: { part: sum('real'), of: sum('judged') },
    recall: { part: sum('seen'), of: sum('concerned') },
  };
}
