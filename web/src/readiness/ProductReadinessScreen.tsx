import type { Scorecard, Standing } from '@fieldmarshal/contract/readiness';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';
import { readBoot } from '../app/boot.ts';
import { ChangeList } from './ChangeList.tsx';
import { TrendLine } from './course/TrendLine.tsx';
import { ExemptDialog } from './ExemptDialog.tsx';
import { useEndExemption, useScorecard } from './readiness-api.ts';
import { OutcomeMark, scoreText, ValueList } from './readiness-words.tsx';
import './readiness.css';

/** Is this product ready, why not, and what is next? */
export function ProductReadinessScreen() {
  const { name = '' } = useParams({ strict: false });
  const card = useScorecard(name);
  useTitle(`Readiness of ${card.data?.displayName ?? name}`);
  return (
    <div className="screen ui-stack">
      {card.isPending ? <Loading what="the scorecard" /> : null}
      {card.data === undefined ? <h1>Readiness of {name}</h1> : <Card card={card.data} />}
      <FailureNote error={card.error} />
    </div>
  );
}

function Card({ card }: { card: Scorecard }) {
  const { product, displayName, teamName, score, rung, mustGaps, next, standings, changes, days } = card;
  const before = days.length > 1 ? days[0] : undefined;
  return (
    <>
      <div className="ui-row">
        <h1>Readiness of {displayName}</h1>
        <Pill>{scoreText(score)} of 4</Pill>
        <Pill>{rung ?? 'no rung'}</Pill>
        <span className="screen-gap" />
        <Link to="/catalog/$kind/$name" params={{ kind: 'Product', name: product }}>
          The product
        </Link>
        <Link to="/readiness">All products</Link>
      </div>
      <p className="ui-quiet">
        Owned by {teamName}. {mustGaps === 0 ? 'No must is open.' : `${mustGaps} musts are open.`}
        {before === undefined ? '' : ` ${scoreText(before.score)} on ${before.day}.`}
      </p>
      {next === null ? null : (
        <section className="ui-card ui-stack" aria-label="Next best step">
          <h2>Next: {next.displayName}</h2>
          <p>
            {next.unknown ? 'It is not known whether this is met. ' : ''}
            {next.fix}
            {next.due === null ? '' : ` Due ${next.due}.`}
          </p>
        </section>
      )}
      {days.length < 2 ? null : (
        <TrendLine
          scores={days.map((day) => day.score)}
          ends={[days[0]?.day ?? '', days.at(-1)?.day ?? '']}
        />
      )}
      {standings.length === 0 ? <Empty>No standard applies to it, so nothing is known of it.</Empty> : null}
      <ul className="readiness-list">
        {standings.map((standing) => (
          <StandingCard key={standing.standard} product={product} standing={standing} />
        ))}
      </ul>
      <h2>What changed in 30 days</h2>
      <ChangeList changes={changes} nameOf={(change) => change.standard} />
    </>
  );
}

function StandingCard({ product, standing }: { product: string; standing: Standing }) {
  const { standard, displayName, level, rung, outcome, since, why, fix, rule, exemption, values, due } =
    standing;
  const [isExempting, setExempting] = useState(false);
  const end = useEndExemption();
  const refused =
    readBoot().me?.mayExempt === false ? 'Who leads the reliability team approves it' : undefined;
  return (
    <li className="ui-card ui-stack">
      <div className="ui-row">
        <h3>
          <Link to="/readiness/standards/$name" params={{ name: standard }}>
            {displayName}
          </Link>
        </h3>
        <OutcomeMark {...standing} />
        <span className="ui-quiet">
          {level}, {rung}
          {due === null ? '' : `, due ${due}`}
          {since === null ? '' : ', so since '}
          {since === null ? null : <Time at={since} />}
        </span>
      </div>
      {outcome === 'met' ? null : (
        <p>
          {why} <b>{fix}</b>
        </p>
      )}
      {exemption === null ? null : (
        <p>
          Exempt until {exemption.expiresAt.slice(0, 10)}, approved by {exemption.approvedBy}:{' '}
          {exemption.reason}
        </p>
      )}
      <details>
        <summary>What it rests on</summary>
        <p className="readiness-rule">
          <code>{rule}</code>
        </p>
        <ValueList values={values} />
      </details>
      <div className="ui-row">
        {exemption !== null ? (
          <Button busy={end.isPending} disabledReason={refused} onClick={() => end.mutate(exemption.id)}>
            End the exemption
          </Button>
        ) : outcome === 'met' ? null : (
          <Button disabledReason={refused} onClick={() => setExempting(true)}>
            Exempt…
          </Button>
        )}
        <FailureNote error={end.error} />
      </div>
      {isExempting ? (
        <ExemptDialog
          product={product}
          standard={standard}
          title={displayName}
          onClose={() => setExempting(false)}
        />
      ) : null}
    </li>
  );
}
