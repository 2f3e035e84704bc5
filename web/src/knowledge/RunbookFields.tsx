import { useState } from 'react';
import { useFault } from '../catalog/editor/faults.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { hasHead, withFile, type RunbookForm } from './runbook-form.ts';

const fileBytesMax = 400_000;

interface RunbookFieldsProps {
  form: RunbookForm;
  onChange: (part: Partial<RunbookForm>) => void;
}

/** What a runbook says, and what brings it up. */
export function RunbookFields({ form, onChange }: RunbookFieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        value={form.displayName}
        onChange={(displayName) => onChange({ displayName })}
        error={useFault('displayName')}
      />
      <TextFrom form={form} onChange={onChange} />
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
        error={useFault('symptoms')}
      />
    </>
  );
}

function TextFrom({ form, onChange }: RunbookFieldsProps) {
  const [refused, setRefused] = useState<string[]>([]);
  const [isHead, setHead] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRefused([]);
    const content = await file.text();
    setHead(hasHead(content));
    onChange(withFile(form, content));
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
      {isHead ? (
        <p className="ui-quiet" role="status">
          The head of the file, between its lines of ---, was left out: please choose products, checks and
          symptoms here, or take the file with “fieldmarshal apply”.
        </p>
      ) : null}
      {refused.map((reason) => (
        <ErrorNote key={reason}>{reason}</ErrorNote>
      ))}
    </FileDrop>
  );
}
