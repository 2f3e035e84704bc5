import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { showToast } from '../../ui/toast.ts';
import { readWholeLog, sentenceOf } from '../incident-api.ts';

interface ExportItem {
  id: string;
  label: string;
  onSelect: () => void;
}

/** The room as a file to keep, with its whole log: for people, for programs, on paper. */
export function useExports(incident: Incident): readonly ExportItem[] {
  const save = async (form: 'md' | 'json') => {
    try {
      const events = await readWholeLog(incident.id);
      const text =
        form === 'json'
          ? JSON.stringify({ incident, events }, null, 2)
          : (await import('./markdown.ts')).incidentMarkdown(incident, events);
      download(`${incident.id}.${form}`, text, form === 'json' ? 'application/json' : 'text/markdown');
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  return [
    { id: 'export-md', label: 'Export as Markdown', onSelect: () => void save('md') },
    { id: 'export-json', label: 'Export as JSON', onSelect: () => void save('json') },
    { id: 'print', label: 'Print', onSelect: () => window.print() },
  ];
}

function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
