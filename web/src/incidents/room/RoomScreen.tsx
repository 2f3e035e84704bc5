import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useParams } from '@tanstack/react-router';
import { RequestError } from '../../app/http.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { FirstFiveBar } from './FirstFiveBar.tsx';
import { sentenceOf, useIncident } from '../incident-api.ts';
import { AlertsPanel } from './AlertsPanel.tsx';
import { PagesPanel } from './PagesPanel.tsx';
import { RolesPanel } from './RolesPanel.tsx';
import { RoomHeader } from './RoomHeader.tsx';
import { TasksPanel } from './TasksPanel.tsx';
import { TeamsPanel } from './TeamsPanel.tsx';
import { Timeline } from './Timeline.tsx';
import '../incidents.css';

/** The room of one incident: what do we know, who leads, what next? */
export function RoomScreen() {
  const { id = '' } = useParams({ strict: false });
  const incident = useIncident(id);
  if (incident.isPending) return <Loading what={id} />;
  if (incident.isError) {
    return (
      <div className="screen">
        <ErrorNote
          onRetry={() => void incident.refetch()}
          requestId={incident.error instanceof RequestError ? incident.error.requestId : undefined}
        >
          {sentenceOf(incident.error)}
        </ErrorNote>
      </div>
    );
  }
  return <Room incident={incident.data} />;
}

function Room({ incident }: { incident: Incident }) {
  return (
    <div className="screen room">
      <RoomHeader incident={incident} />
      <FirstFiveBar incident={incident} />
      <div className="room-columns">
        <Timeline incident={incident} />
        <div className="room-side">
          <RolesPanel incident={incident} />
          <TeamsPanel incident={incident} />
          <TasksPanel incident={incident} />
          <AlertsPanel incident={incident} />
          <PagesPanel incident={incident} />
        </div>
      </div>
    </div>
  );
}
