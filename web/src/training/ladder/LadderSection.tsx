import type { Climber, ShownLadder } from '@fieldmarshal/contract/training';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useMe } from '../../me/me-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { ClimberDialog } from './ClimberDialog.tsx';
import { EnrolDialog, SignDialog } from './LadderDialogs.tsx';
import { useLadders } from '../training-api.ts';

/** What stands between me and independent, and how far is everybody else? */
export function LadderSection() {
  const ladders = useLadders();
  return (
    <section className="ui-stack" aria-label="Ladders">
      <h2>Ladders</h2>
      <FailureNote error={ladders.error} />
      {ladders.isPending ? <Loading what="ladders" /> : null}
      {ladders.isSuccess && ladders.data.items.length === 0 ? (
        <Empty>
          No ladder is written yet. One is a file of kind TrainingLadder: the steps to leading alone, and what
          each asks. demo/catalog/97-ladder.yaml is one to begin with.
        </Empty>
      ) : null}
      {(ladders.data?.items ?? []).map((ladder) => (
        <Ladder key={ladder.name} ladder={ladder} />
      ))}
    </section>
  );
}

const standingWords = {
  climbing: 'climbing',
  qualified: 'qualified',
  lapsed: 'lapsed: away for too long',
} as const;

/** The step somebody is on, as people call it, else how they stand. */
function placeOf({ step, steps, standing }: Pick<Climber, 'step' | 'steps' | 'standing'>): string {
  return step === null ? standingWords[standing] : (steps.find(({ name }) => name === step)?.title ?? step);
}

function Ladder({ ladder }: { ladder: ShownLadder }) {
  const me = useMe();
  const [dialog, setDialog] = useState<Asked | null>(null);
  const mine = ladder.people.find(({ person }) => person === me.data?.person);
  // The list goes on while a dialog is open: what is shown in it is as it is now.
  const climber = ladder.people.find(({ person }) => person === dialog?.person);
  const close = () => setDialog(null);
  return (
    <div className="ui-stack">
      <div className="ui-row training-head">
        <h3>{ladder.title}</h3>
        <Button onClick={() => setDialog({ act: 'enrol' })}>Put somebody on it</Button>
      </div>
      {mine === undefined ? null : <Mine climber={mine} />}
      <Mentees people={ladder.people} mentor={me.data?.person ?? null} />
      <Table
        label={`On the ladder ${ladder.title}`}
        columns={columnsOf(setDialog)}
        rows={ladder.people}
        rowKey={({ person }) => person}
        empty={<Empty>Nobody is on this ladder yet.</Empty>}
      />
      <Strangers ladder={ladder} />
      <Alone ladder={ladder} />
      {dialog?.act === 'enrol' ? <EnrolDialog ladder={ladder} onClose={close} /> : null}
      {dialog?.act === 'sign' && climber !== undefined ? (
        <SignDialog ladder={ladder} climber={climber} onClose={close} />
      ) : null}
      {dialog?.act === 'change' && climber !== undefined ? (
        <ClimberDialog ladder={ladder} climber={climber} onClose={close} />
      ) : null}
    </div>
  );
}

interface Asked {
  act: 'enrol' | 'sign' | 'change';
  person?: string;
}

function columnsOf(onAsk: (asked: Asked) => void): readonly Column<Climber>[] {
  return [
    {
      id: 'name',
      header: 'Who, and where they stand',
      rowHeader: true,
      width: 'clamp(9rem, 55vw, 19rem)',
      cell: ({ name, lapsesAt, ...climber }) => (
        <span className="training-climber">
          <span>{name}</span>
          <span className="ui-quiet">
            {placeOf(climber)}
            {lapsesAt === null ? null : (
              <>
                {' '}
                to <Time at={lapsesAt} show="moment" focusable={false} />
              </>
            )}
          </span>
          {climber.missing.length === 0 ? null : (
            <span className="ui-quiet ui-small training-narrow">missing: {climber.missing.join('; ')}</span>
          )}
        </span>
      ),
    },
    {
      id: 'missing',
      header: 'What is missing',
      wideOnly: true,
      cell: ({ missing }) => (missing.length === 0 ? 'nothing' : missing.join('; ')),
    },
    {
      id: 'mentor',
      header: 'Mentor',
      width: '9rem',
      wideOnly: true,
      cell: ({ mentor }) => mentor?.name ?? '–',
    },
    {
      id: 'practice',
      header: 'Last practice',
      width: '9rem',
      wideOnly: true,
      cell: ({ lastPractice }) => <Time at={lastPractice} focusable={false} />,
    },
    {
      id: 'acts',
      header: 'Actions',
      width: '6.5rem',
      cell: ({ person, name, step }) => (
        <span className="training-acts">
          {step === null ? null : (
            <Button onClick={() => onAsk({ act: 'sign', person })} aria-label={`Sign for ${name}`}>
              Sign
            </Button>
          )}
          <Button
            look="plain"
            onClick={() => onAsk({ act: 'change', person })}
            aria-label={`Change ${name} on the ladder`}
          >
            Change
          </Button>
        </span>
      ),
    },
  ];
}

