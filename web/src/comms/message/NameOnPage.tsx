import { namingMessages } from '@fieldmarshal/contract/comms/public-title';
import { TextField } from '../../ui/TextField.tsx';
import { useCommunications, type Communication } from '../comms-api.ts';

interface NameOnPageProps {
  message: Communication;
  value: string;
  onChange: (name: string) => void;
}

/** Whether a correction of this message, or this correction, may rename its incident on the status page. */
export function canRename({ incidentId, audience, onPage, state, corrects }: Communication): boolean {
  return incidentId !== null && audience === 'customers' && onPage && (state === 'sent' || corrects !== null);
}

/** What an incident is called on the status page from a correction on. */
export function NameOnPage({ message: { incidentId, language }, value, onChange }: NameOnPageProps) {
  const sent = useCommunications(`incident=${incidentId ?? ''}&state=sent&audience=customers`);
  const own = (sent.data?.items ?? [])
    .filter((each) => each.onPage && each.language === language)
    .toSorted((a, b) => (a.sentAt ?? '').localeCompare(b.sentAt ?? ''));
  const now = namingMessages(own).at(-1)?.name;
  return (
    <TextField
      label="Another name of the incident on the status page"
      maxLength={200}
      hint={`Empty: it stays ${now === undefined ? 'as it is' : `“${now}”`}. The page tells that it was corrected, and what it was.`}
      value={value}
      onChange={onChange}
    />
  );
}
