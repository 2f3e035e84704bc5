import { severities, workStates, type Incident } from '@fieldmarshal/contract/incidents/room';
import { usePalette } from '../../app/palette/palette.ts';
import { useObjectOptions, useObjects, type ObjectSummary } from '../../catalog/object-api.ts';
import { useAct } from '../incident-api.ts';
import { stateWord } from '../incident-words.tsx';

/** Verb and object by typing alone: "page pay", "sev 2", "state mon". */
export function useRoomPalette(incident: Incident): void {
  const act = useAct(incident.id);
  const teams = useObjectOptions('Team');
  const products = useObjects('Product').data ?? [];
  const closed = incident.state === 'resolved' || incident.state === 'reviewed';
  const asked = new Set(incident.teams.map(({ team }) => team));
  usePalette(
    closed
      ? []
      : [
          ...teams.map(({ value: team, label }) => ({
            id: `page.${team}`,
            title: `Page ${label}${asked.has(team) ? ' again' : ''}`,
            // Who types the product means the team behind it.
            words: [team, incident.id, ...namesOwnedBy(team, products)].join(' '),
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

function namesOwnedBy(team: string, products: readonly ObjectSummary[]): string[] {
  const owned = products.filter(({ spec }) => spec['owner'] === team);
  return owned.flatMap(({ name, spec }) => [name, spec.displayName ?? '']);
}