/** What stands between the reader and the next step. */
function Mine({ climber }: { climber: Climber }) {
  return (
    <div className="ui-card ui-stack">
      <p>
        <strong>
          You: {climber.step === null ? standingWords[climber.standing] : `on the step ${placeOf(climber)}`}.
        </strong>{' '}
        {climber.missing.length === 0
          ? 'Nothing stands between you and leading alone.'
          : `Missing: ${climber.missing.join('; ')}.`}
        {climber.mentor === null ? '' : ` Your mentor is ${climber.mentor.name}.`}
      </p>
      {climber.lapsesAt === null ? null : (
        <p className="ui-quiet">
          It lasts to <Time at={climber.lapsesAt} show="moment" />, and longer when you lead or do a drill
          before.
        </p>
      )}
      <ol className="drill-script">
        {climber.steps.map(({ name, title, done, criteria, signOffs, signOffsNeeded }) => (
          <li key={name}>
            <strong>
              {title}: {done ? 'done' : 'open'}
            </strong>
            {criteria.map(({ text, have, need }) => (
              <span key={text}>
                {text}: {Math.min(have, need)} of {need}
              </span>
            ))}
            {signOffsNeeded === 0 ? null : (
              <span>
                signed by {signOffs.map(({ by }) => by).join(', ') || 'nobody yet'}, {signOffsNeeded} needed
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Whom the reader is the mentor of, and what stands between each and the next step. */
function Mentees({ people, mentor }: { people: readonly Climber[]; mentor: string | null }) {
  const mine = people.filter((one) => mentor !== null && one.mentor?.person === mentor);
  if (mine.length === 0) return null;
  return (
    <div className="ui-card ui-stack">
      <p>
        <strong>You are the mentor of:</strong>
      </p>
      <ul className="drill-script">
        {mine.map(({ person, name, missing, ...climber }) => (
          <li key={person}>
            <span>
              {name}, {placeOf(climber)}
            </span>
            <span>{missing.length === 0 ? 'nothing is missing' : `missing: ${missing.join('; ')}`}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const aloneShown = 5;

function Alone({ ladder: { alone, strangers, people } }: { ladder: ShownLadder }) {
  // Of nobody who is on is anything known: that has been said.
  if (people.length === 0 && strangers.length > 0) return null;
  if (alone.length === 0)
    return (
      <p className="ui-quiet">
        {strangers.length === 0
          ? 'In the next four weeks somebody qualified is always on where it asks for that.'
          : 'In the next four weeks nobody on this ladder leads before they are qualified.'}
      </p>
    );
  return (
    <div className="ui-stack">
      <p>Nobody qualified is on, in the next four weeks:</p>
      <ul className="drill-script">
        {alone.slice(0, aloneShown).map(({ schedule, from, to, people }) => (
          <li key={`${schedule} ${from}`}>
            <span>
              {schedule}: {people.join(', ')} from <Time at={from} show="moment" /> to{' '}
              <Time at={to} show="moment" />
            </span>
          </li>
        ))}
      </ul>
      {alone.length > aloneShown ? (
        <p className="ui-quiet">and {alone.length - aloneShown} more times.</p>
      ) : null}
    </div>
  );
}

/** People who are on and not on the ladder: they are no trainees, they are not known. */
function Strangers({ ladder: { strangers } }: { ladder: ShownLadder }) {
  if (strangers.length === 0) return null;
  return (
    <p>
      On call in the next four weeks and not on this ladder, so nobody knows whether they may lead alone:{' '}
      {strangers.map(({ name }) => name).join(', ')}. Put them on it; for who has led before, say so and why.
    </p>
  );
}
