import type { PanelData, RoomLinks } from '@fieldmarshal/contract/knowledge';
import { FailureNote } from '../app/FailureNote.tsx';
import { Cites } from '../assist/room/Cites.tsx';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { Chart } from './Chart.tsx';
import { usePanel } from './knowledge-api.ts';

/** One metrics panel: its lines over the time of the incident, with what happened meanwhile. */
export function MetricsView({ id, panel }: { id: string; panel: RoomLinks['panels'][number] }) {
  const data = usePanel(id, panel.name);
  return (
    <section className="knowledge-metrics" aria-label={`Metrics: ${panel.title}`}>
      <div className="ui-row">
        <h3>{panel.title}</h3>
        <span className="screen-gap" />
        <Button look="plain" busy={data.isFetching} onClick={() => void data.refetch()}>
          Ask again
        </Button>
      </div>
      {panel.description === '' ? null : <p className="ui-quiet">{panel.description}</p>}
      {data.isPending ? <Loading what={panel.title} /> : null}
      <FailureNote error={data.error} />
      {data.data === undefined ? null : <Drawn id={id} data={data.data} />}
    </section>
  );
}

function Drawn({ id, data }: { id: string; data: PanelData }) {
  return (
    <>
      {data.problem === null ? (
        <Chart data={data} />
      ) : (
        <p className="ui-quiet">
          {data.source}: {data.problem}
        </p>
      )}
      <details>
        <summary>Events and query</summary>
        <ol className="knowledge-marks">
          {data.marks.map(({ at, seq, text }) => (
            <li key={`${at} ${seq ?? ''}`}>
              <Time at={at} show="clock" /> {text} {seq === null ? null : <Cites id={id} cites={[seq]} />}
            </li>
          ))}
        </ol>
        <p className="ui-quiet ui-small">
          {data.source}, a point every {data.stepSeconds} s
          {data.more > 0 ? `; ${data.more} lines with lower values are not drawn` : ''}.
        </p>
        <pre
          className="ui-small knowledge-query"
          tabIndex={0}
          role="region"
          aria-label={`Query of ${data.title}`}
        >
          {data.query}
        </pre>
      </details>
    </>
  );
}
