// What a person waits for and sees jump: the first page's JavaScript, the time until the dashboard's figures show, and layout shifts.
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../tests/browser.ts';
import {
  type App,
  acceptSuggestions,
  connect,
  eventually,
  signIn,
  signInOnPage,
  startApp,
  temporaryDataDir,
} from '../tests/end-to-end/app.ts';
import { type Budgeted, summary } from './measure.ts';

const javascriptKbMax = 225;
const figuresMsMax = 1_000;
const layoutShiftMax = 0.05;
const runs = 5;
/** What comes later than that moves nothing that somebody is reading. */
const watchedMs = 2_000;
const dayMs = 86_400_000;
const syncedDays = 10;

const pages: readonly (readonly [name: string, path: string])[] = [
  ['Sales Dashboard', '/'],
  ['Financial events', '/settings/integrations/quickbooks-online/financial-events'],
  ['Tickets', '/sales/tickets'],
  ['QuickBooks Online', '/settings/integrations/quickbooks-online'],
  ['Financial', '/settings/financial'],
  ['Payment types', '/settings/payment-types'],
];

/** Notes when the first figure shows, and adds up what moves under the reader's eyes. */
const watch = `(() => {
  window.seen = { figuresAt: null, layoutShift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new MutationObserver((changes, observer) => {
    if (document.querySelector('.figure-value') === null) return;
    window.seen.figuresAt = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
})()`;

interface Seen {
  readonly figuresAt: number | null;
  readonly layoutShift: number;
}

export async function benchPages(): Promise<Budgeted[]> {
  const { dataDir, remove } = await temporaryDataDir();
  const app = await startApp({ dataDir });
  const browser = await openBrowser();
  try {
    await prepare(app);
    return await measureAll(app, browser);
  } finally {
    await browser.close();
    await app.stop();
    await remove();
  }
}

/** Most is mapped and synced, some waits: as in a shop's first week. */
async function prepare(app: App): Promise<void> {
  const person = await signIn(app);
  await person('POST', '/api/v1/demo', {});
  await connect(app, person);
  await acceptSuggestions(person);
  const from = new Date(Date.now() - syncedDays * dayMs).toISOString().slice(0, 10);
  await person('POST', '/api/v1/sync/start', { from });
  await eventually(
    'nothing is on its way',
    async () => {
      const { counts } = (await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync')).body;
      return (counts.synced ?? 0) > 0 && (counts.ready ?? 0) + (counts.syncing ?? 0) === 0;
    },
    600_000,
  );
}

async function measureAll(app: App, browser: Browser): Promise<Budgeted[]> {
  const signedIn = await browser.newContext();
  const door = await signedIn.newPage();
  await signInOnPage(door, `${app.url}/`);
  await door.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
  const session = await signedIn.storageState();
  await signedIn.close();

  /** Nothing in the browser's cache, as on somebody's first visit of the day after a new version. */
  const visiting = async <T>(visit: (page: Page, context: BrowserContext) => Promise<T>): Promise<T> => {
    const context = await browser.newContext({ storageState: session, baseURL: app.url });
    await context.addInitScript(watch);
    const page = await context.newPage();
    try {
      return await visit(page, context);
    } finally {
      await context.close();
    }
  };
  const waits: number[] = [];
  for (let run = 0; run < runs; run += 1) waits.push(await visiting(figuresAfter));
  const shifts: Budgeted[] = [];
  for (const [name, path] of pages) {
    const figures: number[] = [];
    for (let run = 0; run < 3; run += 1) figures.push(await visiting((page) => layoutShift(page, path)));
    const what = {
      name: `layout shift, ${name}`,
      unit: '',
      runs: 3,
      note: `${watchedMs / 1000} s from its heading on`,
    };
    shifts.push({ ...summary(what, figures), budget: layoutShiftMax });
  }
  const size = {
    name: "first page's JavaScript, gzipped",
    unit: 'kB',
    runs: 1,
    note: 'asked for before the figures show',
  };
  const wait = { name: 'dashboard usable', unit: 'ms', runs, note: 'from the address to the figures, nothing cached' };
  return [
    { ...summary(size, [await visiting(javascriptOf)]), budget: javascriptKbMax },
    { ...summary(wait, waits), budget: figuresMsMax },
    ...shifts,
  ];
}

/** Asked for before the figures show; the chart is after them. */
async function javascriptOf(page: Page): Promise<number> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) {
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    }
  });
  await figuresAfter(page);
  const asked = await page.evaluate<string[]>(
    `performance.getEntriesByType('resource').filter(({ startTime }) => startTime <= window.seen.figuresAt).map(({ name }) => name)`,
  );
  let bytes = 0;
  for (const url of asked) bytes += (await sizes.get(url)) ?? 0;
  return bytes / 1000;
}

async function figuresAfter(page: Page): Promise<number> {
  await page.goto('/');
  await page.locator('.figure-value').first().waitFor();
  const { figuresAt } = await page.evaluate<Seen>('window.seen');
  if (figuresAt === null) throw new Error('The figures show, and nobody saw when.');
  return figuresAt;
}

async function layoutShift(page: Page, path: string): Promise<number> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(watchedMs);
  return (await page.evaluate<Seen>('window.seen')).layoutShift;
}
