// The whole program with its owner signed in, and a browser beside it: what a journey through the console begins with.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { type App, type Caller, eventually, signIn, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';

/** For a machine that is busy with other tests: a page that is right is waited for no longer than it takes. */
export const pageWaitMs = 60_000;

const deskSize = { width: 1360, height: 900 };
/** The narrowest screen that WCAG asks for (1.4.10), so that a time of day of two digits fits the usual ones. */
const phoneSize = { width: 320, height: 640 };

export interface InBrowser {
  readonly app: App;
  readonly person: Caller;
  readonly browser: Browser;
  /** Nobody is signed in on it. */
  readonly page: Page;
  stop(): Promise<void>;
}

export async function startInBrowser(): Promise<InBrowser> {
  const { dataDir, remove } = await preparedDataDir();
  const toUndo: (() => Promise<unknown>)[] = [remove];
  const stop = async () => {
    for (const undo of toUndo.splice(0).reverse()) await undo();
  };
  try {
    const app = await startApp({ dataDir });
    toUndo.push(() => app.stop());
    const person = await signIn(app);
    const browser = await openBrowser();
    toUndo.push(() => browser.close());
    const context = await browser.newContext({
      viewport: deskSize,
      reducedMotion: 'reduce',
      baseURL: app.url,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(pageWaitMs);
    return { app, person, browser, page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The page in the size of a phone; it is back on the desk whatever happens, for the tests after this one. */
export async function onPhone(page: Page, journey: () => Promise<void>): Promise<void> {
  await page.setViewportSize(phoneSize);
  try {
    await journey();
  } finally {
    await page.setViewportSize(deskSize);
  }
}

/** `page.waitForFunction` asks a second time from within the page, whose policy runs no text as a program. */
export async function waitUntil(page: Page, expression: string): Promise<void> {
  await eventually(expression, () => page.evaluate<boolean>(expression), pageWaitMs);
}

/** The browser tells the page of its new width a frame later, and tables and charts follow it. */
export const fitsWindow = 'document.documentElement.scrollWidth === window.innerWidth';

/** The words of each button that sticks out of the window or of what clips it, or that cuts them off itself. */
export const cutOffButtons = `[...document.querySelectorAll('main .mantine-Button-root')]
  .filter((button) => {
    const words = document.createRange();
    words.selectNodeContents(button.querySelector('.mantine-Button-label') ?? button);
    const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
    const box = button.getBoundingClientRect();
    if (!within(words.getBoundingClientRect(), box) || !within(box, { left: 0, right: window.innerWidth })) return true;
    for (let around = button.parentElement; around !== null; around = around.parentElement) {
      const clips = getComputedStyle(around).overflowX !== 'visible';
      if (clips && !within(box, around.getBoundingClientRect())) return true;
    }
    return false;
  })
  .map((button) => button.textContent)`;

/** What the page shows while the answer of this path is still on its way. */
export async function beforeAnswer(page: Page, path: string, look: () => Promise<void>): Promise<void> {
  let letGo: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isIt = (url: URL) => url.pathname === path;
  await page.route(isIt, async (route) => {
    await isOver;
    await route.continue();
  });
  await look();
  letGo();
  // Not before it went its way.
  await page.unrouteAll({ behavior: 'wait' });
}
