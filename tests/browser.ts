// The machine's own Chromium for the browser tests; where there is none they are skipped, and say what to install.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, expect } from 'vitest';

/** The same browser without the windows that nobody sees takes a third less of a busy machine: it goes before the others. */
const usualNames = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing that a test browser does on its own: no updates, no look-ups, no first-run page. */
const quietly = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findChromium(environment = process.env): string | null {
  const folders = (environment.PATH ?? '').split(delimiter);
  const inPath = usualNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  const asked = environment.CHROMIUM_PATH ? [environment.CHROMIUM_PATH] : [];
  return [...asked, ...inPath, ...usualPlaces].find((path) => existsSync(path)) ?? null;
}

const executablePath = findChromium();
if (executablePath === null) process.stderr.write('skipped: no Chromium, `apt-get install chromium`\n');

/** `describe` for tests that need a browser. */
export const describeWithBrowser = (name: string, tests: () => void): void => {
  const title = executablePath === null ? `${name} (skipped: no Chromium, \`apt-get install chromium\`)` : name;
  describe.skipIf(executablePath === null)(title, tests);
};

export async function openBrowser(): Promise<Browser> {
  if (executablePath === null) throw new Error('no Chromium, `apt-get install chromium`');
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium's sandbox does not work for root.
    chromiumSandbox: !asRoot,
    args: asRoot ? [...quietly, '--no-sandbox'] : quietly,
  });
}

/** The same program as `axe.source`, in a third of its length, which a page reads in two thirds of the time. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is; what it finds right, which is most, it need not describe. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return faultsBy(page, {});
}

async function faultsBy(page: Page, rules: Pick<RunOptions, 'runOnly'>): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource);
  // No rule of its usual ones asks for the style sheets once more, and the pages play nothing.
  const options: RunOptions = { ...rules, preload: false, resultTypes: ['violations'] };
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`,
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.html).join(' ')})`);
}

const coloursAtRestMs = 30_000;
const areColoursAtRest = "document.getAnimations().every(({ playState }) => playState !== 'running')";

/** Of its usual rules those that tell one theme from the other: by their colours, and by the button that changes them. */
const ofTheme: Pick<RunOptions, 'runOnly'> = { runOnly: ['color-contrast', 'link-in-text-block', 'button-name'] };

/** In both themes, and the page is light again then. */
export async function expectAccessible(page: Page): Promise<void> {
  const themes = [
    { colorScheme: 'dark', rules: ofTheme },
    { colorScheme: 'light', rules: {} },
  ] as const;
  for (const { colorScheme, rules } of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await expect.poll(() => page.evaluate<boolean>(areColoursAtRest), { timeout: coloursAtRestMs }).toBe(true);
    expect(await faultsBy(page, rules), `${page.url()}, ${colorScheme}`).toEqual([]);
  }
}
