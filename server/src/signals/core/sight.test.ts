import { describe, expect, test } from 'vitest';
import { parseMatcher } from './matcher.ts';
import { isHidden, isInScope, placeOfSilence } from './sight.ts';

const names = { product: (text: string) => (text === 'gw' ? 'gateway' : null), environment: () => null };

function placeOf(about: { products?: string[]; environments?: string[]; matchers?: string[] }) {
  const { products = [], environments = [], matchers = [] } = about;
  return placeOfSilence(
    { products, environments, matchers: matchers.map((text) => parseMatcher(text)) },
    names,
  );
}

describe('a silence', () => {
  test.each([
    [{ environments: ['gov'] }, true],
    [{ environments: ['gov', 'eu'] }, false],
    [{ matchers: ['environment=gov', 'alertname=x'] }, true],
    [{ matchers: ['environment=~gov'] }, false],
    [{ matchers: ['environment!=gov'] }, false],
    [{ matchers: ['alertname=gov'] }, false],
  ])('for %o is hidden from who may not see gov: %s', (about, isSo) => {
    const sight = { hiddenEnvironments: ['gov'], scope: null };
    expect(isHidden(placeOf(about), sight)).toBe(isSo);
    expect(isHidden(placeOf(about), undefined)).toBe(false);
  });

  test.each([
    [{ products: ['gateway'], environments: ['eu'] }, true],
    [{ products: ['gateway', 'files'], environments: ['eu'] }, false],
    [{ products: ['gateway'] }, false],
    [{ matchers: ['product=gw', 'environment=eu'] }, true],
    [{ matchers: ['product=~gateway.*', 'environment=eu'] }, false],
    [{ matchers: ['product=""', 'environment=eu'] }, false],
    [{}, false],
  ])('for %o is within the scope of gateway in eu: %s', (about, isSo) => {
    const scope = { teams: ['gateway'], products: ['gateway'], environments: ['eu'] };
    expect(isInScope(placeOf(about), { hiddenEnvironments: [], scope })).toBe(isSo);
    expect(isInScope(placeOf(about), undefined)).toBe(true);
  });
});
