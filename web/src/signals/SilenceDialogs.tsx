import { useState } from 'react';
import { FormDialog } from '../app/FormDialog.tsx';
import { nowMs } from '../ui/clock.ts';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Button } from '../ui/Button.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { TextField } from '../ui/TextField.tsx';
import { useSignalAct } from './signal-api.ts';

const lengths = [30, 60, 120, 240, 480, 1440, 10_080].map((minutes) => ({
  value: String(minutes),
  label:
    minutes < 60 ? `${minutes} minutes` : minutes < 1440 ? `${minutes / 60} hours` : `${minutes / 1440} days`,
}));

/** Instants from a start as typed (this device's zone; empty = now) and a length in minutes. */
function spanOf(start: string, minutes: string): { startsAt: string; endsAt: string } {
  const from = start === '' ? nowMs() : new Date(start).getTime();
  return {
    startsAt: new Date(from).toISOString(),
    endsAt: new Date(from + Number(minutes) * 60_000).toISOString(),
  };
}

interface Preview {
  count: number;
  examples: { id: string; title: string }[];
}

interface SilenceDialogProps {
  /** What it begins with, e.g. `check="login"`. */
  matchers?: readonly string[];
  onClose: () => void;
}

/** Silences what matches; shows first what that would cover now. */
export function SilenceDialog({ matchers: begun, onClose }: SilenceDialogProps) {
  const [form, setForm] = useState({
    matchers: begun?.join('\n') ?? '',
    start: '',
    minutes: '120',
    comment: '',
  });
  const preview = useSignalAct<Preview>();
  const create = useSignalAct({ inForm: true });
  const matchers = form.matchers.split('\n').flatMap((text) => text.trim() || []);
  const missing = matchers.length === 0 ? 'Write at least one matcher' : undefined;
  const submit = () => {
    create.mutate(
      {
        path: 'silences',
        body: { matchers, comment: form.comment, ...spanOf(form.start, form.minutes) },
        done: 'Silenced',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title="Silence alerts"
      verb="Silence"
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
      error={create.error}
      buttons={
        <Button
          disabledReason={missing}
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
      <TextField
        label="From"
        type="datetime-local"
        value={form.start}
        onChange={(start) => setForm({ ...form, start })}
        hint="Empty: now."
      />
      <Select
        label="For"
        options={lengths}
        value={form.minutes}
        onChange={(minutes) => setForm({ ...form, minutes })}
      />
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

/** Plans a time in which products or environments are worked on. */
export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ title: '', start: '', minutes: '120' });
  const [products, setProducts] = useState<string[]>([]);
  const [environments, setEnvironments] = useState<string[]>([]);
  const productOptions = useObjectOptions('Product');
  const environmentOptions = useObjectOptions('Environment');
  const create = useSignalAct({ inForm: true });
  const missing =
    form.title.trim() === ''
      ? 'Say what is done'
      : products.length + environments.length === 0
        ? 'Choose a product or an environment'
        : undefined;
  const submit = () => {
    create.mutate(
      {
        path: 'maintenance-windows',
        body: { title: form.title, products, environments, ...spanOf(form.start, form.minutes) },
        done: 'Maintenance planned',
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title="Plan maintenance"
      verb="Plan"
      onClose={onClose}
      onSubmit={submit}
      busy={create.isPending}
      missing={missing}
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
      <TextField
        label="From"
        type="datetime-local"
        value={form.start}
        onChange={(start) => setForm({ ...form, start })}
        hint="Empty: now."
      />
      <Select
        label="For"
        options={lengths}
        value={form.minutes}
        onChange={(minutes) => setForm({ ...form, minutes })}
      />
    </FormDialog>
  );
}
