import type { ReactNode } from 'react';

/** One block of a room's side column. */
export function Panel({ title, count, children }: { title: string; count?: string; children: ReactNode }) {
  return (
    <section className="ui-card room-panel" aria-label={title}>
      <h2>
        {title} {count === undefined ? null : <span className="ui-quiet">{count}</span>}
      </h2>
      {children}
    </section>
  );
}
