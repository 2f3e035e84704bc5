import type { CauseFit, CauseWeights } from '@fieldmarshal/contract/localisation/weights';
import { useId } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { witnessName } from '../cause-words.ts';
import { useCauseWeights, useWeightsAct } from './weights-api.ts';

/** By which weights are verdicts made, and would weights fitted on people's answers be better? */
export function WeightsCard() {
  const heading = useId();
  const weights = useCauseWeights();
  return (
    <section className="ui-card ui-stack" aria-labelledby={heading}>
      <h2 id={heading}>How far each witness is believed</h2>
      {weights.isPending ? <Loading what="the weights" /> : null}
      <FailureNote error={weights.error} />
      {weights.data === undefined ? null : <Weights weights={weights.data} />}
    </section>
  );
}

function Weights({ weights }: { weights: CauseWeights }) {
  const { story, answers, needed, inUse, last } = weights;
  const act = useWeightsAct();
  const isWaiting = last?.state === 'waiting';
  return (
    <>
      <p>
        Verdicts go by weights {story}. {answers} {answers === 1 ? 'failure has' : 'failures have'} a true
        cause that somebody named{answers < needed ? `; it takes ${needed} to fit weights on them` : ''}.
      </p>
      <div className="ui-row">
        <Button
          {...(answers < needed ? { disabledReason: `It takes ${needed} answers.` } : {})}
          busy={act.isPending || isWaiting}
          onClick={() => act.mutate({ verb: 'fit' })}
        >
          {isWaiting ? 'Fitting…' : 'Fit on these answers'}
        </Button>
        {inUse === null ? null : (
          <Button busy={act.isPending} onClick={() => act.mutate({ verb: 'use', id: null })}>
            Go back to the shipped weights
          </Button>
        )}
      </div>
      <FailureNote error={act.error} />
      {last === null ? null : (
        <Fit fit={last} busy={act.isPending} onUse={() => act.mutate({ verb: 'use', id: last.id })} />
      )}
    </>
  );
}

function Fit({ fit, busy, onUse }: { fit: CauseFit; busy: boolean; onUse: () => void }) {
  const { state, why, report, by, askedAt, usedAt } = fit;
  if (state === 'waiting') return null;
  if (report === null)
    return (
      <p>
        The fit that {by} asked for came to nothing. {why}
      </p>
    );
  return (
    <>
      <p>
        Fitted on {report.cases} answers, asked for by {by} <Time at={askedAt} />. Of answers left out of the
        fit, {percent(report.own.top1)} have the true cause first; with the shipped weights{' '}
        {percent(report.shipped.top1)}. Surprise {report.own.loss.toFixed(2)} beside{' '}
        {report.shipped.loss.toFixed(2)} nats: less is better.
      </p>
      {usedAt !== null ? (
        <p>
          Used since <Time at={usedAt} />.
        </p>
      ) : report.isBetter ? (
        <div className="ui-row">
          <Button look="primary" busy={busy} onClick={onUse}>
            Use these weights
          </Button>
        </div>
      ) : (
        <p className="ui-quiet">They are no better than as shipped, so they cannot be used.</p>
      )}
      <Table
        label="Weights by witness"
        rows={report.witnesses}
        rowKey={({ witness }) => witness}
        empty={null}
        columns={[
          { id: 'witness', header: 'Witness', rowHeader: true, cell: ({ witness }) => witnessName(witness) },
          { id: 'own', header: 'Fitted', align: 'end', width: '6rem', cell: ({ own }) => own.toFixed(2) },
          {
            id: 'shipped',
            header: 'Shipped',
            align: 'end',
            width: '6rem',
            cell: ({ shipped }) => shipped.toFixed(2),
          },
        ]}
      />
    </>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
