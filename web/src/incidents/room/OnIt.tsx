import { answersFor, type Incident } from '@fieldmarshal/contract/incidents/room';
import { useAsking } from '../../oncall/oncall-api.ts';
import { Button } from '../../ui/Button.tsx';
import { useAct } from '../incident-api.ts';

/** To say that one is on it, as long as nobody has, and each time that people are paged and have not answered. */
export function OnIt({ incident }: { incident: Incident }) {
  const act = useAct(incident.id);
  const asking = useAsking(incident.id).data?.items ?? [];
  const mine = answersFor(incident);
  const unanswered = asking.filter(({ team }) => mine.includes(team));
  if (incident.state !== 'triage' && unanswered.length === 0) return null;
  return (
    <>
      {incident.acknowledgedAt === null ? null : (
        <span className="ui-quiet">
          {unanswered.some(({ state }) => state === 'paging')
            ? 'People are being paged'
            : 'People were paged, and nobody has answered'}
        </span>
      )}
      <Button look="primary" onClick={() => act.mutate({ path: 'acknowledge', done: 'You are on it' })}>
        I am on it
      </Button>
    </>
  );
}
