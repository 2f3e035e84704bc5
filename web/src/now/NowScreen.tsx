import { Link } from '@tanstack/react-router';
import { DeclareButton } from '../incidents/DeclareDialog.tsx';
import { sentenceOf, useIncidents } from '../incidents/incident-api.ts';
import { IncidentTable } from '../incidents/IncidentTable.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { FiringCard } from './FiringCard.tsx';
import { WaitingCard } from './WaitingCard.tsx';
import '../incidents/incidents.css';
import './now.css';

/** Operations home: what is broken, and what is waiting for me? */
export function NowScreen() {
  const list = useIncidents({ open: 'true' });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="screen now">
      <section className="ui-stack now-main" aria-label="Open incidents">
        <div className="ui-row">
          <h1>Open incidents {list.isSuccess ? rows.length : ''}</h1>
          <span className="screen-gap" />
          <DeclareButton />
        </div>
        {list.isPending ? <Loading what="incidents" /> : null}
        {list.isError ? (
          <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
        ) : null}
        {list.isSuccess ? (
          <IncidentTable
            label="Open incidents"
            rows={rows}
            empty={<Empty action={<Link to="/incidents">See closed ones</Link>}>No incident is open.</Empty>}
          />
        ) : null}
        <FiringCard />
      </section>
      <WaitingCard />
    </div>
  );
}
