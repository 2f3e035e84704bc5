import type { Severity } from '@fieldmarshal/contract';
import type { WalkPreview } from '@fieldmarshal/contract/oncall/walk-preview';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { minutesText, usePolicy, useTargetText, useWalk, whenText, type PolicySpec } from './policy-api.ts';
import '../oncall-timeline.css';

/** One escalation policy: its steps in words, and who would be paged, minute by minute. */
export function PolicyScreen() {
  const { name = '' } = useParams({ strict: false });
  const policy = usePolicy(name);
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
        <span className="ui-quiet">Escalation policy{spec.default ? ', the default one' : ''}</span>
        <Link to="/catalog/$kind/$name" params={{ kind: 'EscalationPolicy', name }}>
          {editable ? 'Edit' : 'Its rules (from a file)'}
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

const severityOptions = [
  { value: '', label: 'Not assessed' },
  ...(['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const).map((value) => ({ value, label: value })),
];

function severityOf(text: string): Severity | null {
  return text === 'SEV1' || text === 'SEV2' || text === 'SEV3' || text === 'SEV4' ? text : null;
}

/** Who would be paged, for a severity and an instant of choice. */
function Walk({ name }: { name: string }) {
  const [severity, setSeverity] = useState('SEV1');
  const [local, setLocal] = useState('');
  const at = local === '' || Number.isNaN(Date.parse(local)) ? null : new Date(local).toISOString();
  const walk = useWalk(name, severityOf(severity), at);
  return (
    <section className="ui-stack" aria-label="Who would be paged">
      <h2>Who would be paged</h2>
      <div className="ui-row">
        <Select label="Severity" value={severity} onChange={setSeverity} options={severityOptions} />
        <TextField
          label="Beginning"
          hint="empty = now"
          type="datetime-local"
          value={local}
          onChange={setLocal}
        />
      </div>
      {walk.isError ? (
        <ErrorNote onRetry={() => void walk.refetch()}>{sentenceOf(walk.error)}</ErrorNote>
      ) : null}
      {walk.isPending ? <Loading what="the walk" /> : null}
      {walk.data === undefined ? null : <Moments walk={walk.data} />}
    </section>
  );
}

function Moments({ walk }: { walk: WalkPreview }) {
  if (walk.moments.length === 0) return <Empty>Nobody would be paged.</Empty>;
  return (
    <>
      <p className="ui-quiet">
        If nobody answered and every message arrived
        {walk.variant === null ? '' : `, by the variant “${walk.variant}”`}. Begins{' '}
        <Time at={walk.at} show="moment" />.
      </p>
      <ol className="oncall-walk" aria-label="Minute by minute">
        {walk.moments.map((moment) => (
          <li key={moment.at}>
            <span className="oncall-minute">
              {moment.afterMinutes === 0 ? 'at once' : minutesText(moment.afterMinutes)}
            </span>
            <div>
              {moment.words.map((word) => (
                <p key={word}>{word}</p>
              ))}
              {byPerson(moment.rings).map(({ person, displayName, channels, why }) => (
                <p key={person}>
                  <b>{displayName}</b> by {channels.join(' and ')}{' '}
                  <span className="ui-quiet">
                    {why}
                    {placeText(moment)}
                  </span>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {walk.cut ? <p className="ui-quiet">Cut here; it goes on.</p> : null}
    </>
  );
}

type Moment = WalkPreview['moments'][number];

function placeText({ step, round }: Moment): string {
  if (step === null) return ', fallback';
  return round === 1 ? `, step ${step}` : `, step ${step}, round ${round}`;
}

/** Several ways of one person at one moment are one line. */
function byPerson(rings: Moment['rings']) {
  return [...Map.groupBy(rings, ({ person }) => person).entries()].flatMap(([person, list]) => {
    const [first] = list;
    if (!first) return [];
    return [{ ...first, person, channels: list.map(({ channel }) => channel) }];
  });
}
