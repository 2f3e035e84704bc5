import type { MonitorProbe, MonitorType } from '@fieldmarshal/contract/checks/monitor';
import { rowId, type Row } from '../../oncall/form/rows.ts';
import {
  jsonRuleForm,
  jsonRuleOf,
  textRuleForm,
  textRuleOf,
  type JsonRuleForm,
  type TextRuleForm,
} from './text-rule-form.ts';

export const monitorTypes = ['http', 'tcp', 'dns', 'tls', 'promql'] as const;

/** A header that is sent: `value`; or one that must come back: a rule for it. */
interface PairForm extends Row {
  name: string;
  value: string;
}
export interface HeaderRuleForm extends TextRuleForm {
  name: string;
}

interface CertificateForm {
  /** Only http asks: the others either always or never look at one. */
  isOn: boolean;
  imminentDays: string;
  failingDays: string;
}

export type ConditionType = 'threshold' | 'forecast' | 'burn-rate';

/** What a monitor looks at. Every kind has its fields side by side, so that changing the kind loses nothing that was typed. */
export interface ProbeForm {
  type: MonitorType;
  method: string;
  url: string;
  headers: readonly PairForm[];
  body: string;
  redirects: string;
  verify: boolean;
  status: string;
  headerRules: readonly HeaderRuleForm[];
  bodyRules: readonly TextRuleForm[];
  jsonRules: readonly JsonRuleForm[];
  withinMs: string;
  certificate: CertificateForm;
  host: string;
  port: string;
  send: string;
  answer: TextRuleForm | null;
  serverName: string;
  record: string;
  resolver: string;
  includes: string;
  countMin: string;
  query: string;
  condition: ConditionType;
  direction: 'above' | 'below';
  limit: string;
  withinHours: string;
  historyHours: string;
  objective: string;
  longWindow: string;
  shortWindow: string;
  factor: string;
  tells: 'failing' | 'imminent';
  budgetDays: string;
  noData: 'fail' | 'pass';
  unit: string;
}

export function blankProbe(type: MonitorType): ProbeForm {
  return {
    type,
    ...{ method: 'GET', url: '', headers: [], body: '', redirects: '5', verify: true, status: '2xx' },
    ...{ headerRules: [], bodyRules: [], jsonRules: [], withinMs: '' },
    certificate: { isOn: true, imminentDays: '21', failingDays: '0' },
    ...{ host: '', port: type === 'tls' ? '443' : '', send: '', answer: null, serverName: '' },
    ...{ record: 'A', resolver: '', includes: '', countMin: '1' },
    ...{
      query: '',
      condition: 'threshold',
      direction: 'above',
      limit: '',
      withinHours: '24',
      historyHours: '24',
    },
    ...{ objective: '99.9', longWindow: '1h', shortWindow: '5m', factor: '14.4', noData: 'fail', unit: '' },
    ...{ tells: 'failing', budgetDays: '30' },
  };
}

/** The form of a stored probe. */
export function probeForm(probe: MonitorProbe): ProbeForm {
  const blank = blankProbe(probe.type);
  switch (probe.type) {
    case 'http':
      return { ...blank, ...httpForm(probe) };
    case 'tcp':
      return {
        ...blank,
        host: probe.host,
        port: String(probe.port),
        send: probe.send ?? '',
        answer: probe.expect === undefined ? null : textRuleForm(probe.expect),
        withinMs: numberText(probe.withinMs),
      };
    case 'dns':
      return {
        ...blank,
        host: probe.name,
        record: probe.record,
        resolver: probe.resolver ?? '',
        includes: probe.includes.join('\n'),
        countMin: String(probe.countMin),
        withinMs: numberText(probe.withinMs),
      };
    case 'tls':
      return {
        ...blank,
        host: probe.host,
        port: String(probe.port),
        serverName: probe.serverName ?? '',
        verify: probe.verifyCertificate,
        certificate: certificateForm(probe.certificate),
      };
    case 'promql':
      return { ...blank, ...promqlForm(probe) };
  }
}

function httpForm(probe: Extract<MonitorProbe, { type: 'http' }>): Partial<ProbeForm> {
  const { expect } = probe;
  return {
    method: probe.method,
    url: probe.url,
    headers: pairs(probe.headers),
    body: probe.body ?? '',
    redirects: String(probe.redirects),
    verify: probe.verifyCertificate,
    status: expect.status.join(', '),
    headerRules: expect.headers.map(({ name, ...rule }) => ({ name, ...textRuleForm(rule) })),
    bodyRules: expect.body.map((rule) => textRuleForm(rule)),
    jsonRules: expect.json.map((rule) => jsonRuleForm(rule)),
    withinMs: numberText(expect.withinMs),
    certificate: certificateForm(probe.certificate),
  };
}

