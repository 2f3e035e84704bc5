import { useCutOffReason } from '../../app/connection/cut-off.ts';
import { Button } from '../../ui/Button.tsx';
import { useCommsAct, type Communication } from '../comms-api.ts';
import { approvalOf, blockedBy, languageNames, readersText } from '../comms-words.ts';

interface AllLanguagesProps {
  /** To the same readers, each in another language. */
  messages: readonly Communication[];
  /** Whether Z takes them back. */
  hasKeys?: boolean;
}

/** One word for a message in all its languages: approves those that wait, and takes back those that have not left. Nothing for a single one. */
export function AllLanguages({ messages, hasKeys = false }: AllLanguagesProps) {
  const waiting = messages.filter(({ state }) => state === 'draft');
  const leaving = messages.filter(({ state }) => state === 'approved');
  return (
    <>
      {waiting.length > 1 ? <ApproveAll messages={waiting} /> : null}
      {leaving.length > 1 ? <TakeBackAll messages={leaving} hasKeys={hasKeys} /> : null}
    </>
  );
}

function ApproveAll({ messages }: AllLanguagesProps) {
  const act = useCommsAct<unknown>();
  const cutOff = useCutOffReason();
  const blocked = messages.flatMap((message) => {
    const why = blockedBy(message);
    return why === undefined ? [] : `${languageNames.of(message.language)}: ${why}`;
  });
  const isChanged = messages.some(({ changes }) => changes.length > 0);
  return (
    <div className="ui-row ui-no-print">
      <Button
        look="primary"
        busy={act.isPending}
        disabledReason={cutOff ?? blocked[0]}
        onClick={() =>
          act.mutate({
            path: 'communications/approve',
            body: { messages: messages.map((message) => ({ id: message.id, ...approvalOf(message) })) },
          })
        }
      >
        Approve all {messages.length} languages{isChanged ? ' although it changed' : ''}
      </Button>
      <Which messages={messages} />
    </div>
  );
}

function TakeBackAll({ messages, hasKeys = false }: AllLanguagesProps) {
  const act = useCommsAct<unknown>();
  return (
    <div className="ui-row ui-no-print">
      <Button
        look="ending"
        {...(hasKeys ? { keyHint: 'z' } : {})}
        busy={act.isPending}
        onClick={() =>
          act.mutate({
            path: 'communications/undo',
            body: { ids: messages.map(({ id }) => id) },
            done: 'Taken back: nothing was sent',
          })
        }
      >
        Take back all {messages.length} languages
      </Button>
      <Which messages={messages} />
    </div>
  );
}

/** Beside the button, since other messages stand around it. */
function Which({ messages }: AllLanguagesProps) {
  const [first] = messages;
  const languages = messages.map(({ language }) => languageNames.of(language) ?? language);
  return (
    <span className="ui-quiet">
      {first === undefined ? '' : readersText(first)}
      {first === undefined || first.corrects === null ? '' : ', correction'}: {languages.join(', ')}
    </span>
  );
}
