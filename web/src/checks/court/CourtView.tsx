import type { CheckCourt, Episode } from '@fieldmarshal/contract/checks/court';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Time } from '../../ui/Time.tsx';
import { msText } from '../check-words.tsx';
import { useCourt, useJudge } from './court-api.ts';

/** Was it right? What people and incidents say of a check's failures, and whether it may page. */
export function CourtView({ name }: { name: string }) {
  const court = useCourt(name);
  return (
    <section aria-label="Was it right" className="ui-stack">
      <h2>Was it right? 30 days</h2>
      {court.isPending ? <Loading what="what its failures were" /> : null}
      <FailureNote error={court.error} />
      {court.data === undefined ? null : <Court name={name} court={court.data} />}
    </section>
  );
}

function Court({ name, court }: { name: string; court: CheckCourt }) {
  return (
    <>
      {court.demotion === null ? null : <Demoted demotion={court.demotion} />}
      <Worth court={court} />
      <h3>Its failures</h3>
      {court.last.length === 0 ? (
        <Empty>It was not failing in this time, so nobody had to say whether it was right.</Empty>
      ) : (
        <ul className="checks-list">
          {court.last.map((episode) => (
            <EpisodeLine key={episode.id} name={name} episode={episode} />
          ))}
        </ul>
      )}
      {court.missed.length === 0 ? null : <Missed missed={court.missed} />}
    </>
  );
}

function Demoted({ demotion }: { demotion: NonNullable<CheckCourt['demotion']> }) {
  return (
    <p className="ui-card" role="status">
      <b>It pages nobody</b> since <Time at={demotion.since} show="clock" />: {demotion.reason} It goes on
      recording. It pages again when three failures since were judged and four of five are real, or on{' '}
      <Time at={demotion.until} show="clock" />
      {demotion.owner === null ? '.' : `; ${demotion.owner} is to mend it by then.`}
    </p>
  );
}

function Worth({ court }: { court: CheckCourt }) {
  const { episodes, judged, real, recall, beforePeople, detectSeconds } = court;
  const rows: [string, string][] = [
    ['Failed', timesText(episodes, judged)],
    ['Right when it failed (precision)', shareText(real, judged)],
    ['Incidents it saw (recall)', shareText(Math.round((recall.value ?? 0) * recall.of), recall.of)],
    [
      'Incidents it saw before people',
      shareText(Math.round((beforePeople.value ?? 0) * beforePeople.of), beforePeople.of),
    ],
    [
      'Seen within, from its last pass',
      detectSeconds.p50 === null
        ? '–'
        : `${msText(detectSeconds.p50 * 1_000)} (median of ${detectSeconds.of})`,
    ],
  ];
  return (
    <dl className="checks-facts">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt className="ui-quiet">{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function shareText(part: number, of: number): string {
  return of === 0 ? '– (none)' : `${part} of ${of} (${((part / of) * 100).toFixed(0)} %)`;
}

function EpisodeLine({ name, episode }: { name: string; episode: Episode }) {
  const judge = useJudge(name);
  const { id, environment, startedAt, endedAt, run, reason, raised, incident, verdict, by } = episode;
  const say = (wanted: 'real' | 'false'): void =>
    judge.mutate({ id, verdict: verdict === wanted ? null : wanted });
  return (
    <li className="ui-row checks-episode">
      <span className="checks-episode-what">
        <Link to="/runs/$id" params={{ id: run }}>
          {environment} <Time at={startedAt} show="clock" focusable={false} />
        </Link>{' '}
        <span className="ui-quiet">
          {endedAt === null ? 'goes on' : 'over'}
          {raised ? '' : ', paged nobody'}
        </span>{' '}
        {reason}{' '}
        {incident === null ? null : (
          <Link to="/incidents/$id" params={{ id: incident }}>
            {incident}
          </Link>
        )}
      </span>
      <span className="ui-quiet">{verdict === null ? 'nobody has said' : `said by ${by ?? 'somebody'}`}</span>
      <span role="group" aria-label={`Was the failure in ${environment} a real issue?`} className="ui-row">
        <Button
          aria-pressed={verdict === 'real'}
          look={verdict === 'real' ? 'primary' : 'normal'}
          onClick={() => say('real')}
        >
          Real issue
        </Button>
        <Button
          aria-pressed={verdict === 'false'}
          look={verdict === 'false' ? 'primary' : 'normal'}
          onClick={() => say('false')}
        >
          Nothing
        </Button>
      </span>
    </li>
  );
}

function Missed({ missed }: { missed: CheckCourt['missed'] }) {
  return (
    <>
      <h3>Incidents it did not see</h3>
      <ul className="checks-list">
        {missed.map(({ incident, title, declaredAt, byPerson }) => (
          <li key={incident}>
            <Link to="/incidents/$id" params={{ id: incident }}>
              {incident}
            </Link>{' '}
            {title}{' '}
            <span className="ui-quiet">
              <Time at={declaredAt} show="clock" />
              {byPerson ? ', declared by a person first' : ''}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function timesText(episodes: number, judged: number): string {
  if (episodes === 0) return 'never';
  if (episodes === 1) return judged === 1 ? 'once, and judged' : 'once, not judged yet';
  return `${episodes} times, ${judged} of them judged`;
}
