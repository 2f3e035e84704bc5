import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { bringFile } from './relay-api.ts';
import { countsText, outcomes } from './relay-words.ts';

const bytesMax = 1024 ** 3;

interface Brought {
  readonly key: string;
  readonly name: string;
  /** 0 to 1 while it is sent. */
  readonly sentRatio: number;
  readonly result: IntakeResult | null;
  readonly error: string | null;
}

/** Takes bundles and parts of them, in any order; says of each what came of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [brought, setBrought] = useState<readonly Brought[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const client = useQueryClient();
  const isBusy = brought.some(({ result, error }) => result === null && error === null);
  const put = (entry: Brought) => setBrought((all) => [...all.filter(({ key }) => key !== entry.key), entry]);
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      const start = {
        key: `${file.name} ${file.size} ${file.lastModified}`,
        name: file.name,
        sentRatio: 0,
        result: null,
        error: null,
      };
      put(start);
      await bringFile(file, (sentRatio) => put({ ...start, sentRatio })).then(
        (result) => put({ ...start, sentRatio: 1, result }),
        (error: unknown) => put({ ...start, error: sentenceOf(error) }),
      );
    }
    await client.invalidateQueries();
  };
  return (
    <Dialog
      open
      size="wide"
      title="Import bundles"
      onClose={onClose}
      footer={
        <Button look="primary" busy={isBusy} onClick={onClose}>
          {isBusy ? 'Files are on their way' : 'Done'}
        </Button>
      }
    >
      <div className="ui-stack">
        <FileDrop
          multiple
          bytesMax={bytesMax}
          onFiles={(files) => void take(files)}
          onRefused={(reasons) => setRefused(reasons)}
        >
          <p>
            Bundles of a stick: whole, encrypted or in parts, in any order, also more than once. What is
            refused changes nothing.
          </p>
        </FileDrop>
        {refused.length === 0 ? null : <ErrorNote>{refused.join(' ')}</ErrorNote>}
        <ul className="relay-list" aria-label="Files" aria-live="polite">
          {brought.map((entry) => (
            <li key={entry.key}>
              <Outcome entry={entry} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Outcome({ entry: { name, sentRatio, result, error } }: { entry: Brought }) {
  if (error !== null)
    return (
      <>
        <b>Not sent</b> <span className="ui-mono">{name}</span> {error}
      </>
    );
  if (result === null)
    return (
      <>
        <progress value={sentRatio} max={1} aria-label={`Sending ${name}`} />{' '}
        <span className="ui-mono">{name}</span> {sentRatio < 1 ? 'is sent' : 'is checked'}
      </>
    );
  return (
    <>
      <b>{outcomes[result.outcome]}</b> <span className="ui-mono">{name}</span> {result.message}{' '}
      {result.outcome === 'taken' ? countsText(result.counts) : ''}
    </>
  );
}
