import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { FailureNote } from '../app/FailureNote.tsx';
import { Panel } from '../incidents/room/Panel.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useRcaFlag } from './rca-api.ts';
import { RcaReasons } from './RcaReasons.tsx';
import { RcaVerdict } from './RcaVerdict.tsx';
import { decisionWords, percent } from './rca-words.ts';
import './rca.css';

/** In the room of an incident that is over: does it deserve a deep root cause analysis, and why? Nothing before that. */
export function RcaPanel({ incident }: { incident: Incident }) {
  const isOver = incident.state === 'resolved' || incident.state === 'reviewed';
  const found = useRcaFlag(incident.id, isOver);
  if (!isOver) return null;
  const flag = found.data?.flag ?? null;
  return (
    <Panel
      title="Deep root cause analysis"
      {...(flag === null
        ? {}
        : { count: `${decisionWords[flag.decision]}, ${percent(flag.probability)} likely to be wanted` })}
    >
      {found.isPending ? <Loading what="the assessment" /> : null}
      <FailureNote error={found.error} />
      {found.isSuccess && flag === null ? (
        <Empty>
          {incident.drill
            ? 'Drills are not assessed.'
            : 'Not assessed yet: that happens within a minute of the end.'}
        </Empty>
      ) : null}
      {flag === null ? null : (
        <div className="ui-stack">
          <RcaReasons flag={flag} />
          <RcaVerdict flag={flag} />
        </div>
      )}
    </Panel>
  );
}
