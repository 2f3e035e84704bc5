import { severities, workStates, type Incident } from '@fieldmarshal/contract/incidents/room';
import { usePalette } from '../../app/palette/palette.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { useAct } from '../incident-api.ts';
import { stateWord } from '../incident-words.tsx';

/** Verb and object by typing alone: "page pay", "sev 2", "state mon". */
export function useRoomPalette(incident: Incident): void {
  const act = useAct(incident.id);
  const teams = useObjectOptions('Team');
  const closed = incident.state === 'resolved' || incident.state === 'reviewed';
  const asked = new Set(incident.teams.map(({ team }) => team));
  usePalette(
    closed
      ? []
      : [
          ...teams.map(({ value: team, label }) => ({
            id: `page.${team}`,
            title: `Page ${label}${asked.has(team) ? ' again' : ''}`,
            words: `${team} ${incident.id}`,
            group: 'context' as const,
            decisive: true,
            run: () => act.mutate({ path: 'teams', body: { team }, done: `${label} is being paged` }),
          })),
          ...severities.map((severity) => ({
            id: `severity.${severity}`,
            title: `Severity ${severity}`,
            words: `sev ${severity.slice(3)}`,
            group: 'context' as const,
            run: () => act.mutate({ path: 'severity', body: { severity }, done: `Severity is ${severity}` }),
          })),
          ...workStates.map((state) => ({
            id: `state.${state}`,
            title: `State ${stateWord(state)}`,
            group: 'context' as const,
            run: () => act.mutate({ path: 'state', body: { state }, done: `Now ${stateWord(state)}` }),
          })),
        ],
  );
}
