import type { DrillDetail } from '@fieldmarshal/contract/training';
import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { RequestError } from '../app/http.ts';
import { useTitle } from '../app/page-title.ts';
import { Button } from '../ui/Button.tsx';
import { useClock } from '../ui/clock.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Pill } from '../ui/Pill.tsx';
import { useState } from 'react';
import { Debrief } from './Debrief.tsx';
import { clockText, scenarioSeconds, stateText } from './drill-words.ts';
import { GoOnDialog } from './GoOnDialog.tsx';
import { ScenePanel } from './ScenePanel.tsx';
import { ScriptPanel } from './ScriptPanel.tsx';
import { useDrill, useDrillAct } from './training-api.ts';
import './training.css';

/** The desk of one drill: how far it is, what comes, and how it went. */
export function DrillScreen() {
  const { id = '' } = useParams({ strict: false });
  const drill = useDrill(id);
  useTitle(`DRILL ${drill.data?.title ?? id}`);
  return (
    <div className="screen ui-stack">
      {drill.isPending ? <Loading what={id} /> : null}
      <FailureNote error={drill.error} />
      {drill.data === undefined ? <h1>DRILL {id}</h1> : <Desk drill={drill.data} />}
    </div>
  );
}

function Desk({ drill }: { drill: DrillDetail }) {
  return (
    <>
      <header className="ui-stack">
        <div className="ui-row training-head">
          <span className="ui-mono">{drill.id}</span>
          <h1>DRILL {drill.title}</h1>
          <Pill>{stateText(drill)}</Pill>
        </div>
        <Facts drill={drill} />
        <Controls drill={drill} />
      </header>
      {drill.state === 'ended' ? <Debrief drill={drill} /> : null}
      <div className="drill-columns">
        <ScriptPanel drill={drill} />
        {drill.scene === null ? null : <ScenePanel scene={drill.scene} />}
      </div>
    </>
  );
}

function Facts({ drill }: { drill: DrillDetail }) {
  const { source, trainee, mentor, lengthS, pausedBecause, overrideReason, faultTrouble } = drill;
  const elapsedS = useClock((nowMs) => scenarioSeconds(drill, nowMs));
  return (
    <>
      <p className="ui-quiet">
        {source.kind === 'scenario' ? 'Scenario ' : 'Replay of '}
        {source.kind === 'recording' ? (
          <Link to="/incidents/$id" params={{ id: source.name }}>
            {source.name}
          </Link>
        ) : (
          source.name
        )}
        {trainee === null ? '; watched, nobody leads' : `; ${trainee.name} leads`}
        {mentor === null ? '' : `, with ${mentor.name} beside`}. Scenario time{' '}
        {drill.state === 'ended'
          ? `${clockText(elapsedS)} in all, of one that is ${clockText(lengthS)} long.`
          : `${clockText(elapsedS)} of ${clockText(lengthS)}.`}
      </p>
      {pausedBecause === null ? null : <p className="ui-note">It stands still: {pausedBecause}</p>}
      {overrideReason === null ? null : <p>It goes on beside a real SEV1: {overrideReason}</p>}
      {drill.live ? (
        <p>
          A live drill: it switches a real fault on.{' '}
          {faultTrouble === null ? '' : `Trouble: ${faultTrouble} It is tried again every half minute.`}
        </p>
      ) : null}
    </>
  );
}

function Controls({ drill }: { drill: DrillDetail }) {
  const act = useDrillAct(drill.id);
  const [ending, setEnding] = useState(false);
  const [going, setGoing] = useState(false);
  const isOver = drill.state === 'ended';
  // Refused while something real burns: then a lead may say why it goes on all the same.
  const goOn = () =>
    act.mutate(
      { path: 'resume' },
      { onError: (error) => setGoing(error instanceof RequestError && error.status === 422) },
    );
  return (
    <div className="ui-stack ui-no-print">
      <div className="ui-row">
        <Link to="/incidents/$id" params={{ id: drill.incidentId }}>
          Go to its room, {drill.incidentId}
        </Link>
        {isOver ? null : (
          <>
            {drill.state === 'running' ? (
              <Button busy={act.isPending} onClick={() => act.mutate({ path: 'pause' })}>
                Pause
              </Button>
            ) : (
              <Button look="primary" busy={act.isPending} onClick={goOn}>
                Go on
              </Button>
            )}
            <Menu
              label={`Speed: ${drill.speed}×`}
              items={[1, 2, 4, 8].map((speed) => ({
                id: String(speed),
                label: `${speed}×`,
                onSelect: () => act.mutate({ path: 'speed', body: { speed } }),
              }))}
            />
            <Button look="ending" onClick={() => setEnding(true)}>
              End the drill
            </Button>
          </>
        )}
      </div>
      <FailureNote error={going ? null : act.error} />
      {going && act.error !== null ? (
        <GoOnDialog id={drill.id} refused={act.error} onClose={() => setGoing(false)} />
      ) : null}
      {ending ? (
        <Confirm
          open
          title="End the drill?"
          verb="End the drill"
          onConfirm={() => {
            act.mutate({ path: 'end' });
            setEnding(false);
          }}
          onClose={() => setEnding(false)}
        >
          It is scored by what was done so far, and cannot go on.
        </Confirm>
      ) : null}
    </div>
  );
}
