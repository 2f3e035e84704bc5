import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderChart } from './render-chart.ts';

let chart = '';
beforeEach(() => {
  chart = mkdtempSync(join(tmpdir(), 'fm-chart-'));
  mkdirSync(join(chart, 'templates'));
  writeFileSync(join(chart, 'Chart.yaml'), 'name: trial\nversion: 1.2.3\nappVersion: 4.5.6\n');
});
afterEach(() => rmSync(chart, { recursive: true, force: true }));

function rendered(template: string, values: object): string {
  writeFileSync(join(chart, 'values.yaml'), JSON.stringify(values));
  writeFileSync(join(chart, 'templates/a.yaml'), template);
  return renderChart(chart, {}).get('a.yaml') ?? '';
}

/** What Go 1.19's text/template with sprig, the engine of Helm, writes for these; the whole chart was compared with it, too. */
test.each<[string, object, string]>([
  ['a {{- .Values.x -}} b', { x: 'c' }, 'acb'],
  ['{{/* said */}}{{ .Values.x }}', { x: true }, 'true'],
  [
    '{{ .Values.x }} {{ .Values.y }} {{ .Values.z }}',
    { x: 123_456, y: 5_000_000, z: 1_234_567 },
    '123456 5e+06 1.234567e+06',
  ],
  ['{{ if .Values.x }}a{{ else if .Values.y }}b{{ else }}c{{ end }}!', { x: [], y: 0 }, 'c!'],
  ['{{ if .Values.x }}a{{ else if .Values.y }}b{{ else }}c{{ end }}!', { x: {}, y: 'y' }, 'b!'],
  ['{{ with .Values.x }}{{ . | quote }}{{ else }}none{{ end }}', { x: 'a"b' }, '"a\\"b"'],
  ['{{ with .Values.x }}{{ . }}{{ else }}none{{ end }}', { x: '' }, 'none'],
  ['{{ range $k, $v := .Values.x }}{{ $k }}={{ $v }},{{ end }}', { x: { b: 'y', a: 'x' } }, 'a=x,b=y,'],
  ['{{ range .Values.x }}{{ .n }}{{ $.Values.y }}{{ end }}', { x: [{ n: 'a' }, { n: 'b' }], y: '.' }, 'a.b.'],
  [
    '{{ $a := .Values.x }}{{ printf "%s-%s" $a.b .Chart.Name | trunc 5 | trimSuffix "-" }}',
    { x: { b: 'long' } },
    'long',
  ],
  [
    '{{ define "t" }}{{ .role }}:\n{{ .root.Chart.AppVersion }}{{ end }}x: {{- include "t" (dict "root" . "role" "web") | nindent 2 }}',
    {},
    'x:\n  web:\n  4.5.6',
  ],
  ['{{ toJson (index .Values "x").y }}', { x: { y: { b: [1, 'z'], a: null } } }, '{"a":null,"b":[1,"z"]}'],
  ['{{ toJson .Values.x }}', { x: 'a<b>&c' }, '"a\\u003cb\\u003e\\u0026c"'],
  ['{{ (urlParse .Values.x).hostname }}', { x: 'https://a.example.org:8443/p' }, 'a.example.org'],
  ['{{ .Values.x | default .Chart.Version }}', { x: '' }, '1.2.3'],
  [
    '{{ if kindIs "string" .Values.x }}a{{ else }}{{ .Values.x | toJson | quote }}{{ end }}',
    { x: 5_000_000 },
    '"5000000"',
  ],
  [
    '{{ if contains .Chart.Name .Release.Name }}a{{ else }}b{{ end }}{{ if eq .Values.x "q" }}c{{ end }}',
    { x: 'q' },
    'bc',
  ],
])('renders %s', (template, values, text) => {
  expect(rendered(template, values)).toBe(text);
});

test.each<[string, RegExp]>([
  ['{{ .Values.missing }}', /not there/],
  ['{{ .Values.missing.more }}', /nothing has a ".more"/],
  ['{{ nonsense .Values }}', /"nonsense" is no function/],
  ['{{ include "nobody" . }}', /no template is called nobody/],
  ['{{ if .Values }}', /not closed/],
  ['{{ end }}', /closes nothing/],
  ['{{ $x }}', /there is no \$x/],
  ['{{ (.Values }}', /bracket/],
  ['{{ required "say it" .Values.missing }}', /say it/],
])('refuses %s', (template, reason) => {
  expect(() => rendered(template, {})).toThrow(reason);
});
