import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { OfFolder } from '../../ui/dropped-files.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { countsText, outcomes } from '../relay-words.ts';
import { bring, bytesMax, lookThrough, lookThroughFolder, type LookedThrough } from './bring-files.ts';
import { startBringing } from './bringing.ts';
import { isForOthers, isOnItsWay, summaryOf, type Brought } from './brought.ts';

/** Takes bundles and parts of them, in any order; says of each what came of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { brought, refused, refuse, folders, takeFolder, takeFiles } = useBringing();
  const { isBusy, ratio, text } = summaryOf(brought);
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
          onFiles={(files) => void takeFiles(files)}
          onFolder={(folder) => void takeFolder(folder)}
          onRefused={refuse}
        >
          <p>
            Bundles of a stick, or the folder that they lie in: whole, encrypted or in parts, in any order,
            also more than once. What is refused changes nothing.
          </p>
        </FileDrop>
        {refused.map((reason) => (
          <ErrorNote key={reason}>{reason}</ErrorNote>
        ))}
        <div className="ui-quiet" role="log" aria-label="Folders">
          {folders.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        <div role="status">
          {brought.length === 0 ? null : (
            <>
              {isBusy ? <progress value={ratio} max={1} aria-label="Files brought" /> : null} <b>{text}</b>
            </>
          )}
        </div>
        <ul className="relay-list" aria-label="Files">
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

/** What was given so far, and how more is brought. */
function useBringing() {
  const [brought, setBrought] = useState<readonly Brought[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [folders, setFolders] = useState<readonly string[]>([]);
  const [take] = useState(() => startBringing({ bring, sentenceOf, show: setBrought }));
  const client = useQueryClient();

  const refuse = (reasons: readonly string[]) => setRefused((all) => withNew(all, reasons));
  const takeAll = async (looked: LookedThrough) => {
    refuse(looked.refused);
    if (looked.files.length === 0) return;
    await take(looked.files);
    await client.invalidateQueries();
  };
  const takeFolder = async (folder: OfFolder) => {
    const { text, ...looked } = await lookThroughFolder(folder);
    setFolders((all) => withNew(all, [text]));
    await takeAll(looked);
  };
  const takeFiles = async (files: readonly File[]) => takeAll(await lookThrough(files));
  return { brought, refused, refuse, folders, takeFolder, takeFiles };
}

/** Each sentence once, the last behind. */
function withNew(all: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...all, ...added])];
}

function Outcome({ entry }: { entry: Brought }) {
  const { name, isInParts, files, sentRatio, result, error } = entry;
  const file = (
    <>
      <span className="ui-mono">{name}</span>
      {isInParts ? `, ${files.size} ${files.size === 1 ? 'part' : 'parts'}` : ''}
    </>
  );
  if (sentRatio !== null)
    return (
      <>
        <progress value={sentRatio} max={1} aria-label={`Sending ${name}`} /> {file}{' '}
        {sentRatio < 1 ? 'is sent' : 'is checked'}
      </>
    );
  if (isOnItsWay(entry))
    return (
      <>
        <b>Waits for its turn</b> {file}
      </>
    );
  if (error !== null)
    return (
      <>
        <b>Not sent</b> {file}: {error}
      </>
    );
  if (result === null) return file;
  return (
    <>
      <b>{isForOthers({ result }) ? 'For the other side' : outcomes[result.outcome]}</b> {file}:{' '}
      {result.message} {result.outcome === 'taken' ? countsText(result.counts) : ''}
    </>
  );
}
