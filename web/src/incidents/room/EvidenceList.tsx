import { X } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { sizeText } from '../../ui/size-text.ts';
import type { Uploaded } from '../incident-api.ts';

export interface Evidence extends Uploaded {
  /** The beginning of a text file. */
  excerpt: string | null;
}

interface EvidenceListProps {
  incidentId: string;
  files: readonly Evidence[];
  onRemove: (id: string) => void;
}

/** What will go with the note, as it will look. */
export function EvidenceList({ incidentId, files, onRemove }: EvidenceListProps) {
  if (files.length === 0) return null;
  return (
    <ul className="room-evidence" aria-label="Goes with the note">
      {files.map((file) => (
        <li key={file.id}>
          <Preview incidentId={incidentId} file={file} />
          <span className="room-list-row">
            <span className="room-list-main">
              {file.name} <span className="ui-quiet">{sizeText(file.bytes)}</span>
            </span>
            <IconButton
              label={`Leave out ${file.name}`}
              icon={<X size={16} aria-hidden />}
              onClick={() => onRemove(file.id)}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Preview({ incidentId, file }: { incidentId: string; file: Evidence }) {
  if (file.contentType.startsWith('image/'))
    return (
      <img
        className="room-thumb"
        src={`/api/v1/incidents/${incidentId}/attachments/${file.id}?inline=1`}
        alt={file.name}
      />
    );
  if (file.excerpt === null) return null;
  return (
    <pre className="room-code room-excerpt" tabIndex={0} aria-label={`Beginning of ${file.name}`}>
      {file.excerpt}
    </pre>
  );
}
