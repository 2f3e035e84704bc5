import type { Incident, TeamState } from '@fieldmarshal/contract/incidents/room';
import { Empty } from '../../ui/Empty.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../incident-api.ts';
import { teamStateWords } from '../incident-words.tsx';
import { Panel } from './Panel.tsx';

const settable: readonly TeamState[] = ['acknowledged', 'joined', 'working', 'done', 'declined'];

/** Each team with its own state and the time of its next word. */
export function TeamsPanel({ incident }: { incident: Incident }) {
  const act = useAct(incident.id);
  const answered = incident.teams.filter((team) => team.acknowledgedAt !== null).length;
  return (
    <Panel
      title="Teams"
      count={incident.teams.length === 0 ? '0' : `${answered} of ${incident.teams.length} answered`}
    >
      {incident.teams.length === 0 ? <Empty>No team has been asked in. P pages one.</Empty> : null}
      <ul className="room-list">
        {incident.teams.map((team) => (
          <li key={team.team} className="ui-row">
            <span className="room-list-main">
              <b>{team.team}</b> {team.unanswered ? 'nobody answered' : teamStateWords[team.state]}
              {team.note === '' ? '' : `: ${team.note}`}{' '}
              {team.updateDue === null ? null : (
                <span className="ui-quiet">
                  next word <Time at={team.updateDue} show="countdown" focusable={false} />
                </span>
              )}
            </span>
            <Menu
              label="Change"
              look="plain"
              aria-label={`Change ${team.team}`}
              items={[
                ...settable.map((state) => ({
                  id: state,
                  label: teamStateWords[state],
                  onSelect: () =>
                    act.mutate({
                      path: `teams/${team.team}/state`,
                      body: { state },
                      done: `${team.team}: ${teamStateWords[state]}`,
                    }),
                })),
                {
                  id: 'due',
                  label: 'Next word in 15 minutes',
                  onSelect: () =>
                    act.mutate({ path: `teams/${team.team}/update-due`, body: { inMinutes: 15 } }),
                },
              ]}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
