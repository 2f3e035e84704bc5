import { Time } from '../ui/Time.tsx';
import { previewOfWork, type WorkForm } from './work-form.ts';
import './work.css';

/** What a form of times of work means, in words and as the next windows of it. */
export function WorkPreview({ form, now }: { form: WorkForm; now: number }) {
  const preview = previewOfWork(form, now);
  if (preview === null) return null;
  const { words, next } = preview;
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
    </section>
  );
}
