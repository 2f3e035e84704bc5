import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { OfFolder } from '../../ui/dropped-files.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { countsText, outcomes } from '../relay-words.ts';
import { bring, lookAt, type Looked } from './bring-files.ts';
import { inOrder, isForOthers, keyOf, summaryOf, withGiven, type Brought } from './brought.ts';

const bytesMax = 1024 ** 3;

/** Takes bundles and parts of them, in any order; says of each what came of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { brought, refused, setRefused, passed, summary, takeFolder, takeFiles } = useBringing();
  const isBusy = summary.done < summary.files;
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
          onRefused={(reasons) => setRefused(reasons)}
        >
          <p>
            Bundles of a stick, or the folder that they lie in: whole, encrypted or in parts, in any order,
            also more than once. What is refused changes nothing.
          </p>
        </FileDrop>
        {refused.length === 0 ? null : <ErrorNote>{refused.join(' ')}</ErrorNote>}
        {passed.map((sentence) => (
          <p key={sentence} className="ui-quiet">
            {sentence}
          </p>
        ))}
        <div role="status">
          {brought.length === 0 ? null : (
            <>
              {isBusy ? (
                <progress value={summary.done} max={summary.files} aria-label="Files brought" />
              ) : null}{' '}
              <b>{summary.text}</b>
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
  const [passed, setPassed] = useState<readonly string[]>([]);
  const client = useQueryClient();
  const summary = summaryOf(brought);
  const change = (key: string, next: (row: Brought) => Partial<Brought>) =>
    setBrought((all) => all.map((row) => (row.key === key ? { ...row, ...next(row) } : row)));

  const send = async (looked: Looked): Promise<string | null> => {
    const key = keyOf(looked);
    const ended = ({ done }: Brought) => ({ done: done + 1, sentRatio: null });
    change(key, () => ({ sentRatio: 0 }));
    try {
      const result = await bring(looked, (sentRatio) => change(key, () => ({ sentRatio })));
      change(key, (row) => ({ ...ended(row), result, error: null }));
      return result.reason;
    } catch (error) {
      change(key, (row) => ({ ...ended(row), error: sentenceOf(error) }));
      return null;
    }
  };
  const sendAll = async (files: readonly Looked[]) => {
    if (files.length === 0) return;
    setBrought((all) => withGiven(all, files));
    const early: Looked[] = [];
    for (const looked of files) if ((await send(looked)) === 'unknown-key') early.push(looked);
    // The bundle that announces the key may have come since, under a name that sorts behind.
    if (early.length > 0 && early.length < files.length) {
      setBrought((all) => withGiven(all, early));
      for (const looked of early) await send(looked);
    }
    await client.invalidateQueries();
  };
  const look = async (files: readonly File[]): Promise<Looked[]> => {
    const looked = await Promise.allSettled(files.map(async (file) => lookAt(file)));
    const unread = files.filter((_, index) => looked[index]?.status === 'rejected');
    if (unread.length > 0) setRefused(unread.map(({ name }) => `${name} cannot be read.`));
    return inOrder(looked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
  };
  const takeFolder = async ({ name, files }: OfFolder) => {
    const looked = await look(files.filter(({ size }) => size <= bytesMax));
    const likely = looked.filter(({ isLikely }) => isLikely);
    setPassed((all) => [...all, passedOver(name, files.length - likely.length, likely.length)]);
    await sendAll(likely);
  };
  return {
    brought,
    refused,
    setRefused,
    passed,
    summary,
    takeFolder,
    takeFiles: async (files: readonly File[]) => sendAll(await look(files)),
  };
}

function passedOver(folder: string, others: number, bundles: number): string {
  const found = bundles === 0 ? 'no bundle is in it' : `${bundles} ${bundles === 1 ? 'file' : 'files'} taken`;
  const rest =
    others === 0 ? '' : `, ${others} passed over that ${others === 1 ? 'is no bundle' : 'are no bundles'}`;
  return `Folder ${folder}: ${found}${rest}. Folders inside were not looked into.`;
}

function Outcome({ entry: { name, isInParts, files, done, sentRatio, result, error } }: { entry: Brought }) {
  const file = (
    <>
      <span className="ui-mono">{name}</span>
      {isInParts ? `, ${files} ${files === 1 ? 'part' : 'parts'}` : ''}
    </>
  );
  if (sentRatio !== null)
    return (
      <>
        <progress value={sentRatio} max={1} aria-label={`Sending ${name}`} /> {file}{' '}
        {sentRatio < 1 ? 'is sent' : 'is checked'}
      </>
    );
  if (done < files)
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
