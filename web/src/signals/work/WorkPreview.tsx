import { Time } from '../../ui/Time.tsx';
import type { WorkForm, WorkSpec } from './work-form.ts';
import { endedBySaving, previewOfWork } from './work-preview.ts';
import './work.css';

interface WorkPreviewProps {
  form: WorkForm;
  /** What is saved; null: it is new. */
  saved: WorkSpec | null;
  now: number;
}

/** What a form of times of work means, in words and as the next windows of it, and what saving it would end. */
export function WorkPreview({ form, saved, now }: WorkPreviewProps) {
  const preview = previewOfWork(form, now);
  if (preview === null) return null;
  const { words, next } = preview;
  const ended = saved === null ? null : endedBySaving(saved, form, now);
  return (
    <section aria-label="The next ones" role="status" className="ui-stack">
      <p>
        {words[0]?.toUpperCase()}
        {words.slice(1)} ({form.timeZone}){next.length === 0 ? ': never.' : ', next in your time:'}
      </p>
      <ul className="work-next">
        {next.map(({ from, to }) => (
          <li key={from}>
            <Time at={new Date(from).toISOString()} show="moment" /> to{' '}
            <Time at={new Date(to).toISOString()} show="moment" />
          </li>
        ))}
      </ul>
      {ended === null ? null : (
        <p className="ui-card">
          <b>The one under way ends when this is saved</b>, before{' '}
          <Time at={new Date(ended.to).toISOString()} show="moment" />: what still fires then pages.
        </p>
      )}
    </section>
  );
}