function promqlForm(probe: Extract<MonitorProbe, { type: 'promql' }>): Partial<ProbeForm> {
  const { condition } = probe;
  const shared = {
    url: probe.server,
    headers: pairs(probe.headers),
    query: probe.query,
    condition: condition.type,
    noData: probe.noData,
    unit: probe.unit ?? '',
  };
  switch (condition.type) {
    case 'threshold':
      return { ...shared, direction: condition.direction, limit: String(condition.value) };
    case 'forecast':
      return {
        ...shared,
        direction: condition.direction,
        limit: String(condition.limit),
        withinHours: String(condition.withinHours),
        historyHours: String(condition.historyHours),
      };
    case 'burn-rate':
      return {
        ...shared,
        objective: String(condition.objectivePercent),
        longWindow: condition.longWindow,
        shortWindow: condition.shortWindow,
        factor: String(condition.factor),
        tells: condition.tells,
        budgetDays: String(condition.budgetDays),
      };
  }
}

function certificateForm(given: { imminentDays: number; failingDays: number } | undefined): CertificateForm {
  const { imminentDays = 21, failingDays = 0 } = given ?? {};
  return { isOn: given !== undefined, imminentDays: String(imminentDays), failingDays: String(failingDays) };
}

function pairs(record: Readonly<Record<string, string>>): PairForm[] {
  return Object.entries(record).map(([name, value]) => ({ id: rowId(), name, value }));
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** The probe as it is saved. */
export function probeOf(form: ProbeForm): object {
  const within = form.withinMs === '' ? {} : { withinMs: Number(form.withinMs) };
  switch (form.type) {
    case 'http':
      return httpOf(form, within);
    case 'tcp':
      return {
        type: 'tcp',
        host: form.host,
        port: portOf(form.port),
        ...(form.send === '' ? {} : { send: form.send }),
        ...(form.answer === null ? {} : { expect: textRuleOf(form.answer) }),
        ...within,
      };
    case 'dns':
      return {
        type: 'dns',
        name: form.host,
        record: form.record,
        ...(form.resolver === '' ? {} : { resolver: form.resolver }),
        includes: words(form.includes),
        countMin: Number(form.countMin),
        ...within,
      };
    case 'tls':
      return {
        type: 'tls',
        host: form.host,
        port: portOf(form.port),
        ...(form.serverName === '' ? {} : { serverName: form.serverName }),
        verifyCertificate: form.verify,
        certificate: certificateOf(form.certificate),
      };
    case 'promql':
      return {
        type: 'promql',
        server: form.url,
        headers: recordOf(form.headers),
        query: form.query,
        condition: conditionOf(form),
        noData: form.noData,
        ...(form.unit === '' ? {} : { unit: form.unit }),
      };
  }
}

function httpOf(form: ProbeForm, within: object): object {
  return {
    type: 'http',
    method: form.method,
    url: form.url,
    headers: recordOf(form.headers),
    ...(form.body === '' ? {} : { body: form.body }),
    redirects: Number(form.redirects),
    verifyCertificate: form.verify,
    expect: {
      status: words(form.status),
      headers: form.headerRules.map(({ name, ...rule }) => ({ ...textRuleOf(rule), name })),
      body: form.bodyRules.map((rule) => textRuleOf(rule)),
      json: form.jsonRules.map((rule) => jsonRuleOf(rule)),
      ...within,
    },
    ...(form.certificate.isOn ? { certificate: certificateOf(form.certificate) } : {}),
  };
}

function conditionOf(form: ProbeForm): object {
  const { direction } = form;
  switch (form.condition) {
    case 'threshold':
      return { type: 'threshold', direction, value: Number(form.limit) };
    case 'forecast':
      return {
        type: 'forecast',
        direction,
        limit: Number(form.limit),
        withinHours: Number(form.withinHours),
        historyHours: Number(form.historyHours),
      };
    case 'burn-rate':
      return {
        type: 'burn-rate',
        objectivePercent: Number(form.objective),
        longWindow: form.longWindow,
        shortWindow: form.shortWindow,
        factor: Number(form.factor),
        tells: form.tells,
        budgetDays: Number(form.budgetDays),
      };
  }
}

function certificateOf({ imminentDays, failingDays }: CertificateForm): object {
  return { imminentDays: Number(imminentDays), failingDays: Number(failingDays) };
}

function recordOf(rows: readonly PairForm[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Texts between commas, blanks and ends of lines. */
export function words(text: string): string[] {
  return text.split(/[\s,]+/u).filter(Boolean);
}

/** A port may be a variable, such as `{{port}}`. */
function portOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
