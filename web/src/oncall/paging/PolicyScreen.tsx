import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { useNames } from '../../catalog/object-api.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { askedBy, firstView, Moments, WalkChoice } from './Walk.tsx';
import { minutesText, usePolicy, useTargetText, useWalk, whenText, type PolicySpec } from './policy-api.ts';
import '../oncall-timeline.css';

/** One escalation policy: its steps in words, and who would be paged, minute by minute. */
export function PolicyScreen() {
  const { name = '' } = useParams({ strict: false });
  const policy = usePolicy(name);
  const team = useNames('Team');
  const title = policy.data?.spec.displayName ?? name;
  useTitle(title);
  if (policy.isPending) return <Loading what="the escalation policy" />;
  if (policy.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void policy.refetch()}>{sentenceOf(policy.error)}</ErrorNote>
      </div>
    );
  const { spec, editable } = policy.data;
  return (
    <div className="screen ui-stack">
      <h1>{title}</h1>
      <div className="ui-row">
        <span className="ui-quiet">
          Escalation policy{spec.default ? ', the default one' : ''}
          {spec.owner === undefined ? '' : `, of team ${team(spec.owner)}`}
        </span>
        <Link to="/escalation/$name/edit" params={{ name }}>
          {editable ? 'Edit its rules' : 'Its rules (from a file)'}
        </Link>
      </div>
      {spec.description === undefined ? null : <p>{spec.description}</p>}
      <div className="oncall-two">
        <Steps spec={spec} />
        <Walk name={name} />
      </div>
    </div>
  );
}

function Steps({ spec }: { spec: PolicySpec }) {
  const { variants, steps, repeat, fallback, ackTimeoutMinutes } = spec;
  return (
    <section className="ui-stack" aria-label="What it says">
      <h2>What it says</h2>
      {variants.map((variant) => (
        <section key={variant.name} className="ui-card ui-stack" aria-label={variant.name}>
          <h3>
            {variant.name}
            <span className="ui-quiet">{whenText(variant.when)}</span>
          </h3>
          <Chain
            steps={variant.steps}
            repeat={variant.repeat ?? repeat}
            fallback={variant.fallback ?? fallback}
          />
        </section>
      ))}
      <section className="ui-card ui-stack" aria-label="Its own steps">
        {variants.length === 0 ? null : <h3>Else</h3>}
        <Chain steps={steps} repeat={repeat} fallback={fallback} />
      </section>
      <p className="ui-quiet">
        {ackTimeoutMinutes === undefined
          ? 'Once acknowledged, it stays so.'
          : `Acknowledged and then nothing done for ${minutesText(ackTimeoutMinutes)}: paging begins anew.`}
      </p>
    </section>
  );
}

type ChainOf = Pick<PolicySpec, 'steps' | 'repeat' | 'fallback'>;

function Chain({ steps, repeat, fallback }: ChainOf) {
  const targetText = useTargetText();
  const walks = repeat === 0 ? 'Walked once' : `Walked ${repeat + 1} times`;
  return (
    <>
      <ol className="oncall-steps">
        {numbered(steps).map(({ step, id }) => (
          <li key={id}>
            {step.targets.map((target) => targetText(target)).join(', and ')}
            <span className="ui-quiet">
              {whenText(step.when)}, {minutesText(step.minutes)} to answer
            </span>
          </li>
        ))}
      </ol>
      <p>
        {walks},{' '}
        {fallback.length === 0
          ? 'then nobody: there is no fallback.'
          : `then ${fallback.map((target) => targetText(target)).join(', and ')}.`}
      </p>
    </>
  );
}

/** Steps never change their order here, and two may say the same. */
function numbered(steps: PolicySpec['steps']) {
  return steps.map((step, place) => ({ step, id: `step-${place}` }));
}

/** Who would be paged, for a severity and an instant of choice. */
function Walk({ name }: { name: string }) {
  const [view, setView] = useState(firstView);
  const walk = useWalk(name, askedBy(view));
  return (
    <section className="ui-stack" aria-label="Who would be paged">
      <h2>Who would be paged</h2>
      <WalkChoice view={view} onChange={setView} />
      {walk.isError ? (
        <ErrorNote onRetry={() => void walk.refetch()}>{sentenceOf(walk.error)}</ErrorNote>
      ) : null}
      {walk.isPending ? <Loading what="the walk" /> : null}
      {walk.data === undefined ? null : <Moments walk={walk.data} />}
    </section>
  );
}
