import type { Kind } from '@fieldmarshal/contract/catalog';
import { useParams } from '@tanstack/react-router';
import { useState, type ComponentType } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useEditedObject, type EditedObject } from './draft.ts';

export interface EditorProps {
  /** As it is saved; null: a new one is made. */
  object: EditedObject | null;
  onStartAgain: () => void;
}

interface EditedProps {
  kind: Kind;
  /** As a sentence calls it, such as `the runbook`. */
  what: string;
  editor: ComponentType<EditorProps>;
}

/** The editor of the object that the address names, once it is there, or of a new one. */
export function Edited({ kind, what, editor: Editor }: EditedProps) {
  const { name = null } = useParams({ strict: false });
  const object = useEditedObject(kind, name);
  // Beginning again makes a new editor on what is saved now.
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  if (name === null) return <Editor key={round} object={null} onStartAgain={again} />;
  if (object.isPending) return <Loading what={what} />;
  if (object.isError)
    return (
      <div className="screen">
        <ErrorNote onRetry={() => void object.refetch()}>{sentenceOf(object.error)}</ErrorNote>
      </div>
    );
  return <Editor key={`${name} ${round}`} object={object.data} onStartAgain={again} />;
}
