import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { RcaPanel } from '../../assist/RcaPanel.tsx';
import { DelegationPanel } from '../../assist/delegation/DelegationPanel.tsx';
import { RequestError } from '../../app/http.ts';
import { useTitle } from '../../app/page-title.ts';
import { ImpactPanel } from '../../impact/ImpactPanel.tsx';
import { HindsightPanel } from '../../checks/court/HindsightPanel.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { DraftsPanel } from '../../comms/DraftsPanel.tsx';
import { FirstFiveBar } from './FirstFiveBar.tsx';
import { sentenceOf, useIncident } from '../incident-api.ts';
import { CausePanel } from '../../localisation/CausePanel.tsx';
import { AlertsPanel } from './links/AlertsPanel.tsx';
import { ChangesPanel } from './links/ChangesPanel.tsx';
import { PagesPanel } from './PagesPanel.tsx';
import { RolesPanel } from './RolesPanel.tsx';
import { RoomDialogs, type RoomDialogName } from './forms/RoomDialogs.tsx';
import { LinksPanel } from '../../knowledge/LinksPanel.tsx';
import { RunbooksPanel } from '../../knowledge/RunbooksPanel.tsx';
import { SimilarPanel } from '../../assist/room/SimilarPanel.tsx';
import { SummaryPanel } from '../../assist/room/SummaryPanel.tsx';
import { TriagePanel } from '../../assist/room/TriagePanel.tsx';
import { DrillBand } from '../../training/DrillBand.tsx';
import { HeadquartersPanel } from '../../relay/HeadquartersPanel.tsx';
import { ShortMessagePanel } from '../../relay/short/ShortMessagePanel.tsx';
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
  const [dialog, setDialog] = useState<RoomDialogName | null>(null);
  useTitle(`${incident.id} ${incident.drill ? 'DRILL ' : ''}${incident.title}`);
  return (
    <div className="screen room">
      <DrillBand incident={incident} />
      <RoomHeader incident={incident} onDialog={setDialog} />
      <FirstFiveBar incident={incident} />
      <SummaryPanel incident={incident} />
      <HeadquartersPanel incident={incident.id} />
      <ShortMessagePanel incident={incident.id} />
      <div className="room-columns">
        <Timeline incident={incident} />
        <div className="room-side">
          <ImpactPanel incident={incident} />
          <CausePanel incident={incident} />
          <DraftsPanel incident={incident} />
          <RunbooksPanel incident={incident} />
          <RcaPanel incident={incident} />
          <HindsightPanel incident={incident} />
          <LinksPanel incident={incident} />
          <SimilarPanel incident={incident} />
          <AlertsPanel incident={incident} />
          <ChangesPanel incident={incident} />
          <PagesPanel incident={incident} />
        </div>
        <div className="room-side room-people">
          <RolesPanel incident={incident} onAssign={() => setDialog('roles')} />
          <TriagePanel incident={incident} />
          <DelegationPanel incident={incident} />
          <TeamsPanel incident={incident} />
          <TasksPanel incident={incident} />
        </div>
      </div>
      {dialog === null ? null : (
        <RoomDialogs name={dialog} incident={incident} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}
