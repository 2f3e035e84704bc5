import { createHash } from 'node:crypto';
import { promptVersion, type Prompt } from '../core/prompt.ts';

interface Inputs {
  readonly feature: string;
  readonly model: string;
  readonly prompt: Prompt;
  readonly nonce: string;
}

/** The same for the same question to the same model, whatever its nonce. */
export function inputsHash({ feature, model, prompt, nonce }: Inputs): string {
  const { instructions, text } = prompt;
  const plain = `${feature}\n${promptVersion}\n${model}\n${instructions}\n${text}`;
  return createHash('sha256').update(plain.replaceAll(nonce, '')).digest('hex');
}
