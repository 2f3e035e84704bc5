import type { LinkDraft, LinkTemplateSpec } from '@fieldmarshal/contract/knowledge';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { usePreview } from '../../catalog/editor/preview.ts';
import { useNames } from '../../catalog/object-api.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { AppliesFields } from './AppliesFields.tsx';
import { blankLink, linkForm, linkOf, missingInLink, type LinkForm } from './link-form.ts';
import { TemplateField, type Placeholder } from './TemplateField.tsx';
import { TriedOn } from './TriedOn.tsx';
import '../knowledge.css';

/** Makes or edits a link template, with the links that an incident would have by it beside it. */
export function LinkEditorScreen() {
  return <Edited kind="LinkTemplate" what="the link template" editor={LinkEditor} />;
}

function LinkEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const [incident, setIncident] = useState<string[]>([]);
  const navigate = useNavigate();
  const leave = (name: string) =>
    void navigate({
      to: '/catalog/$kind/$name',
      params: { kind: 'LinkTemplate', name },
      ignoreBlocker: true,
    });
  const draft = useDraft({
    kind: 'LinkTemplate',
    object,
    begin: () => (object === null ? blankLink : linkForm(specIn(object))),
    specOf: linkOf,
    missingIn: missingInLink,
    onSaved: leave,
  });
  const isWhole = missingInLink(draft.form).length === 0;
  const preview = usePreview<LinkDraft>({
    queryKey: liveKey(['catalog'], 'draft-link'),
    path: 'link-templates/try',
    body: isWhole
      ? { spec: draft.spec, ...(incident[0] === undefined ? {} : { incident: incident[0] }) }
      : null,
  });
  const title = object === null ? 'New link template' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={preview.faults}
      head={null}
      onStartAgain={onStartAgain}
      onLeave={() =>
        void (object === null
          ? navigate({ to: '/catalog', search: { kind: 'LinkTemplate' } })
          : navigate({ to: '/catalog/$kind/$name', params: { kind: 'LinkTemplate', name: object.name } }))
      }
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
      <TextField
        label="Name"
        hint="What people click, such as Logs or Error rate"
        value={form.displayName}
        onChange={(displayName) => onChange({ displayName })}
        error={useFault('displayName')}
      />
      <Select
        label="It shows"
        value={form.shows}
        options={shows}
        onChange={(value) =>
          onChange({ shows: shows.find((each) => each.value === value)?.value ?? form.shows })
        }
      />
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

/** What the server checked when it was stored. */
function specIn(object: EditedObject): LinkTemplateSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as LinkTemplateSpec;
}
