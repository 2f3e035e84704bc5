import type { Found } from '@fieldmarshal/contract/feedback';
import { useRef, useState } from 'react';
import { newKey } from '../app/http.ts';
import { useLive } from '../app/live.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { nowMs } from '../ui/clock.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { showToast } from '../ui/toast.ts';
import { foundWords, notSentText } from './feedback-words.ts';
import { give } from './sending.ts';
import { WaitingList } from './WaitingList.tsx';

interface FeedbackDialogProps {
  tasks: readonly string[];
  /** When the person said that they look for something; null: they did not. */
  since: number | null;
  onSince: (since: number | null) => void;
  onClose: () => void;
}

interface Saying {
  task: string;
  found: Found | '';
  words: string;
  named: boolean;
}

const choices = (['yes', 'partly', 'no'] as const).map((value) => ({ value, label: foundWords[value] }));

/** What did you come for, did you find it, how long did it take, in your words. Only what is said here is sent. */
export function FeedbackDialog({ tasks, since, onSince, onClose }: FeedbackDialogProps) {
  const [said, setSaid] = useState<Saying>({ task: '', found: '', words: '', named: false });
  const { task, found, words, named } = said;
  const say = (part: Partial<Saying>) => setSaid({ ...said, ...part });
  const { send, isSending, failure } = useSend(() => {
    onSince(null);
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={() => send(said, since)}
      title="Did you find what you came for?"
      footer={
        <>
          <Button
            look="primary"
            busy={isSending}
            disabledReason={found === '' ? 'Say whether you found it' : undefined}
            onClick={() => send(said, since)}
          >
            Send
          </Button>
          <Button
            onClick={() => {
              onSince(since ?? nowMs());
              onClose();
            }}
          >
            {since === null ? 'I am looking for it now' : 'Go on looking'}
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="ui-stack">
        <p className="ui-quiet">
          {since === null
            ? 'Say that you are looking for something, and the time until you are back here is counted.'
            : 'The time since you began to look is counted, by day and with nobody’s name.'}
        </p>
        <Fields tasks={tasks} said={{ task, found, words, named }} onSay={say} />
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
        <WaitingList />
      </div>
    </Dialog>
  );
}

/** Sends what was said, or says why it is still in the form. */
function useSend(onGone: () => void) {
  const live = useLive();
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // The same words sent once more are the same answer: the first time may have got through.
  const last = useRef({ text: '', key: '' });
  const send = async ({ found, ...said }: Saying, since: number | null): Promise<void> => {
    if (found === '' || isSending) return;
    const text = JSON.stringify([said, found]);
    if (last.current.text !== text) last.current = { text, key: newKey() };
    setSending(true);
    const result = await give({
      ...{ screen: window.location.pathname.slice(0, 200), release: buildOf(), ...said, found },
      key: last.current.key,
      seconds: since === null ? null : Math.min(86_400, Math.max(0, (nowMs() - since) / 1_000)),
      dataAgeSeconds: live.kind === 'live' ? 0 : Math.max(0, Math.round((Date.now() - live.freshAt) / 1_000)),
    });
    setSending(false);
    const { toast, failure: why } = notSentText(result);
    setFailure(why);
    if (toast === null) return;
    showToast({ text: toast });
    onGone();
  };
  return {
    isSending,
    failure,
    send: (said: Saying, since: number | null) => void send(said, since),
  };
}

interface FieldsProps {
  tasks: readonly string[];
  said: Saying;
  onSay: (part: Partial<Saying>) => void;
}

function Fields({ tasks, said: { task, found, words, named }, onSay }: FieldsProps) {
  return (
    <>
      {tasks.length === 0 ? null : (
        <Select
          label="What did you come for?"
          value={task}
          options={[
            { value: '', label: 'Something else' },
            ...tasks.map((each) => ({ value: each, label: each })),
          ]}
          onChange={(value) => onSay({ task: value })}
        />
      )}
      <Select
        label="Did you find it?"
        value={found}
        placeholder="Choose"
        options={choices}
        onChange={(found) => onSay({ found })}
      />
      <TextArea
        label="In your words"
        value={words}
        onChange={(value) => onSay({ words: value })}
        maxLength={2000}
      />
      <Checkbox
        label="With my name, so that somebody can reply"
        checked={named}
        onChange={(value) => onSay({ named: value })}
        hint="Without it nothing says that it was you."
      />
    </>
  );
}

/** The hash of the build that runs here: of the script's own file. */
function buildOf(): string {
  const main = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return /-([\w-]{8})\.js$/.exec(main?.src ?? '')?.[1] ?? '';
}
