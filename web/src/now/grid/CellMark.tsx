import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import type { GridCell } from '../now-api.ts';

const words: Readonly<Record<GridCell['state'], string>> = {
  failing: 'failing',
  degraded: 'degraded',
  quiet: 'no alert fires',
  maintenance: 'silenced or in maintenance',
  'last-known': 'cut off; this is the last that is known',
};

/** A cell in words: what is wrong, how much of it, which version. */
export function cellText({ state, alerts, severity, version }: GridCell): string {
  const parts = [
    words[state],
    alerts === 0 ? null : `${alerts} open ${alerts === 1 ? 'alert' : 'alerts'}`,
    severity,
    version === null ? null : `version ${version}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** Shape first, then how many; what is only quiet has no hue. */
export function CellMark({ cell }: { cell: GridCell }) {
  return (
    <>
      <Shape state={cell.state} />
      {cell.alerts > 0 ? <span aria-hidden="true">{cell.alerts}</span> : null}
      <span className="ui-hidden">{cellText(cell)}</span>
    </>
  );
}

function Shape({ state }: { state: GridCell['state'] }) {
  switch (state) {
    case 'failing':
    case 'degraded':
      return (
        <span aria-hidden="true">
          <HealthGlyph health={state} label={false} />
        </span>
      );
    case 'maintenance':
      return (
        <span aria-hidden="true">
          <HealthGlyph health="maint" label={false} />
        </span>
      );
    case 'last-known':
      return (
        <span aria-hidden="true">
          <HealthGlyph health="disconnected" label={false} />
        </span>
      );
    case 'quiet':
      return <span className="grid-dot" aria-hidden="true" />;
  }
}
