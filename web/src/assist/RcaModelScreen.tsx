import type { RcaModelCard } from '@fieldmarshal/contract/rca';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { CalibrationPlot } from './CalibrationPlot.tsx';
import { useRcaModel, useResetModel } from './rca-api.ts';
import { featureWords, percent } from './rca-words.ts';
import '../incidents/incidents.css';
import './rca.css';

/** How does the flag decide, what has it learnt here, and how often do people agree? */
export function RcaModelScreen() {
  const model = useRcaModel();
  const [resetting, setResetting] = useState(false);
  useTitle('How the RCA flag decides');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>How the flag decides</h1>
        <span className="screen-gap" />
        <Link to="/rca">Flagged incidents</Link>
        <Button look="ending" onClick={() => setResetting(true)}>
          Reset what was learnt
        </Button>
      </div>
      {model.isPending ? <Loading what="the model" /> : null}
      <FailureNote error={model.error} />
      {model.data === undefined ? null : <Card card={model.data} />}
      {resetting ? <Reset onClose={() => setResetting(false)} /> : null}
    </div>
  );
}

function Card({ card }: { card: RcaModelCard }) {
  const { verdicts, accepted, precision, recall, closedIncidents, weights } = card;
  return (
    <>
      <p>
        {closedIncidents === 1 ? '1 incident was' : `${closedIncidents} incidents were`} assessed, {verdicts}{' '}
        {verdicts === 1 ? 'has' : 'have'} a verdict that teaches; wanted of these: {accepted}.{' '}
        {learntText(card)} {card.changedAt === null ? null : <Time at={card.changedAt} />}
      </p>
      <dl className="rca-figures">
        <div>
          <dt>Of the flagged with a verdict, wanted (precision)</dt>
          <dd>{percent(precision)}</dd>
        </div>
        <div>
          <dt>Of the wanted, flagged (recall)</dt>
          <dd>{percent(recall)}</dd>
        </div>
      </dl>
      <section className="ui-card ui-stack" aria-labelledby="rca-calibration">
        <h2 id="rca-calibration">What was said, and what came</h2>
        {verdicts === 0 ? (
          <Empty>Nobody has given a verdict yet, so there is nothing to compare.</Empty>
        ) : (
          <CalibrationPlot bins={card.calibration} />
        )}
      </section>
      <section className="ui-stack" aria-labelledby="rca-weights">
        <h2 id="rca-weights">What it weighs</h2>
        <Table
          label="Weights"
          rows={weights.toSorted((a, b) => b.weight - a.weight)}
          rowKey={({ feature }) => feature}
          empty={<Empty>There are no weights.</Empty>}
          columns={[
            {
              id: 'feature',
              header: 'Compared with your other incidents',
              rowHeader: true,
              cell: ({ feature }) => featureWords[feature],
            },
            {
              id: 'weight',
              header: 'Weight',
              align: 'end',
              width: '6rem',
              cell: ({ weight }) => weight.toFixed(2),
            },
            {
              id: 'shipped',
              header: 'Shipped',
              align: 'end',
              width: '6rem',
              cell: ({ shipped }) => shipped.toFixed(2),
            },
          ]}
        />
      </section>
    </>
  );
}

function learntText({ calibrated, reweighed, calibrateAt, reweighAt, verdicts }: RcaModelCard): string {
  if (reweighed) return 'Weights were learnt from them.';
  if (calibrated)
    return `How likely is learnt from them; weights are as shipped until ${reweighAt} verdicts foretell better.`;
  return `All is as shipped; after ${calibrateAt - verdicts} more it learns how likely.`;
}

function Reset({ onClose }: { onClose: () => void }) {
  const reset = useResetModel();
  return (
    <Confirm
      open
      onClose={onClose}
      busy={reset.isPending}
      onConfirm={() => reset.mutate(undefined, { onSuccess: onClose })}
      title="Reset what was learnt"
      verb="Reset"
    >
      Weights are as shipped again, and verdicts given so far no longer teach. They stay on record. This
      cannot be undone.
      <FailureNote error={reset.error} />
    </Confirm>
  );
}
