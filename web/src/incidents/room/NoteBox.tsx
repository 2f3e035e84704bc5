import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useEffect, useRef, useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useKeys } from '../../app/keys/keys.ts';
import { readStored, writeStored } from '../../app/stored.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';
import { sentenceOf, uploadEvidence, useAct } from '../incident-api.ts';
import { EvidenceList, type Evidence } from './EvidenceList.tsx';

const bytesMax = 10 * 1024 * 1024;
/** Text files up to this size are previewed. */
const previewBytesMax = 256 * 1024;
const excerptMax = 600;

/** A note with pasted evidence. What is typed survives a reload, a refusal and a lost connection until it is sent. */
export function NoteBox({ incident }: { incident: Incident }) {
  const draftKey = `fm.note.${incident.id}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readStored(draftKey) ?? '');
  const [isCode, setIsCode] = useState(false);
  const [decision, setDecision] = useState(false);
  const { files, attach, remove, clear } = useEvidence(incident.id);
  const act = useAct(incident.id, { inForm: true });
  useEffect(() => writeStored(draftKey, text === '' ? null : text), [draftKey, text]);
  useKeys([
    { id: 'room.note', keys: 'n', label: 'Write a note', group: 'Room', run: () => field.current?.focus() },
  ]);

  const nothing = text.trim() === '' && files.length === 0;
  const send = () => {
    if (nothing || act.isPending) return;
    const body = {
      text: isCode ? '' : text,
      code: isCode && text.trim() !== '' ? { language: '', text } : null,
      decision,
      attachments: files.map((file) => file.id),
    };
    act.mutate(
      { path: 'notes', body, done: decision ? 'Decision noted' : 'Noted' },
      {
        onSuccess: () => {
          setText('');
          clear();
          setDecision(false);
        },
      },
    );
  };
  return (
    <FileDrop
      onFiles={(chosen) => void attach(chosen)}
      onRefused={(reasons) => showToast({ text: reasons.join(' ') })}
      bytesMax={bytesMax}
      multiple
    >
      <TextArea
        label="Note"
        labelHidden
        placeholder="Write a note, or paste evidence: text, a picture, a file"
        rows={2}
        ref={field}
        value={text}
        onChange={setText}
        onSubmit={send}
        className={isCode ? 'ui-mono' : ''}
      />
      <EvidenceList incidentId={incident.id} files={files} onRemove={remove} />
      <FailureNote error={act.error} />
      <div className="ui-row">
        <Button
          look="primary"
          busy={act.isPending}
          onClick={send}
          disabledReason={nothing ? 'Write something, or attach a file' : undefined}
        >
          Add note
        </Button>
        <Checkbox label="Decision" checked={decision} onChange={setDecision} />
        <Checkbox label="As it is, in fixed width" checked={isCode} onChange={setIsCode} />
        {text === '' ? null : <span className="ui-quiet ui-small">not sent yet</span>}
      </div>
    </FileDrop>
  );
}

/** Files of a note that are uploaded already, each on its own, so that one refused file loses nothing else. */
function useEvidence(incidentId: string) {
  const [files, setFiles] = useState<Evidence[]>([]);
  const attach = async (chosen: File[]) => {
    for (const file of chosen) {
      try {
        const uploaded = await uploadEvidence(incidentId, file);
        const excerpt = await excerptOf(file, uploaded.contentType);
        setFiles((before) => [...before, { ...uploaded, excerpt }]);
      } catch (error) {
        showToast({ text: `${file.name}: ${sentenceOf(error)}` });
      }
    }
  };
  return {
    files,
    attach,
    remove: (id: string) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => setFiles([]),
  };
}

async function excerptOf(file: File, contentType: string): Promise<string | null> {
  if (!/^text\/|json|xml|yaml/.test(contentType) || file.size > previewBytesMax) return null;
  return (await file.text()).slice(0, excerptMax);
}
