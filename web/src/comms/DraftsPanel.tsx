import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useKeys } from '../app/keys/keys.ts';
import { Panel } from '../incidents/room/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useCommsAct, useCommunications, useDrafts, type Communication } from './comms-api.ts';
import { languageNames, placeOf, readersText } from './comms-words.ts';
import { FollowLine } from './FollowLine.tsx';
import { WorkaroundLine } from './WorkaroundLine.tsx';
import { MessageCard } from './message/MessageCard.tsx';

/** What can be told to people outside now, what waits its ten seconds, and what was told. Nothing leaves but by the button. */
export function DraftsPanel({ incident }: { incident: Incident }) {
  const drafts = useDrafts(incident.id);
  const sent = useCommunications(`incident=${incident.id}&state=sent`);
  const items = (drafts.data?.items ?? []).toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  const leaving = items.filter(({ state }) => state === 'approved');
  useUndoKey(leaving);
  const told = sent.data?.items ?? [];
  return (
    <Panel title="Messages" count={drafts.isSuccess ? `${items.length} ready, ${told.length} sent` : '–'}>
      {drafts.isPending ? <Loading what="messages" /> : null}
      <FailureNote error={drafts.error} />
      {drafts.isSuccess && items.length === 0 ? (
        <Empty>
          {incident.mergedInto === null
            ? 'No draft yet: nothing says which application is hit. Name the product, or confirm its impact.'
            : `Messages go on in ${incident.mergedInto}.`}
        </Empty>
      ) : null}
      <Choice items={items} shown={shown} onChoose={setChosen} />
      {shown === undefined ? null : <MessageCard message={shown} hasKeys />}
      <OtherLanguages items={items} shown={shown} onChoose={setChosen} />
      {leaving
        .filter(({ id }) => id !== shown?.id)
        .map((message) => (
          <MessageCard key={message.id} message={message} />
        ))}
      {incident.resolvedAt === null && items.length > 0 ? (
        <WorkaroundLine incident={incident} languages={[...new Set(items.map(({ language }) => language))]} />
      ) : null}
      {told.length === 0 ? null : <h3>Sent</h3>}
      {told.slice(0, 5).map((message) => (
        <MessageCard key={message.id} message={message} />
      ))}
      <FollowLine incident={incident.id} />
    </Panel>
  );
}

interface ChoiceProps {
  items: readonly Communication[];
  shown: Communication | undefined;
  onChoose: (id: string) => void;
}

/** Which of the drafts is looked at. */
function Choice({ items, shown, onChoose }: ChoiceProps) {
  if (items.length < 2) return null;
  return (
    <fieldset className="room-filters">
      <legend className="ui-hidden">Readers</legend>
      {items.map((message) => (
        <Button
          key={message.id}
          look={message.id === shown?.id ? 'normal' : 'plain'}
          aria-pressed={message.id === shown?.id}
          onClick={() => onChoose(message.id)}
        >
          {readersText(message)}
          {message.audience === 'customers' ? ` ${message.language.toUpperCase()}` : ''}
          <span className="ui-hidden"> in {languageNames.of(message.language)}</span>
        </Button>
      ))}
    </fieldset>
  );
}

/** The same message in other languages is another message, with an approval of its own: whoever sends one sees that the others wait. */
function OtherLanguages({ items, shown, onChoose }: ChoiceProps) {
  const others = items.filter(
    ({ id, audience, application, state, corrects }) =>
      shown !== undefined &&
      id !== shown.id &&
      audience === shown.audience &&
      application === shown.application &&
      corrects === shown.corrects &&
      state === 'draft',
  );
  if (others.length === 0) return null;
  return (
    <p className="ui-quiet">
      Each language is approved for itself; not sent with this one:{' '}
      {others.map(({ id, language }) => (
        <Button key={id} look="plain" onClick={() => onChoose(id)}>
          {languageNames.of(language) ?? language}
        </Button>
      ))}
    </p>
  );
}

/** Z takes back what has not left. */
function useUndoKey(leaving: readonly Communication[]): void {
  const act = useCommsAct();
  const [first] = leaving;
  useKeys(
    first === undefined
      ? []
      : [
          {
            id: 'comms.undo',
            keys: 'z',
            label: `Take back the approval of ${first.id}`,
            group: 'Room',
            run: () =>
              act.mutate({ path: `communications/${first.id}/undo`, done: 'Taken back: nothing was sent' }),
          },
        ],
  );
}
