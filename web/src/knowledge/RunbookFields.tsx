import type { RunbookFile } from '@fieldmarshal/contract/knowledge';
import { useState } from 'react';
import { sendJson } from '../app/http.ts';
import { useFault } from '../catalog/editor/faults.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { LinkRows } from './editors/LinkRows.tsx';
import { understoodText, withFile, type RunbookForm } from './runbook-form.ts';
import { NameField } from '../catalog/editor/NameField.tsx';

const fileBytesMax = 400_000;

interface RunbookFieldsProps {
  form: RunbookForm;
  onChange: (part: Partial<RunbookForm>) => void;
  /** A file says its id itself. */
  onName: (name: string) => void;
}

/** What a runbook says, and what brings it up. */
export function RunbookFields({ form, onChange, onName }: RunbookFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <TextFrom form={form} onChange={onChange} onName={onName} />
      <SearchSelect
        label="For products"
        value={form.products}
        onChange={(products) => onChange({ products })}
        options={useObjectOptions('Product')}
      />
      <SearchSelect
        label="For failures of these checks"
        value={form.checks}
        onChange={(checks) => onChange({ checks })}
        options={useObjectOptions('Check')}
      />
      <TextArea
        label="Symptoms"
        hint="Words that people and alerts use, one on each line, such as 502 or disk full"
        value={form.symptoms}
        onChange={(symptoms) => onChange({ symptoms })}
        error={useFault('symptoms', { deep: true })}
      />
      <LinkRows links={form.links} onChange={(links) => onChange({ links })} />
    </>
  );
}

function TextFrom({ form, onChange, onName }: RunbookFieldsProps) {
  const [refused, setRefused] = useState<string[]>([]);
  const [read, setRead] = useState<RunbookFile | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRefused([]);
    setRead(null);
    try {
      const text = await file.text();
      const told = await sendJson<RunbookFile>('POST', '/api/v1/runbooks/read', { body: { text } });
      setRead(told);
      onChange(withFile(form, told));
      if (told.name !== null) onName(told.name);
    } catch (error) {
      setRefused([sentenceOf(error)]);
    }
  };
  return (
    <FileDrop
      accept=".md,.markdown,text/markdown,text/plain"
      bytesMax={fileBytesMax}
      onFiles={([file]) => void take(file)}
      onRefused={setRefused}
    >
      <TextArea
        label="Text"
        hint="Markdown: headings, lists, numbered steps, code, tables, links. Up to 100,000 characters."
        className="knowledge-source"
        spellCheck={false}
        value={form.text}
        onChange={(text) => onChange({ text })}
        error={useFault('text')}
      />
      {read?.hasHead === true ? <Understood read={read} /> : null}
      {refused.map((reason) => (
        <ErrorNote key={reason}>{reason}</ErrorNote>
      ))}
    </FileDrop>
  );
}

/** What was taken from the head of a file, and what could not be. */
function Understood({ read }: { read: RunbookFile }) {
  const text = understoodText(read);
  return (
    <div className="ui-quiet" role="status">
      <p>
        {text === ''
          ? 'The head of the file, between its lines of ---, says nothing that a runbook has.'
          : `Taken from the head of the file: ${text}.`}
      </p>
      {read.problems.length === 0 ? null : (
        <ul className="room-list">
          {read.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
