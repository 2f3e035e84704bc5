import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { sizeText } from '../../ui/size-text.ts';
import { cutFile, fetchFile, type FilePart } from './cut-file.ts';

const mb = 1_000_000;
/** Media and mailboxes as people have them, in bytes. */
const sizes = [
  { bytes: 1_440_000, label: '1.4 MB, as a floppy disk' },
  { bytes: 10 * mb, label: '10 MB, as a mail' },
  { bytes: 25 * mb, label: '25 MB' },
  { bytes: 100 * mb, label: '100 MB' },
  { bytes: 650 * mb, label: '650 MB, as a CD' },
];

interface PartsOfFileProps {
  readonly address: string;
  readonly bytes: number;
}

/** For media that are smaller than the file: it is cut here, and each part is saved by itself, on a medium of its own if need be. */
export function PartsOfFile({ address, bytes }: PartsOfFileProps) {
  const [size, setSize] = useState('');
  const cut = useMutation({
    mutationFn: async () => {
      const { name, file } = await fetchFile(address);
      return cutFile(name, file, Number(size));
    },
  });
  const fitting = sizes.filter((each) => each.bytes < bytes);
  if (fitting.length === 0) return null;
  return (
    <details>
      <summary>In parts, for smaller media</summary>
      <div className="relay-form">
        <Select
          label="Largest part"
          placeholder="Choose a size"
          options={fitting.map((each) => ({ value: String(each.bytes), label: each.label }))}
          value={size}
          onChange={setSize}
        />
        <Button
          busy={cut.isPending}
          disabledReason={size === '' ? 'Choose a size first' : undefined}
          onClick={() => cut.mutate()}
        >
          Cut it
        </Button>
      </div>
      {cut.isError ? <ErrorNote>{cut.error.message}</ErrorNote> : null}
      {cut.data === undefined ? null : <Parts parts={cut.data} />}
    </details>
  );
}

function Parts({ parts }: { parts: readonly FilePart[] }) {
  return (
    <>
      <p className="ui-quiet">
        Save all {parts.length}. The other side takes them in any order, and as a whole once the last is
        there.
      </p>
      <ul className="relay-list" aria-label="Parts">
        {parts.map((part) => (
          <li key={part.name}>
            <PartLink part={part} />
          </li>
        ))}
      </ul>
    </>
  );
}

function PartLink({ part: { name, content } }: { part: FilePart }) {
  const link = useRef<HTMLAnchorElement>(null);
  // The address lives as long as the link: nothing else needs it, so nothing is rendered anew for it.
  useEffect(() => {
    const made = URL.createObjectURL(content);
    link.current?.setAttribute('href', made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return (
    <a ref={link} href="#" download={name}>
      {name}, {sizeText(content.size)}
    </a>
  );
}
