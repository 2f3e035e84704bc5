import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { RoomRunbook } from '@fieldmarshal/contract/knowledge';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Panel } from '../incidents/room/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Drawer } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useAnswerRunbook, useRoomRunbooks, useRunbook } from './knowledge-api.ts';
import { helpedText } from './knowledge-words.ts';
import { RunbookText } from './RunbookText.tsx';
import './knowledge.css';

/** Runbooks for what this incident is about, why each is here, and whether it helped. */
export function RunbooksPanel({ incident }: { incident: Incident }) {
  const runbooks = useRoomRunbooks(incident.id);
  const [open, setOpen] = useState<RoomRunbook | null>(null);
  const { data } = runbooks;
  return (
    <Panel title="Runbooks" {...(data === undefined ? {} : { count: `${data.items.length} of ${data.of}` })}>
      {runbooks.isPending ? <Loading what="runbooks" /> : null}
      <FailureNote error={runbooks.error} />
      {data?.items.length === 0 ? (
        <Empty action={<Link to="/runbooks">All runbooks</Link>}>
          {data.of === 0
            ? 'No runbook is written yet.'
            : 'None is about this product, its failing checks or these words.'}
        </Empty>
      ) : null}
      <ul className="room-list knowledge-list">
        {data?.items.map((item) => (
          <li key={item.name}>
            <button type="button" className="knowledge-open" onClick={() => setOpen(item)}>
              {item.title}
            </button>
            <span className="ui-quiet room-list-more">
              {[...item.why, helpedText(item.helped)].filter((word) => word !== '').join('; ')}
            </span>
            <Answer id={incident.id} item={item} />
          </li>
        ))}
      </ul>
      {open === null ? null : (
        <OneRunbook
          id={incident.id}
          item={data?.items.find(({ name }) => name === open.name) ?? open}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

function OneRunbook({ id, item, onClose }: { id: string; item: RoomRunbook; onClose: () => void }) {
  const runbook = useRunbook(item.name);
  return (
    <Drawer open onClose={onClose} title={item.title} footer={<Answer id={id} item={item} />}>
      <div className="ui-stack">
        {runbook.isPending ? <Loading what="the runbook" /> : null}
        <FailureNote error={runbook.error} />
        {runbook.data === undefined ? null : <RunbookText text={runbook.data.text} />}
        <Link to="/runbooks/$name" params={{ name: item.name }}>
          Open it on a page of its own
        </Link>
      </div>
    </Drawer>
  );
}

/** Pressed again, an answer is taken back. */
function Answer({ id, item: { name, title, mine } }: { id: string; item: RoomRunbook }) {
  const answer = useAnswerRunbook(id);
  const say = (helped: boolean): void => answer.mutate({ name, helped: mine === helped ? null : helped });
  return (
    <span className="knowledge-answer" role="group" aria-label={`Did “${title}” help?`}>
      <Button look="plain" aria-pressed={mine === true} busy={answer.isPending} onClick={() => say(true)}>
        {mine === true ? '✓ This helped' : 'This helped'}
      </Button>
      <Button look="plain" aria-pressed={mine === false} busy={answer.isPending} onClick={() => say(false)}>
        {mine === false ? '✓ It did not' : 'It did not'}
      </Button>
      <FailureNote error={answer.error} />
    </span>
  );
}
