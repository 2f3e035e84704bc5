/** The files that lie in a folder itself. */
export interface OfFolder {
  readonly name: string;
  readonly files: File[];
  /** Names of those that cannot be read. */
  readonly unread: string[];
}

/** What was dropped: files, and folders, of which a browser makes files that cannot be read. To be asked for while the drop is handled. */
export function droppedFiles({ items, files }: DataTransfer): {
  files: File[];
  folders: FileSystemDirectoryEntry[];
} {
  const entries = [...items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry());
  const folders = entries.filter((entry) => entry !== null && isFolder(entry));
  // One entry for each file, in the same order; where a browser gives none, all are files.
  return { files: [...files].filter((_, index) => entries[index]?.isDirectory !== true), folders };
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Its files, by name. Folders inside are not looked into: a stick holds more than what was meant. Rejects where it cannot be read. */
export async function filesOfFolder(folder: FileSystemDirectoryEntry): Promise<OfFolder> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // Given in portions, the last of which is empty.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) break;
    entries.push(...portion);
  }
  const inside = entries.filter((entry) => isFile(entry));
  const read = await Promise.allSettled(inside.map(async (entry) => fileOf(entry)));
  return {
    name: folder.name,
    files: read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    unread: inside.flatMap((entry, index) => (read[index]?.status === 'rejected' ? [entry.name] : [])),
  };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** What a field for folders gives: all that is below, of which those of the folder itself count. Null where nothing was chosen. */
export function chosenFolder(list: FileList | null): OfFolder | null {
  const all = [...(list ?? [])];
  const [name] = all[0]?.webkitRelativePath.split('/') ?? [];
  if (name === undefined) return null;
  const files = all.filter(({ webkitRelativePath }) => webkitRelativePath.split('/').length === 2);
  return { name, files, unread: [] };
}
