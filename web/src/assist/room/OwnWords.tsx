import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/CodeBlock.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';

interface OwnWordsProps {
  /** What is there to begin with. */
  readonly text: string;
  readonly label: string;
  readonly onCopied: (text: string) => void;
}

/** A text to change before it is taken elsewhere. What is shown to others stays as it is. */
export function OwnWords({ text, label, onCopied }: OwnWordsProps) {
  const [own, setOwn] = useState<string | null>(null);
  if (own === null)
    return (
      <Button look="plain" onClick={() => setOwn(text)}>
        Edit a copy
      </Button>
    );
  const copy = async (): Promise<void> => {
    const isDone = await copyText(own);
    showToast({ text: isDone ? 'Copied' : 'Copying is not allowed here' });
    if (isDone) onCopied(own);
  };
  return (
    <div className="ui-stack assist-own">
      <TextArea
        label={label}
        hint="Only your copy changes."
        rows={12}
        maxLength={10_000}
        value={own}
        onChange={setOwn}
        onSubmit={() => void copy()}
      />
      <div className="ui-row">
        <Button look="primary" onClick={() => void copy()}>
          Copy my words
        </Button>
        <Button look="plain" onClick={() => setOwn(null)}>
          Drop them
        </Button>
      </div>
    </div>
  );
}
