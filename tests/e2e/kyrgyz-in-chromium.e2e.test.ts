import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { launchTablet, type Tablet } from '../support/browser.ts';
import { root } from '../../src/house/paths.ts';

/** The module of cases as one script: the very same cases run in Node (tests/core) and here. */
async function bundle(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry: 'tests/support/kyrgyz-cases.ts', formats: ['iife'], name: 'cases' } },
  });
  const [one] = Array.isArray(built) ? built : [built];
  if (!one || !('output' in one)) throw new Error('nothing was built');
  return one.output[0].code;
}

describe('Kyrgyz in a real Chromium', () => {
  let tablet: Tablet;
  beforeAll(async () => {
    tablet = await launchTablet({ lang: 'ru' });
  });
  afterAll(async () => {
    await tablet.close();
    tablet.forget();
  });

  it('[done 5] dates, numbers, relative times and sorting are right where the browser itself knows no Kyrgyz', async () => {
    // Through the browser's own protocol: a page's policy would refuse a script from outside.
    await tablet.page.goto('about:blank');
    await tablet.page.evaluate(`${await bundle()}; globalThis.tizmeCases = cases;`);
    const said = await tablet.page.evaluate('({ knows: Intl.DateTimeFormat.supportedLocalesOf("ky").length, failing: tizmeCases.failingKyrgyzCases(), all: tizmeCases.kyrgyzCases.length })');
    expect(said).toMatchObject({ failing: [] });
    expect((said as { all: number }).all).toBeGreaterThan(40);
  });
});
