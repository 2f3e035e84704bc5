import { getIncident } from '#incidents';
import type { KnownNow } from '#oncall';
import { systemCtx } from '#platform';

/** What whoever opens the link of a page reads first: not what was known when it left, but what is known now. */
export const knownNow: KnownNow = async (env, incidentId) => {
  const incident = await getIncident(systemCtx(env, 'answer-link', 'web'), { id: incidentId });
  const { likelyCause, impact, roles } = incident;
  const names = likelyCause?.state === 'clear' ? likelyCause.causes.map((each) => each.displayName) : [];
  const marshal = roles.find(({ role }) => role === 'field-marshal');
  return [
    ...(impact.assessed === null ? [] : [{ label: 'Hit', value: impact.assessed.summary }]),
    ...(names.length === 0
      ? []
      : [
          { label: 'Likely cause', value: `${names.join(' and ')} (${likelyCause?.probability.toFixed(2)})` },
        ]),
    { label: 'Led by', value: marshal?.name ?? 'nobody yet' },
  ];
};
