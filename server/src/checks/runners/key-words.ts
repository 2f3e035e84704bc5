import { fingerprintOf } from '@fieldmarshal/runner/sealed';

/** For the log of the runner, where whoever installed it looks first. */
export function refusalWords(known: string, key: string): string {
  return `This runner's token is known with the key ${fingerprintOf(known)}, and it asked with ${keyName(key)}. If it was installed anew or lost its data folder, an administrator accepts this key under Runners, or gives it a new token. Nothing is given out until then.`;
}

/** For people who look at the runner. */
export function otherKeyWords(known: string | null, key: string): string {
  return `Somebody asked for work with its token and ${keyName(key)}; it is known by ${fingerprintOf(known ?? '')}. Nothing was given out. If it was installed anew or lost its data folder, accept the key that it prints when it starts; if not, its token is in other hands: give it a new one.`;
}

function keyName(key: string): string {
  return key === '' ? 'no key' : `the key ${fingerprintOf(key)}`;
}
