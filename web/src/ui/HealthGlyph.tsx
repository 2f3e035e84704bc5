import './Tag.css';

export type Health =
  | 'failing'
  | 'degraded'
  | 'ok'
  | 'nodata'
  | 'disconnected'
  | 'maint'
  | 'running'
  | 'skipped';

/** Unknown is never green: use `nodata`, or `disconnected` when the source cannot be reached. */
const healthWord: { readonly [H in Health]: string } = {
  failing: 'Failing',
  degraded: 'Degraded',
  ok: 'OK',
  nodata: 'No data',
  disconnected: 'Disconnected',
  maint: 'Maintenance',
  running: 'Running',
  skipped: 'Skipped',
};

const shapes: { readonly [H in Health]: { color: string; fill?: string; stroke?: string; dash?: string } } = {
  ok: { color: 'var(--ok)', fill: 'M7 3a4 4 0 1 1 0 8a4 4 0 0 1 0-8z' },
  degraded: { color: 'var(--degraded)', fill: 'M7 1.5 13 12.5H1z' },
  maint: { color: 'var(--maint)', fill: 'M7 1l6 6-6 6-6-6z' },
  failing: {
    color: 'var(--failing)',
    fill: 'M4.2.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L.8 9.8V4.2zM4.2 5.4 5.8 7 4.2 8.6l1.2 1.2L7 8.2l1.6 1.6 1.2-1.2L8.2 7l1.6-1.6-1.2-1.2L7 5.8 5.4 4.2z',
  },
  nodata: { color: 'var(--nodata)', stroke: 'M7 2a5 5 0 1 1 0 10a5 5 0 0 1 0-10z', dash: '2.6 2.6' },
  disconnected: { color: 'var(--nodata)', stroke: 'M1 7h3.5M4.5 4v6M9.5 4v6M9.5 7H13' },
  running: { color: 'var(--text2)', stroke: 'M7 2a5 5 0 1 1-5 5' },
  skipped: { color: 'var(--text2)', stroke: 'M2 7h10' },
};

export interface HealthGlyphProps {
  health: Health;
  /** Words beside the glyph; `false` hides them from sight, not from ears. Default: the word of the state. */
  label?: string | false;
}

/** The only thing on screen that carries hue for health. Colour is on the shape, never on the words. */
export function HealthGlyph({ health, label = healthWord[health] }: HealthGlyphProps) {
  return (
    <span className="ui-glyph" data-tip={label === false ? healthWord[health] : undefined}>
      <svg {...drawing} aria-hidden="true" className={`ui-glyph-${health}`}>
        <Shape health={health} />
      </svg>
      {label === false ? <span className="ui-hidden">{healthWord[health]}</span> : <span>{label}</span>}
    </span>
  );
}

/** The glyph alone, its word spoken and in the tip, in as few elements as can be: a matrix has a thousand in the page. */
export function HealthMark({ health }: { health: Health }) {
  const word = healthWord[health];
  return (
    <svg {...drawing} role="img" aria-label={word} data-tip={word} className={`ui-glyph-${health}`}>
      <Shape health={health} />
    </svg>
  );
}

const drawing = { width: '14', height: '14', viewBox: '0 0 14 14' } as const;

function Shape({ health }: { health: Health }) {
  const { color, fill, stroke, dash } = shapes[health];
  return (
    <path
      d={fill ?? stroke}
      fill={fill === undefined ? 'none' : color}
      fillRule="evenodd"
      stroke={stroke === undefined ? 'none' : color}
      strokeWidth="2"
      strokeDasharray={dash}
    />
  );
}
