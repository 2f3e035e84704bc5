import type { LinkDraft, LinkTemplateSpec } from '@fieldmarshal/contract/knowledge';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useCatalogWays, useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { usePreview } from '../../catalog/editor/preview.ts';
import { useNames } from '../../catalog/object-api.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { AppliesFields } from './AppliesFields.tsx';
import { blankLink, linkForm, linkOf, missingInLink, type LinkForm } from './link-form.ts';
import { TemplateField, type Placeholder } from './TemplateField.tsx';
import { TriedOn } from './TriedOn.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import '../knowledge.css';

/** Makes or edits a link template, with the links that an incident would have by it beside it. */
export function LinkEditorScreen() {
  return <Edited kind="LinkTemplate" what="the link template" editor={LinkEditor} />;
}

const linkForms: ObjectForm<LinkTemplateSpec, LinkForm> = {
  ...{ kind: 'LinkTemplate', what: 'link template', blank: blankLink },
  ...{ formOf: linkForm, specOf: linkOf, missingIn: missingInLink },
};

function LinkEditor(props: EditorProps) {
  const [incident, setIncident] = useState<string[]>([]);
  const { draft, frame } = useObjectEditor(props, linkForms, useCatalogWays('LinkTemplate'));
  const isWhole = missingInLink(draft.form).length === 0;
  const preview = usePreview<LinkDraft>({
    queryKey: liveKey(['catalog'], 'draft-link'),
    path: 'link-templates/try',
    body: isWhole
      ? { spec: draft.spec, ...(incident[0] === undefined ? {} : { incident: incident[0] }) }
      : null,
  });
  return (
    <EditorFrame
      {...frame}
      faults={preview.faults}
      beside={
        <TriedOn
          title="The links it makes"
          chosen={incident}
          onChoose={setIncident}
          tried={preview.data}
          waits={isWhole ? null : 'Once there is an address, the links that it makes stand here.'}
        >
          <FailureNote error={preview.failure} />
          <Filled links={preview.data?.links ?? []} />
        </TriedOn>
      }
    >
      <LinkFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

const shows = [
  { value: 'dashboard', label: 'A dashboard' },
  { value: 'logs', label: 'Logs' },
  { value: 'traces', label: 'Traces' },
  { value: 'other', label: 'Something else' },
] as const;

const placeholders: readonly Placeholder[] = [
  { name: 'product', meaning: 'the product; one link for each that the incident is about' },
  { name: 'environment', meaning: 'its environment' },
  { name: 'region', meaning: 'the region of that environment' },
  { name: 'incident', meaning: 'its id, such as INC-42' },
  { name: 'from', meaning: 'where the time begins, as 2026-03-31T10:00:00.000Z' },
  { name: 'to', meaning: 'where it ends' },
  { name: 'fromMs', meaning: 'the same in milliseconds since 1970, as Grafana takes it' },
  { name: 'toMs', meaning: 'where it ends' },
  { name: 'fromS', meaning: 'the same in seconds since 1970' },
  { name: 'toS', meaning: 'where it ends' },
];

interface LinkFieldsProps {
  form: LinkForm;
  onChange: (part: Partial<LinkForm>) => void;
}

function LinkFields({ form, onChange }: LinkFieldsProps) {
  return (
    <>
      <NameField form={form} onChange={onChange} hint="What people click, such as Logs or Error rate" />
      <Select label="It shows" value={form.shows} options={shows} onChange={(shows) => onChange({ shows })} />
      <TemplateField
        label="Address"
        hint="As you would open it, with placeholders where it changes from incident to incident"
        path="url"
        value={form.url}
        onChange={(url) => onChange({ url })}
        placeholders={placeholders}
      />
      <AppliesFields form={form} onChange={onChange} />
    </>
  );
}

function Filled({ links }: Pick<LinkDraft, 'links'>) {
  const nameOf = useNames('Product');
  return (
    <ul className="room-list">
      {links.map(({ title, product, url, problem }) => (
        <li key={`${product ?? ''} ${url ?? problem ?? ''}`}>
          {url === null ? (
            <span>Cannot be filled: {problem}</span>
          ) : (
            <>
              <a href={url} target="_blank" rel="noreferrer noopener">
                {title === 'draft' ? 'Open it' : title}
              </a>{' '}
              <span className="ui-quiet">{product === null ? '' : nameOf(product)}</span>
              <span className="ui-mono ui-small room-list-more knowledge-address">{url}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
