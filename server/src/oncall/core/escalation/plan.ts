import type { NotificationRules, QuietHours } from '@fieldmarshal/contract/catalog';
import type { Severity } from '@fieldmarshal/contract';
import { countsAs, isWithin } from './applies.ts';
import type { Way } from './machine.ts';

interface Rules {
  /** In the person's order of preference. */
  readonly methods: readonly Omit<Way, 'afterMs'>[];
  readonly notificationRules: NotificationRules;
  readonly quietHours: QuietHours | null;
}

interface Moment {
  readonly severity: Severity | null;
  readonly now: number;
  /** There is nobody behind this person: quiet hours do not hold. */
  readonly isLast: boolean;
}

const defaultGapMs = 2 * 60_000;

/**
 * By which ways a person is rung, and when, counted from the beginning of the step. Their own rules decide; without any, SEV1, SEV2 and
 * what is not assessed ring every way two minutes after the one before, and the rest only the first. Ways that no rule names follow
 * where one fails. In quiet hours only the channels named there are left; empty = do not disturb.
 */
export function waysOf({ methods, notificationRules, quietHours }: Rules, moment: Moment): Way[] {
  const severity = countsAs(moment.severity);
  const rule = notificationRules.find(({ severities }) => severities?.includes(severity) ?? true);
  const ways = rule ? byRule(methods, rule.ring) : byDefault(methods, severity);
  if (quietHours === null || moment.isLast || !isWithin(quietHours, moment.now)) return ways;
  return quietWays(ways, quietHours, severity) ?? ways;
}

/** What quiet hours leave of somebody's ways for a severity; null where they do not hold for it. */
export function quietWays(
  ways: readonly Way[],
  { severities, channels }: QuietHours,
  severity: Severity,
): Way[] | null {
  if (severity === 'SEV1' || !severities.includes(severity)) return null;
  return ways.filter(({ channel }) => channels.includes(channel));
}

function byDefault(methods: Rules['methods'], severity: Severity): Way[] {
  const isUrgent = severity === 'SEV1' || severity === 'SEV2';
  return methods.map((method, place) => ({
    ...method,
    afterMs: isUrgent || place === 0 ? place * defaultGapMs : null,
  }));
}

/** A rule's channel means the first method of it that no earlier line of the rule took. */
function byRule(methods: Rules['methods'], ring: NotificationRules[number]['ring']): Way[] {
  const left = [...methods];
  const planned = [...ring]
    .sort((a, b) => a.afterMinutes - b.afterMinutes)
    .flatMap(({ channel, afterMinutes }): Way[] => {
      const place = left.findIndex((method) => method.channel === channel);
      return left
        .splice(place, place < 0 ? 0 : 1)
        .map((method) => ({ ...method, afterMs: afterMinutes * 60_000 }));
    });
  return [...planned, ...left.map((method) => ({ ...method, afterMs: null }))];
}
