import './Tag.css';

/** How far along a piece of work is; `watching` is done but observed, `checked` is done and looked back on. */
export type Progress = 'new' | 'quarter' | 'half' | 'most' | 'watching' | 'done' | 'checked';

const slices: { readonly [P in Progress]: string } = {
  new: '',
  quarter: 'M7 7V2a5 5 0 0 1 5 5z',
  half: 'M7 2a5 5 0 0 1 0 10z',
  most: 'M7 7V2a5 5 0 1 1-5 5z',
  watching: 'M7 4.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 0 1 0-5.2z',
  done: 'M7 2a5 5 0 1 1 0 10a5 5 0 0 1 0-10z',
  checked: '',
};

/** Progress drawn as a filling circle, in the colour of the text around it. Always next to its word. */
export function StateGlyph({ progress }: { progress: Progress }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {progress === 'checked' ? (
        <path d="M2.5 7.5l3 3 6-7" strokeWidth="2" />
      ) : (
        <>
          <circle cx="7" cy="7" r="5.2" />
          <path d={slices[progress]} fill="currentColor" stroke="none" />
        </>
      )}
    </svg>
  );
}
