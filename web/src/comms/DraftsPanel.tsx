import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { useKeys } from '../app/keys/keys.ts';
import { Panel } from '../incidents/room/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useCommsAct, useCommunications, useDrafts, type Communication } from './comms-api.ts';
import { blockedBy, languageNames, placeOf, readersKey, readersText } from './comms-words.ts';
import { FollowLine } from './FollowLine.tsx';
import { WorkaroundLine } from './WorkaroundLine.tsx';
import { AllLanguages } from './message/AllLanguages.tsx';
import { MessageCard } from './message/MessageCard.tsx';
import { MessageWords } from './message/MessageWords.tsx';

/** What can be told to people outside now, what waits its ten seconds, and what was told. Nothing leaves but by the button. */
export function DraftsPanel({ incident }: { incident: Incident }) {
  const drafts = useDrafts(incident.id);
  const sent = useCommunications(`incident=${incident.id}&state=sent`);
  const items = (drafts.data?.items ?? []).toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  const leaving = items.filter(({ state }) => state === 'approved');
  const undone = leaving.filter((each) => readersKey(each) === readersKey(leaving[0] ?? each));
  useUndoKey(undone);
  const hasKey = ({ id, state }: Communication): boolean =>
    state === 'draft' || (undone.length === 1 && undone[0]?.id === id);
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
      {shown === undefined ? null : <MessageCard message={shown} hasKeys={hasKey(shown)} />}
      <OtherLanguages items={items} shown={shown} onChoose={setChosen} />
      <AllLanguages messages={undone} hasKeys />
      {leaving
        .filter(({ id }) => id !== shown?.id)
        .map((message) => (
          <MessageCard key={message.id} message={message} hasKeys={hasKey(message)} />
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
          {message.corrects === null ? '' : ', correction'}
          {message.audience === 'customers' ? ` ${message.language.toUpperCase()}` : ''}
          <span className="ui-hidden"> in {languageNames.of(message.language)}</span>
        </Button>
      ))}
    </fieldset>
  );
}

/**
 * The same message in other languages, each with its words: whoever sends one sees that the others wait, and may send all at once.
 */
function OtherLanguages({ items, shown, onChoose }: ChoiceProps) {
  if (shown === undefined) return null;
  const all = items.filter((each) => readersKey(each) === readersKey(shown) && each.state === 'draft');
  const others = all.filter(({ id }) => id !== shown.id);
  return (
    <>
      {others.map((message) => (
        <OtherLanguage key={message.id} message={message} onOpen={() => onChoose(message.id)} />
      ))}
      <AllLanguages messages={all} />
    </>
  );
}

function OtherLanguage({ message, onOpen }: { message: Communication; onOpen: () => void }) {
  const { language, title } = message;
  const isBlocked = blockedBy(message) !== undefined;
  return (
    <details className="comms-more">
      <summary>
        {languageNames.of(language)}, not sent with this one{isBlocked ? ', blocked' : ''}:{' '}
        <span lang={language}>{title}</span>
      </summary>
      <MessageWords message={message} />
      <Button look="plain" onClick={onOpen}>
        Open {languageNames.of(language)}
      </Button>
    </details>
  );
}

/** Z takes back what has not left, in all its languages. */
function useUndoKey(leaving: readonly Communication[]): void {
  const act = useCommsAct<unknown>();
  const ids = leaving.map(({ id }) => id);
  const undo = () =>
    act.mutate({ path: 'communications/undo', body: { ids }, done: 'Taken back: nothing was sent' });
  const label = `Take back the approval of ${ids.join(', ')}`;
  useKeys(ids.length === 0 ? [] : [{ id: 'comms.undo', keys: 'z', label, group: 'Room', run: undo }]);
}
