import type { NowPicture } from '@fieldmarshal/contract/now';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Together } from '../app/screen/Together.tsx';
import { DeclareButton } from '../incidents/DeclareDialog.tsx';
import { IncidentTable } from '../incidents/IncidentTable.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { GroupsCard } from './GroupsCard.tsx';
import { GridCard } from './grid/GridCard.tsx';
import { HandoversCard } from './HandoversCard.tsx';
import { LinksDownCard } from './LinksDownCard.tsx';
import { NoticeBand } from './NoticeBand.tsx';
import { useNow } from './now-api.ts';
import { WaitingCard } from './WaitingCard.tsx';
import '../incidents/incidents.css';
import './now.css';

/** Operations home: what is broken, and what is waiting for me? */
export function NowScreen() {
  const now = useNow();
  useTitle('Now');
  return (
    <Together className="screen now">
      <NoticeBand />
      <div className="ui-stack">
        <OpenIncidents picture={now.data} />
        {now.isPending ? <Loading what="incidents and alerts" /> : null}
        <FailureNote error={now.error} />
        {now.data === undefined ? null : (
          <>
            <GroupsCard picture={now.data} />
            <GridCard grid={now.data.grid} />
          </>
        )}
      </div>
      <div className="ui-stack">
        <WaitingCard incidents={now.data?.incidents ?? []} />
        {now.data === undefined ? null : (
          <>
            <HandoversCard handovers={now.data.handovers} />
            <LinksDownCard grid={now.data.grid} />
          </>
        )}
      </div>
    </Together>
  );
}

function OpenIncidents({ picture }: { picture: NowPicture | undefined }) {
  const shown = picture?.incidents.length ?? 0;
  return (
    <section className="ui-stack" aria-label="Open incidents">
      <div className="ui-row">
        <h1>Open incidents {picture?.openCount ?? ''}</h1>
        {picture !== undefined && picture.openCount > shown ? (
          <Link to="/incidents">All {picture.openCount}</Link>
        ) : null}
        <span className="screen-gap" />
        <DeclareButton />
      </div>
      {picture === undefined ? null : (
        <IncidentTable
          label="Open incidents"
          rows={picture.incidents}
          withoutAlerts
          empty={<NothingOpen picture={picture} />}
        />
      )}
    </section>
  );
}

function NothingOpen({ picture }: { picture: NowPicture }) {
  const { lastClosed } = picture;
  return (
    <Empty checkedAt={picture.at} action={<Link to="/incidents">All incidents</Link>}>
      {lastClosed === null ? (
        'No incident is open; there has been none yet.'
      ) : (
        <>
          No incident is open. The last was{' '}
          <Link to="/incidents/$id" params={{ id: lastClosed.id }}>
            {lastClosed.id} {lastClosed.title}
          </Link>
          , ended <Time at={lastClosed.at} show="moment" />.
        </>
      )}
    </Empty>
  );
}
