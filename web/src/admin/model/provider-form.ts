import type { ModelProviderSpec } from '@fieldmarshal/contract/assist';
import type { Fault } from '../../catalog/editor/faults.ts';

/** A server with a model while it is edited; what has no field is kept as it was. */
export interface ProviderForm {
  displayName: string;
  api: ModelProviderSpec['api'];
  url: string;
  model: string;
  key: ModelProviderSpec['key'];
  enabled: boolean;
  priority: string;
  /** In seconds, as people say it. */
  firstChunk: string;
  total: string;
  inputPrice: string;
  outputPrice: string;
  kept: Partial<ModelProviderSpec>;
}

export const blankProvider: ProviderForm = {
  ...{ displayName: '', api: 'openai', url: '', model: '', key: 'bearer', enabled: true, priority: '100' },
  ...{ firstChunk: '3', total: '10', inputPrice: '', outputPrice: '', kept: {} },
};

export function providerForm(spec: ModelProviderSpec): ProviderForm {
  const { displayName = '', api, url, model, key, enabled, priority, firstChunkMs, totalMs, price } = spec;
  return {
    ...{ displayName, api, url, model, key, enabled, priority: String(priority), kept: spec },
    ...{ firstChunk: String(firstChunkMs / 1_000), total: String(totalMs / 1_000) },
    inputPrice: price === undefined ? '' : String(price.inputPerMillion),
    outputPrice: price === undefined ? '' : String(price.outputPerMillion),
  };
}

export function providerOf(form: ProviderForm) {
  const { displayName, api, url, model, key, enabled, priority, firstChunk, total, kept } = form;
  const { displayName: _, price: __, ...rest } = kept;
  const price = priceOf(form);
  return {
    ...rest,
    ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
    ...{ api, url: url.trim(), model: model.trim(), key, enabled, priority: Number(priority) },
    ...{ firstChunkMs: msOf(firstChunk), totalMs: msOf(total) },
    ...(price === null ? {} : { price }),
  };
}

/** Both prices or none: one alone would count half of what a call costs. */
function priceOf({ inputPrice, outputPrice }: ProviderForm): ModelProviderSpec['price'] | null {
  if (inputPrice.trim() === '' && outputPrice.trim() === '') return null;
  return { inputPerMillion: Number(inputPrice || 0), outputPerMillion: Number(outputPrice || 0) };
}

function msOf(seconds: string): number {
  return Math.round(Number(seconds) * 1_000);
}

const within = (text: string, least: number, most: number): boolean =>
  text.trim() !== '' && Number(text) >= least && Number(text) <= most;

export function missingInProvider(form: ProviderForm): Fault[] {
  const faults: (Fault | false)[] = [
    !/^https?:\/\/\S/.test(form.url.trim()) && {
      path: 'url',
      message: 'A web address, such as http://ollama:11434/v1',
    },
    form.model.trim() === '' && { path: 'model', message: 'Say which model' },
    !(within(form.priority, 0, 1_000) && Number.isInteger(Number(form.priority))) && {
      path: 'priority',
      message: 'A whole number of 0 to 1,000',
    },
    !within(form.firstChunk, 0.1, 60) && { path: 'firstChunkMs', message: 'Seconds: 0.1 to 60' },
    !within(form.total, 0.5, 120) && { path: 'totalMs', message: 'Seconds: 0.5 to 120' },
    ...(['inputPrice', 'outputPrice'] as const).map(
      (field): Fault | false =>
        form[field].trim() !== '' &&
        !within(form[field], 0, 100_000) && { path: field, message: 'A price of 0 to 100,000' },
    ),
  ];
  return faults.filter((fault) => fault !== false);
}
