import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { copyText } from '../../ui/CodeBlock.tsx';
import { download } from '../../ui/download.ts';
import { showToast } from '../../ui/toast.ts';
import { readWholeLog, sentenceOf } from '../incident-api.ts';
import { readKnown } from './known.ts';

interface ExportItem {
  id: string;
  label: string;
  onSelect: () => void;
}

/** The room as a file to keep, with its whole log: for people, for programs, on paper. */
export function useExports(incident: Incident): readonly ExportItem[] {
  const take = async (form: Form, use: (text: string) => void | Promise<void>) => {
    try {
      await use(await textOf(incident, form));
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  const save = async (form: Form) =>
    take(form, (text) =>
      download(`${incident.id}.${form}`, text, form === 'json' ? 'application/json' : 'text/markdown'),
    );
  const copy = async (form: Form) =>
    take(form, async (text) =>
      showToast({
        text: (await copyText(text)) ? `Copied ${incident.id} with its log` : 'Copying is not allowed here',
      }),
    );
  return [
    { id: 'copy-md', label: 'Copy as Markdown (for an LLM)', onSelect: () => void copy('md') },
    { id: 'copy-json', label: 'Copy as JSON (for an LLM)', onSelect: () => void copy('json') },
    { id: 'export-md', label: 'Export as Markdown', onSelect: () => void save('md') },
    { id: 'export-json', label: 'Export as JSON', onSelect: () => void save('json') },
    { id: 'print', label: 'Print', onSelect: () => window.print() },
  ];
}

type Form = 'md' | 'json';

async function textOf(incident: Incident, form: Form): Promise<string> {
  const [events, known] = await Promise.all([readWholeLog(incident.id), readKnown(incident.id)]);
  if (form === 'json') return JSON.stringify({ incident, ...known, events }, null, 2);
  return (await import('./markdown.ts')).incidentMarkdown(incident, events, known);
}
