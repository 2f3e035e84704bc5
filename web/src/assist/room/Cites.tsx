import { Link } from '@tanstack/react-router';
import './assist.css';

/** Leads from a sentence to the entries it follows from: in the timeline where they are shown, else in the full record. */
export function Cites({ id, cites }: { id: string; cites: readonly number[] }) {
  return (
    <span className="assist-cites">
      {cites.map((seq) => (
        <Link
          key={seq}
          to="/incidents/$id/log"
          params={{ id }}
          hash={`entry-${seq}`}
          className="assist-cite"
          aria-label={`Entry ${seq}`}
          onClick={(event) => {
            if (showEntry(seq)) event.preventDefault();
          }}
        >
          {seq}
        </Link>
      ))}
    </span>
  );
}

/** Whether the entry is on this page; it has the focus then. */
function showEntry(seq: number): boolean {
  const entry = document.querySelector<HTMLElement>(`#entry-${seq}`);
  if (entry === null) return false;
  entry.tabIndex = -1;
  entry.scrollIntoView({ block: 'center' });
  entry.focus();
  entry.classList.remove('ui-new');
  // Reading the size starts the outline again for an entry that was led to before.
  void entry.offsetWidth;
  entry.classList.add('ui-new');
  return true;
}
