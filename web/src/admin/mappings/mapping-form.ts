/** As stored: JSON pointers by field. */
export interface EventMapping {
  title: string;
  key?: string | undefined;
  status?: string | undefined;
  resolvedValues?: string[] | undefined;
  severity?: string | undefined;
  description?: string | undefined;
  link?: string | undefined;
  startsAt?: string | undefined;
  labels?: Record<string, string> | undefined;
}

export interface StoredMapping {
  integration: string;
  mapping: EventMapping;
  updatedBy: string;
  updatedAt: string;
}

export const pointerFields = [
  { name: 'title', label: 'Title', example: '/alert/name' },
  { name: 'key', label: 'Key', example: '/alert/id' },
  { name: 'status', label: 'Status', example: '/alert/state' },
  { name: 'severity', label: 'Severity', example: '/level' },
  { name: 'description', label: 'Description', example: '/alert/text' },
  { name: 'link', label: 'Link', example: '/url' },
  { name: 'startsAt', label: 'Began at', example: '/time' },
] as const;
type PointerName = (typeof pointerFields)[number]['name'];

/** As typed: pointers, values one a line, labels as `name=/pointer` one a line. */
export type MappingForm = Record<PointerName, string> & { resolvedValues: string; labels: string };

export function formOf(mapping: EventMapping | null): MappingForm {
  const pointers = Object.fromEntries(pointerFields.map(({ name }) => [name, mapping?.[name] ?? '']));
  const labels = Object.entries(mapping?.labels ?? {}).map(([name, pointer]) => `${name}=${pointer}`);
  return {
    ...blank,
    ...pointers,
    resolvedValues: (mapping?.resolvedValues ?? []).join('\n'),
    labels: labels.join('\n'),
  };
}

const blank: MappingForm = {
  title: '',
  key: '',
  status: '',
  severity: '',
  description: '',
  link: '',
  startsAt: '',
  resolvedValues: '',
  labels: '',
};

/** What is typed as a mapping; `null` without a title, which is the usual names. Empty fields are left out. */
export function mappingOf(form: MappingForm): EventMapping | null {
  if (form.title.trim() === '') return null;
  const pointers = pointerFields.flatMap(({ name }): [string, string][] =>
    form[name].trim() ? [[name, form[name].trim()]] : [],
  );
  const values = linesOf(form.resolvedValues);
  const labels = linesOf(form.labels).flatMap((text): [string, string][] => {
    const at = text.indexOf('=');
    return at < 1 ? [] : [[text.slice(0, at).trim(), text.slice(at + 1).trim()]];
  });
  return {
    title: form.title.trim(),
    ...Object.fromEntries(pointers),
    ...(values.length === 0 ? {} : { resolvedValues: values }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
