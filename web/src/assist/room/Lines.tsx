import type { CitedLine, WrittenLineView } from '@fieldmarshal/contract/assist';
import { Cites } from './Cites.tsx';
import './assist.css';

export type ShownLine = Pick<CitedLine, 'text' | 'cites'> &
  Partial<Pick<WrittenLineView, 'by' | 'section'>> & { readonly kind: string };

/** Sentences of a text, each with what it follows from, and who wrote it where that were not the rules. */
export function Lines({ id, lines }: { id: string; lines: readonly ShownLine[] }) {
  return (
    <ul className="assist-lines">
      {lines.map((line) => (
        <li key={line.text} className={line.kind === 'headline' ? 'assist-headline' : undefined}>
          {line.text} <Cites id={id} cites={line.cites} />
          {line.by === 'model' ? <span className="assist-by"> model</span> : null}
        </li>
      ))}
    </ul>
  );
}
