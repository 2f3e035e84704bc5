import type { Silence } from '@fieldmarshal/contract/signals';
import { AppError } from '#platform';
import { matcherText, parseMatchers, type Matcher } from '../core/matcher.ts';
import { silenceState } from '../core/silence.ts';
import type { StoredSilence } from '../store/silence-store.ts';

/** A silence or maintenance window as the API shows it. */
export function silenceView(silence: StoredSilence, now: number): Silence {
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    id: silence.id,
    kind: silence.kind,
    state: silenceState(silence, now),
    title: silence.title,
    matchers: silence.matchers.map((matcher) => matcherText(matcher)),
    products: [...silence.products],
    environments: [...silence.environments],
    startsAt: iso(silence.startsAt),
    endsAt: iso(silence.endsAt),
    createdBy: silence.createdBy,
    integration: silence.integration,
    source: silence.source,
    createdAt: iso(silence.createdAt),
    updatedAt: iso(silence.updatedAt),
  };
}

/** Matchers as people write them. Throws `invalid` naming the one that is wrong. */
export function readMatcherTexts(texts: readonly string[]): Matcher[] {
  return texts.flatMap((text, index) => {
    try {
      return parseMatchers(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new AppError('invalid', `matchers[${index}]: ${message}`, {
        faults: [{ path: `matchers[${index}]`, message }],
      });
    }
  });
}
