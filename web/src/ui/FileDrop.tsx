import { useId, useRef, useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { chosenFolder, droppedFiles, filesOfFolder, type OfFolder } from './dropped-files.ts';
import { sizeText, tooLargeText } from './size-text.ts';
import './Notes.css';

export interface FileDropProps {
  /** Files within the limits, from the picker, a drop or a paste. */
  onFiles: (files: File[]) => void;
  /** Files that were refused, each with the reason, ready to show. */
  onRefused: (reasons: string[]) => void;
  bytesMax: number;
  /** As in `<input accept>`: "image/*,.har". */
  accept?: string;
  multiple?: boolean;
  /** Where set, whole folders are taken, too: the files in each, not those of folders inside. Elsewhere a folder is refused in words. */
  onFolder?: (folder: OfFolder) => void;
  /** What to give; shown above the button. A field inside makes paste work there. */
  children: ReactNode;
}

/** Takes files by button, by drop and by paste anywhere inside. */
export function FileDrop({
  onFiles,
  onRefused,
  bytesMax,
  accept,
  multiple = false,
  onFolder,
  children,
}: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const hintId = useId();
  const take = (given: readonly File[]) => {
    const files = given.slice(0, multiple ? undefined : 1);
    const taken = files.filter((file) => file.size <= bytesMax);
    const tooLarge = files.filter((file) => file.size > bytesMax);
    if (tooLarge.length > 0) onRefused(tooLarge.map((file) => tooLargeText(file, bytesMax)));
    if (taken.length > 0) onFiles(taken);
  };
  return (
    <div
      className={`ui-drop${over ? ' ui-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const { files, folders } = droppedFiles(event.dataTransfer);
        take(files);
        void takeFolders(folders, { onFolder, onRefused });
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        take([...event.clipboardData.files]);
      }}
    >
      {children}
      <div className="ui-row">
        <Button aria-describedby={hintId} onClick={() => input.current?.click()}>
          Choose {multiple ? 'files' : 'a file'}
        </Button>
        {onFolder === undefined ? null : <FolderChoice onFolder={onFolder} />}
        <span id={hintId} className="ui-quiet ui-small">
          or drop or paste here, up to {sizeText(bytesMax)}
        </span>
      </div>
      <input
        ref={input}
        hidden
        type="file"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

async function takeFolders(
  folders: readonly FileSystemDirectoryEntry[],
  { onFolder, onRefused }: Pick<FileDropProps, 'onRefused'> & { onFolder: FileDropProps['onFolder'] },
): Promise<void> {
  if (onFolder === undefined) {
    if (folders.length > 0)
      onRefused(folders.map(({ name }) => `${name} is a folder: give the files that are in it.`));
    return;
  }
  for (const folder of folders)
    try {
      onFolder(await filesOfFolder(folder));
    } catch {
      onRefused([`The folder ${folder.name} cannot be read.`]);
    }
}

function FolderChoice({ onFolder }: { onFolder: (folder: OfFolder) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>Choose a folder</Button>
      <input
        ref={(element) => {
          input.current = element;
          // All browsers have it, and no standard.
          element?.setAttribute('webkitdirectory', '');
        }}
        hidden
        type="file"
        onChange={(event) => {
          const folder = chosenFolder(event.currentTarget.files);
          if (folder !== null) onFolder(folder);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
