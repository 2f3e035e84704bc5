import type { RcaFlag } from '@fieldmarshal/contract/rca';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Select } from '../ui/Select.tsx';
import { Time } from '../ui/Time.tsx';
import { useRcaFlags, type Which } from './rca-api.ts';
import { RcaReasons } from './RcaReasons.tsx';
import { RcaVerdict } from './RcaVerdict.tsx';
import { decisionWords, percent } from './rca-words.ts';
import '../incidents/incidents.css';
import './rca.css';

const lists: readonly { value: Which; label: string; empty: string }[] = [
  { value: 'waiting', label: 'Waiting for a verdict', empty: 'No incident waits for a verdict.' },
  {
    value: 'accepted',
    label: 'To be analysed, or done',
    empty: 'No deep root cause analysis was asked for yet.',
  },
  { value: 'dismissed', label: 'Not needed', empty: 'No incident was dismissed yet.' },
  { value: 'all', label: 'All that were assessed', empty: 'No incident was resolved yet.' },
];

/** Which incidents would teach most, why, and what becomes of them? */
export function RcaScreen() {
  const [which, setWhich] = useState<Which>('waiting');
  const flags = useRcaFlags(which);
  useTitle('Deep analyses');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Deep root cause analyses</h1>
        <span className="screen-gap" />
        <Link to="/rca/model">How the flag decides</Link>
      </div>
      <div className="rca-filter">
        <Select
          label="Show"
          value={which}
          options={lists}
          onChange={(value) => setWhich(lists.find((one) => one.value === value)?.value ?? 'waiting')}
        />
      </div>
      {flags.isPending ? <Loading what="flagged incidents" /> : null}
      <FailureNote error={flags.error} />
      {flags.data?.items.length === 0 ? (
        <Empty>
          {lists.find(({ value }) => value === which)?.empty} Each incident is assessed when it is resolved,
          and again a day later.
        </Empty>
      ) : null}
      <ul className="rca-list">
        {flags.data?.items.map((flag) => (
          <FlagCard key={flag.incidentId} flag={flag} />
        ))}
      </ul>
    </div>
  );
}

function FlagCard({ flag }: { flag: RcaFlag }) {
  const { incidentId, title, severity, resolvedAt, decision, asked, probability, look } = flag;
  return (
    <li className="ui-card ui-stack">
      <div className="ui-row">
        <h2>
          <Link to="/incidents/$id" params={{ id: incidentId }}>
            {incidentId}
          </Link>{' '}
          {title}
        </h2>
      </div>
      <div className="ui-row">
        <Pill>{severity ?? 'Not assessed'}</Pill>
        <Pill>{asked ? 'Asked about, not flagged' : decisionWords[decision]}</Pill>
        <span className="ui-quiet">
          {percent(probability)} likely to be wanted; resolved <Time at={resolvedAt} />
          {look === 1 ? ', looked at once' : ', looked at again a day later'}
        </span>
      </div>
      <RcaReasons flag={flag} />
      <RcaVerdict flag={flag} />
    </li>
  );
}
