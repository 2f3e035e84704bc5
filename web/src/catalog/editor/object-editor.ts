import type { Kind } from '@fieldmarshal/contract/catalog';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../app/page-title.ts';
import { useDraft } from './draft.ts';
import type { EditorProps } from './Edited.tsx';
import type { Fault } from './faults.ts';

/** How objects of a kind are edited: what a new one begins with, and the way from what is stored to a form and back. */
export interface ObjectForm<S, F> {
  kind: Kind;
  /** As a sentence calls it, such as `link template`. */
  what: string;
  blank: F;
  formOf: (spec: S) => F;
  specOf: (form: F) => object;
  missingIn: (form: F) => Fault[];
}

/** Where its screen leads once it is saved, and where it leads without; no name: it was to be a new one. */
export interface Ways {
  saved: (name: string) => void;
  left: (name: string | null) => void;
}

/** What the screen of a form shares with every other: the draft, its title, and the ways out of it, as {@link EditorFrame} takes them. */
export function useObjectEditor<S, F extends { displayName: string }>(
  { object: given, onStartAgain }: EditorProps,
  form: ObjectForm<S, F>,
  ways: Ways,
) {
  // What editing began with: what others save meanwhile is told beside it.
  const [object] = useState(given);
  const { kind, what, blank, formOf, specOf, missingIn } = form;
  const draft = useDraft({
    ...{ kind, object, specOf, missingIn, onSaved: ways.saved },
    // What the server checked when it was stored.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    begin: () => (object === null ? blank : formOf(object.spec as unknown as S)),
  });
  const title = object === null ? `New ${what}` : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  const onLeave = () => ways.left(object?.name ?? null);
  return { draft, object, frame: { title, draft, head: null, onStartAgain, onLeave } };
}

/** To its page in the catalog, or to all of its kind. */
export function useCatalogWays(kind: Kind): Ways {
  const navigate = useNavigate();
  return {
    saved: (name) =>
      void navigate({ to: '/catalog/$kind/$name', params: { kind, name }, ignoreBlocker: true }),
    left: (name) =>
      void (name === null
        ? navigate({ to: '/catalog', search: { kind } })
        : navigate({ to: '/catalog/$kind/$name', params: { kind, name } })),
  };
}
