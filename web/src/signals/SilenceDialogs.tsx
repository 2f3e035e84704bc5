import type { Silence } from '@fieldmarshal/contract/signals/silence';
import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { nowMs } from '../ui/clock.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { missingInSpan, spanForm, spanOf, type SpanForm } from './silence-form.ts';
import { useSignalAct } from './signal-api.ts';

const lengths = [30, 60, 120, 240, 480, 1440, 10_080].map((minutes) => ({
  value: String(minutes),
  label:
    minutes < 60 ? `${minutes} minutes` : minutes < 1440 ? `${minutes / 60} hours` : `${minutes / 1440} days`,
}));

interface Preview {
  count: number;
  examples: { id: string; title: string }[];
}

interface SilenceDialogProps {
  /** What it begins with, e.g. `check="login"`. */
  matchers?: readonly string[];
  /** One that is changed. */
  changed?: Silence;
  onClose: () => void;
}

/** Silences what matches, or changes a silence; shows first what that would cover now. */
export function SilenceDialog({ matchers: begun, changed, onClose }: SilenceDialogProps) {
  const [form, setForm] = useState({
    ...spanForm(changed ?? null),
    matchers: (changed?.matchers ?? begun)?.join('\n') ?? '',
    comment: changed?.title ?? '',
  });
  const preview = useSignalAct<Preview>();
  const create = useSignalAct({ inForm: true });
  const matchers = form.matchers.split('\n').flatMap((text) => text.trim() || []);
  const lacking = matchers.length === 0 ? 'Write at least one matcher' : undefined;
  const missing = lacking ?? missingInSpan(form, changed ?? null);
  const submit = () => {
    create.mutate(
      {
        ...actOn('silences', changed),
        body: {
          ...{ matchers, comment: form.comment },
          ...spanOf(form, changed ?? null, nowMs()),
          updatedAt: changed?.updatedAt,
        },
        done: changed === undefined ? 'Silenced' : 'Changed',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={changed === undefined ? 'Silence alerts' : 'Change the silence'}
      verb={changed === undefined ? 'Silence' : 'Save'}
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
      error={create.error}
      buttons={
        <Button
          disabledReason={lacking}
          onClick={() => preview.mutate({ path: 'silences/preview', body: { matchers } })}
        >
          What would it cover?
        </Button>
      }
    >
      <TextArea
        label="Matchers, one a line"
        className="ui-mono"
        required
        autoFocus
        value={form.matchers}
        onChange={(value) => setForm({ ...form, matchers: value })}
        hint={'Such as product="search" or severity=~"warning|info".'}
      />
      <SpanFields form={form} changed={changed} onChange={(part) => setForm({ ...form, ...part })} />
      <TextField label="Why?" value={form.comment} onChange={(comment) => setForm({ ...form, comment })} />
      {preview.data === undefined ? null : <CoverText cover={preview.data} />}
    </FormDialog>
  );
}

function CoverText({ cover: { count, examples } }: { cover: Preview }) {
  return (
    <p role="status">
      It would cover {count} open alerts
      {examples.length === 0 ? '.' : `: ${examples.map(({ title }) => title).join(', ')}.`}
    </p>
  );
}

interface SpanFieldsProps {
  form: SpanForm;
  changed: Silence | undefined;
  onChange: (part: Partial<SpanForm>) => void;
}

function SpanFields({ form, changed, onChange }: SpanFieldsProps) {
  return (
    <>
      {changed?.state === 'active' ? (
        <p className="ui-quiet">
          In force since <Time at={changed.startsAt} show="moment" />.
        </p>
      ) : (
        <TextField
          label="From"
          type="datetime-local"
          value={form.start}
          onChange={(start) => onChange({ start })}
          hint={changed === undefined ? 'Empty: now.' : undefined}
        />
      )}
      {changed === undefined ? (
        <Select
          label="For"
          options={lengths}
          value={form.minutes}
          onChange={(minutes) => onChange({ minutes })}
        />
      ) : (
        <TextField
          label="Until"
          type="datetime-local"
          value={form.end}
          onChange={(end) => onChange({ end })}
          hint="On this device’s clock."
        />
      )}
    </>
  );
}

function actOn(kind: string, changed: Silence | undefined): { method: 'POST' | 'PUT'; path: string } {
  return changed === undefined
    ? { method: 'POST', path: kind }
    : { method: 'PUT', path: `${kind}/${changed.id}` };
}

interface MaintenanceDialogProps {
  /** One that is changed. */
  changed?: Silence;
  onClose: () => void;
}

/** Plans a time in which products or environments are worked on, or changes it, as when the work takes longer. */
export function MaintenanceDialog({ changed, onClose }: MaintenanceDialogProps) {
  const [form, setForm] = useState({ ...spanForm(changed ?? null), title: changed?.title ?? '' });
  const [products, setProducts] = useState<string[]>(changed?.products ?? []);
  const [environments, setEnvironments] = useState<string[]>(changed?.environments ?? []);
  const productOptions = useObjectOptions('Product');
  const environmentOptions = useObjectOptions('Environment');
  const create = useSignalAct({ inForm: true });
  const matchers = changed?.matchers ?? [];
  const lacking =
    form.title.trim() === ''
      ? 'Say what is done'
      : products.length + environments.length + matchers.length === 0
        ? 'Choose a product or an environment'
        : undefined;
  const submit = () => {
    create.mutate(
      {
        ...actOn('maintenance-windows', changed),
        body: {
          ...{ title: form.title, products, environments, matchers },
          ...spanOf(form, changed ?? null, nowMs()),
          updatedAt: changed?.updatedAt,
        },
        done: changed === undefined ? 'Maintenance planned' : 'Changed',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={changed === undefined ? 'Plan maintenance' : 'Change the maintenance'}
      verb={changed === undefined ? 'Plan' : 'Save'}
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={lacking ?? missingInSpan(form, changed ?? null)}
      error={create.error}
    >
      <TextField
        label="What is done?"
        required
        autoFocus
        maxLength={200}
        value={form.title}
        onChange={(title) => setForm({ ...form, title })}
      />
      <SearchSelect label="Products" value={products} onChange={setProducts} options={productOptions} />
      <SearchSelect
        label="Environments"
        value={environments}
        onChange={setEnvironments}
        options={environmentOptions}
      />
      {matchers.length === 0 ? null : (
        <p className="ui-quiet">
          Only what also matches <span className="ui-mono">{matchers.join(', ')}</span>.
        </p>
      )}
      <SpanFields form={form} changed={changed} onChange={(part) => setForm({ ...form, ...part })} />
    </FormDialog>
  );
}
