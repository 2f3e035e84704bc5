import type { Matcher } from '../../core/matcher.ts';
import { silenceState } from '../../core/silence.ts';
import type { StoredSilence } from '../../store/silence-store.ts';

/** `gettableSilence`. What a maintenance window covers is shown as matchers, since the form knows nothing else. */
export function silenceJson(silence: StoredSilence, now: number): object {
  return {
    id: silence.id,
    status: { state: silenceState(silence, now) },
    updatedAt: new Date(silence.updatedAt).toISOString(),
    comment: silence.title,
    createdBy: silence.createdBy,
    endsAt: new Date(silence.endsAt).toISOString(),
    matchers: [
      ...silence.matchers,
      ...oneOf('product', silence.products),
      ...oneOf('environment', silence.environments),
    ].map(({ name, value, isRegex, isEqual }) => ({ isEqual, isRegex, name, value })),
    startsAt: new Date(silence.startsAt).toISOString(),
  };
}

function oneOf(name: string, values: readonly string[]): Matcher[] {
  if (values.length === 0) return [];
  return [{ name, value: values.join('|'), isRegex: true, isEqual: true }];
}
