import type { Found } from '@fieldmarshal/contract/feedback';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { nowMs } from '../ui/clock.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { showToast } from '../ui/toast.ts';
import { useGive } from './feedback-api.ts';
import { foundWords } from './feedback-words.ts';

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
  const give = useGive();
  const [said, setSaid] = useState<Saying>({ task: '', found: '', words: '', named: false });
  const { task, found, words, named } = said;
  const say = (part: Partial<Saying>) => setSaid({ ...said, ...part });
  const send = () => {
    if (found === '') return;
    const seconds = since === null ? null : Math.min(86_400, Math.max(0, (nowMs() - since) / 1_000));
    give.mutate(
      { screen: window.location.pathname, release: buildOf(), task, found, seconds, words, named },
      {
        onSuccess: () => {
          onSince(null);
          onClose();
          showToast({ text: 'Thank you.' });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={send}
      title="Did you find what you came for?"
      footer={
        <>
          <Button
            look="primary"
            busy={give.isPending}
            disabledReason={found === '' ? 'Say whether you found it' : undefined}
            onClick={send}
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
        <FailureNote error={give.error} />
      </div>
    </Dialog>
  );
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
        onChange={(value) => onSay({ found: choices.find((each) => each.value === value)?.value ?? '' })}
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
