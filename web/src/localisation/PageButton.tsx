import type { CauseSuspect } from '@fieldmarshal/contract/localisation/cause';
import { useIncident } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { usePageSuspect } from './cause-api.ts';

/** Pages the team that owns a suspect, with the evidence as the reason. */
export function PageButton({ id, suspect }: { id: string; suspect: CauseSuspect }) {
  const page = usePageSuspect(id);
  const incident = useIncident(id);
  const { kind, name, team, displayName } = suspect;
  if (kind === 'test' || kind === 'environment') return null;
  const engaged = incident.data?.teams.find((each) => each.team === team);
  const reason =
    team === null
      ? `The catalog does not say who owns ${displayName}`
      : engaged === undefined
        ? undefined
        : `Team ${team} has been asked in`;
  return (
    <Button
      disabledReason={reason}
      busy={page.isPending}
      aria-label={`${engaged === undefined ? 'Page team' : 'Paged team'} of ${displayName}`}
      onClick={() => page.mutate(name)}
    >
      {engaged === undefined ? 'Page team' : 'Paged'}
    </Button>
  );
}
