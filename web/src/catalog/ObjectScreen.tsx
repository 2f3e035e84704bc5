import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { readBoot } from '../app/boot.ts';
import { getJson, RequestError, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { TeamRecordSection } from '../assist/delegation/TeamRecordSection.tsx';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { Clearance } from './Clearance.tsx';
import { formOf } from './forms.ts';
import { displayName, originText, type ObjectSummary } from './object-api.ts';
import '../incidents/incidents.css';

interface ObjectDetail extends ObjectSummary {
  /** Of a team: members by its group of the identity provider. */
  groupMembers?: string[];
  editable: boolean;
  maySave: boolean;
  usedBy: { kind: string; name: string; path: string }[];
}

/** One object: what it says, where it comes from, who names it. Objects from files are changed where they come from. */
export function ObjectScreen() {
  const { kind = '', name = '' } = useParams({ strict: false });
  const path = `/api/v1/catalog/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`;
  const object = useQuery({
    queryKey: liveKey(['catalog'], 'object', kind, name),
    queryFn: async ({ signal }) => getJson<ObjectDetail>(path, signal),
  });
  if (object.isPending) return <Loading what={name} />;
  if (object.isError) {
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void object.refetch()}>{sentenceOf(object.error)}</ErrorNote>
      </div>
    );
  }
  return <ObjectPage key={object.data.generation} object={object.data} path={path} />;
}

function ObjectPage({ object, path }: { object: ObjectDetail; path: string }) {
  return (
    <div className="screen ui-stack">
      <p className="ui-quiet">
        <Link to="/catalog" search={{ kind: object.kind }}>
          {object.kind}
        </Link>{' '}
        <span className="ui-mono">{object.name}</span>
      </p>
      <h1>{displayName(object)}</h1>
      <p className="ui-quiet">
        {originText(object.origin)}, changed <Time at={object.updatedAt} />
        {object.editable ? '' : '. It is changed in its file and applied again.'}
      </p>
      {object.kind === 'Customer' ? (
        <Link to="/customers/$name" params={{ name: object.name }}>
          What hit them, and what they were told
        </Link>
      ) : null}
      {object.kind === 'EscalationPolicy' ? (
        <Link to="/escalation/$name" params={{ name: object.name }}>
          Who would be paged, minute by minute
        </Link>
      ) : null}
      {object.kind === 'Runbook' ? (
        <Link to="/runbooks/$name" params={{ name: object.name }}>
          Read it as people do
        </Link>
      ) : null}
      {object.kind === 'MaintenanceWindow' ? (
        <Link to="/alerts" search={{ view: 'silences', ...(object.maySave ? { edit: object.name } : {}) }}>
          {object.maySave ? 'Edit it as a form, with its next times' : 'What else is in maintenance'}
        </Link>
      ) : null}
      <FormLink kind={object.kind} name={object.name} />
      <Clearance object={object} />
      {object.groupMembers === undefined ? null : (
        <p>
          By the group <strong>{String(object.spec['group'])}</strong> of the identity provider, these are
          members, too: {object.groupMembers.join(', ')}.
        </p>
      )}
      {object.kind === 'Team' ? <TeamRecordSection team={object.name} /> : null}
      {object.maySave ? (
        <SpecEditor object={object} path={path} />
      ) : (
        <CodeBlock title={`${object.kind} ${object.name}`} code={JSON.stringify(object.spec, null, 2)} />
      )}
      <section aria-label="Named by" className="ui-stack">
        <h2>Named by</h2>
        {object.usedBy.length === 0 ? <Empty>No other object names it.</Empty> : null}
        <ul className="room-list">
          {object.usedBy.map((user) => (
            <li key={`${user.kind}/${user.name}/${user.path}`}>
              <Link to="/catalog/$kind/$name" params={{ kind: user.kind, name: user.name }}>
                {user.kind} {user.name}
              </Link>{' '}
              <span className="ui-quiet ui-mono">{user.path}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Kinds whose form stands on a screen of its own; below, everything can be edited as it is stored. */
function FormLink({ kind, name }: { kind: string; name: string }) {
  const to = formOf(kind)?.edit;
  return to === undefined ? null : (
    <Link to={to} params={{ name }}>
      Edit it in a form, with what it comes to
    </Link>
  );
}

function SpecEditor({ object, path }: { object: ObjectDetail; path: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(() => JSON.stringify(object.spec, null, 2));
  const [failure, setFailure] = useState<string>();
  const [removing, setRemoving] = useState(false);
  const run = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await work();
      setFailure(undefined);
      showToast({ text: done });
      return true;
    } catch (error) {
      const faults =
        error instanceof RequestError ? error.faults.map((fault) => `${fault.path}: ${fault.message}`) : [];
      setFailure(
        error instanceof SyntaxError
          ? `This is not JSON: ${error.message}`
          : [sentenceOf(error), ...faults].join(' '),
      );
      return false;
    }
  };
  const save = async () =>
    run(async () => {
      const spec: unknown = JSON.parse(text);
      return sendJson('PUT', path, { body: { spec, labels: object.labels, generation: object.generation } });
    }, 'Saved');
  const remove = async () => {
    setRemoving(false);
    const query = new URLSearchParams({ generation: String(object.generation) });
    if (await run(async () => sendJson('DELETE', `${path}?${query}`, {}), 'Removed'))
      await navigate({ to: '/catalog', search: { kind: object.kind } });
  };
  return (
    <div className="ui-stack">
      <TextArea
        label="What it says (JSON)"
        className="ui-mono"
        rows={18}
        spellCheck={false}
        value={text}
        onChange={setText}
        onSubmit={() => void save()}
        error={failure}
      />
      <div className="ui-row">
        <Button look="primary" onClick={() => void save()}>
          Save
        </Button>
        {readBoot().me?.mayWriteCatalog === false ? null : (
          <Button look="ending" onClick={() => setRemoving(true)}>
            Remove
          </Button>
        )}
      </div>
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => void remove()}
        title={`Remove ${object.kind} ${object.name}`}
        verb="Remove"
      >
        It is gone from the catalog for everybody. An object that others name cannot be removed.
      </Confirm>
    </div>
  );
}
