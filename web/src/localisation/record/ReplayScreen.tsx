import type { CauseVerdict } from '@fieldmarshal/contract/localisation/cause';
import type { CauseReplay } from '@fieldmarshal/contract/localisation/record';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { viewerZone } from '../../ui/clock.ts';
import { Time } from '../../ui/Time.tsx';
import { zonedText } from '../../ui/time-text.ts';
import { basisText, verdictSentence } from '../cause-words.ts';
import { useReplay } from './record-api.ts';
import { SuspectList } from '../SuspectList.tsx';
import '../cause.css';

/** What was said then, with the evidence as it was, and what the same evidence says now. */
export function ReplayScreen() {
  const { id = '' } = useParams({ strict: false });
  return (
    <ReplayPage
      of={`/incidents/${id}/cause`}
      title={`Verdicts of ${id}`}
      above={
        <Link to="/incidents/$id" params={{ id }}>
          {id}
        </Link>
      }
    />
  );
}

/** The same of checks that failed together. */
export function GroupReplayScreen() {
  const { id = '' } = useParams({ strict: false });
  return (
    <ReplayPage
      of={`/causes/failing/${encodeURIComponent(id)}`}
      title="Verdicts on failing checks"
      above={
        <Link to="/causes/failing/$id" params={{ id }}>
          The failing checks
        </Link>
      }
    />
  );
}

interface ReplayPageProps {
  of: string;
  title: string;
  above: ReactNode;
}

function ReplayPage({ of, title, above }: ReplayPageProps) {
  const [version, setVersion] = useState<number | null>(null);
  const replay = useReplay(of, version);
  useTitle(title);
  return (
    <div className="screen ui-stack">
      <p>
        {above} <Link to="/causes">Record of causes</Link>
      </p>
      <h1>{title}</h1>
      {replay.isPending ? <Loading what="the verdict" /> : null}
      {replay.isError ? (
        <ErrorNote onRetry={() => void replay.refetch()}>{sentenceOf(replay.error)}</ErrorNote>
      ) : null}
      {replay.data === undefined ? null : <Replay replay={replay.data} onVersion={setVersion} />}
    </div>
  );
}

function Replay({ replay, onVersion }: { replay: CauseReplay; onVersion: (version: number) => void }) {
  const options = replay.versions.map(({ version, at }) => ({
    value: String(version),
    label: `Verdict ${version}, ${zonedText(Date.parse(at), viewerZone()).time}`,
  }));
  return (
    <>
      <div className="ui-row">
        <Select
          label="Which"
          options={options}
          value={String(replay.version)}
          onChange={(value) => onVersion(Number(value))}
        />
        <span className="ui-quiet">
          made <Time at={replay.at} show="full" />
        </span>
      </div>
      <div className="cause-scores">
        <Side title="As it was" verdict={replay.asItWas} />
        {replay.now === null ? (
          <p className="ui-quiet">Its evidence is no longer kept, so it cannot be judged again.</p>
        ) : (
          <Side title="The same evidence by the weights of now" verdict={replay.now} />
        )}
      </div>
    </>
  );
}

function Side({ title, verdict }: { title: string; verdict: CauseVerdict }) {
  return (
    <section aria-label={title} className="ui-card ui-stack">
      <h2>{title}</h2>
      <p>{verdictSentence({ state: 'ready', verdict })}</p>
      <SuspectList suspects={verdict.suspects.slice(0, 5)} sentences={4} />
      <p className="ui-quiet ui-small">
        From {basisText(verdict)}. Weights {verdict.weights}.
      </p>
    </section>
  );
}
