import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { getJson, RequestError, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { showToast } from '../../ui/toast.ts';
import type { ObjectSummary } from '../object-api.ts';
import { faultsOfSpec, type Fault } from './faults.ts';

export interface EditedObject extends ObjectSummary {
  editable: boolean;
  /** Whether whoever looks may save it. */
  maySave: boolean;
}

export function useEditedObject(kind: string, name: string | null) {
  return useQuery({
    queryKey: liveKey(['catalog'], 'object', kind, name),
    enabled: name !== null,
    queryFn: async ({ signal }) =>
      getJson<EditedObject>(`/api/v1/catalog/${kind}/${encodeURIComponent(name ?? '')}`, signal),
  });
}

interface DraftOf<F> {
  kind: string;
  /** As it was when editing began; null for a new one. */
  object: EditedObject | null;
  /** The form to begin with. */
  begin: () => F;
  specOf: (form: F) => object;
  missingIn: (form: F) => Fault[];
  onSaved: (name: string) => void;
}

/** An object while it is edited: what is typed, what it would say, and saving it on what it was edited from. */
export interface Draft<F> {
  kind: string;
  object: EditedObject | null;
  form: F;
  change: (part: Partial<F>) => void;
  replace: (form: F) => void;
  name: string;
  setName: (name: string) => void;
  spec: object;
  missing: readonly Fault[];
  /** All that is wrong as far as it may be said: what is merely missing only once saving was tried. */
  faults: readonly Fault[];
  isDirty: boolean;
  /** Why it cannot be saved by whoever looks; null where it can. */
  locked: string | null;
  /** Somebody else saved meanwhile: their version. */
  theirs: EditedObject | null;
  /** What is typed replaces theirs when it is saved. */
  keepMine: () => void;
  save: () => void;
  isSaving: boolean;
  failure: unknown;
}

export function useDraft<F extends { displayName: string }>(of: DraftOf<F>): Draft<F> {
  const { kind, object, specOf, missingIn } = of;
  const [first] = useState(of.begin);
  const [form, setForm] = useState(first);
  const [typedName, setName] = useState<string | null>(object?.name ?? null);
  const [wasTried, setTried] = useState(false);
  const [generation, setGeneration] = useState(object?.generation ?? 0);
  const newest = useEditedObject(kind, object?.name ?? null).data;
  const name = typedName ?? nameFrom(form.displayName);
  const spec = specOf(form);
  const missing = [...missingIn(form), ...(name === '' ? [nameless] : [])];
  const put = usePut(kind, object, of.onSaved);
  const refused =
    put.error instanceof RequestError && put.error.status !== 409 ? faultsOfSpec(put.error.faults) : [];
  const isDirty = JSON.stringify(spec) !== JSON.stringify(specOf(first));
  const save = () => {
    setTried(true);
    if (missing.length === 0) put.mutate({ name, spec, generation });
  };
  const edit = (next: F) => {
    setForm(next);
    put.reset();
  };
  return {
    ...{ kind, object, form, name, setName, spec, missing, isDirty, save },
    change: (part) => edit({ ...form, ...part }),
    replace: edit,
    faults: [...(wasTried ? missing : []), ...refused],
    locked: lockedWhy(kind, object),
    theirs: newest !== undefined && newest.generation !== generation && object !== null ? newest : null,
    keepMine: () => {
      setGeneration(newest?.generation ?? generation);
      put.reset();
    },
    isSaving: put.isPending,
    failure: put.error,
  };
}

const nameless: Fault = { path: 'metadata.name', message: 'Give it an id: lower-case letters, digits and -' };

function usePut(kind: string, object: EditedObject | null, onSaved: (name: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, spec, generation }: { name: string; spec: object; generation: number }) =>
      sendJson('PUT', `/api/v1/catalog/${kind}/${encodeURIComponent(name)}`, {
        body: { spec, labels: object?.labels ?? {}, generation },
      }),
    onSuccess: async (_, { name }) => {
      showToast({ text: 'Saved' });
      // The topic comes over the live connection, too; whoever saved must not see the old one until it does.
      await client.invalidateQueries({
        predicate: ({ queryKey }) => /"(oncall|catalog)"/.test(JSON.stringify(queryKey[0])),
      });
      onSaved(name);
    },
  });
}

function lockedWhy(kind: string, object: EditedObject | null): string | null {
  if (object !== null && !object.editable)
    return `It comes from ${object.origin.path ?? 'a file'}: change it there and apply the file. Here you can try out what a change would mean.`;
  const maySave = object === null ? readBoot().me?.mayWriteCatalog !== false : object.maySave;
  if (maySave) return null;
  const isKept = kind === 'Schedule' || kind === 'EscalationPolicy';
  const who = isKept && object !== null ? 'Leads, admins and the team that owns it' : 'Leads and admins';
  return `${who} can save it. Here you can try out what a change would mean.`;
}

/** `Édge on call` as an id: `edge-on-call`. */
export function nameFrom(displayName: string): string {
  return displayName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}
