import type { Incident, TeamWork } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useNames } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Time } from '../../ui/Time.tsx';
import { teamStateWords } from '../incident-words.tsx';
import { TeamDialog } from './forms/TeamDialog.tsx';
import { Panel } from './Panel.tsx';

/** Each team with its own state and the time of its next word. */
export function TeamsPanel({ incident }: { incident: Incident }) {
  const [changing, setChanging] = useState<TeamWork | null>(null);
  const nameOf = useNames('Team');
  const answered = incident.teams.filter((team) => team.acknowledgedAt !== null).length;
  return (
    <Panel
      title="Teams"
      count={incident.teams.length === 0 ? '0' : `${answered} of ${incident.teams.length} answered`}
    >
      {incident.teams.length === 0 ? <Empty>No team has been asked in. P pages one.</Empty> : null}
      <ul className="room-list">
        {incident.teams.map((team) => (
          <li key={team.team} className="room-list-row">
            <TeamText team={team} name={nameOf(team.team)} />
            <Button look="plain" aria-label={`Change ${nameOf(team.team)}`} onClick={() => setChanging(team)}>
              Change
            </Button>
          </li>
        ))}
      </ul>
      {changing === null ? null : (
        <TeamDialog
          incident={incident}
          team={changing}
          name={nameOf(changing.team)}
          onClose={() => setChanging(null)}
        />
      )}
    </Panel>
  );
}

function TeamText({ team, name }: { team: TeamWork; name: string }) {
  return (
    <span className="room-list-main">
      <b>{name}</b> {team.unanswered ? 'nobody answered' : teamStateWords[team.state]}
      {team.note === '' ? '' : `: ${team.note}`}
      <span className="ui-quiet room-list-more">
        {team.acknowledgedAt === null ? (
          <>
            asked <Time at={team.engagedAt} show="ago" focusable={false} />
          </>
        ) : (
          <>
            answered <Time at={team.acknowledgedAt} show="ago" focusable={false} />
          </>
        )}
        {team.updateDue === null ? (
          ', no next word promised'
        ) : (
          <>
            , next word <Time at={team.updateDue} show="countdown" focusable={false} />
          </>
        )}
      </span>
    </span>
  );
}
