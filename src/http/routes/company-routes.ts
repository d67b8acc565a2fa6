// The company as a whole: settings, Action Required, the dashboard and its sales, the audit log, the demo shop.
import type { App, Routing } from '../app.ts';
import { auditCsv } from '../audit-csv.ts';
import {
  alertsAnswerSchema,
  auditFilterSchema,
  auditLogAnswerSchema,
  auditLogQuerySchema,
  dashboardQuerySchema,
  dashboardSchema,
  demoAnswerSchema,
  demoRequestSchema,
  salesSummaryQuerySchema,
  salesSummarySchema,
  saveSettingsRequestSchema,
  settingsSchema,
} from '../contract.ts';
import { sendCsv } from '../csv.ts';
import { granted } from '../http-problem.ts';
import { definedOnly } from '../optional-fields.ts';
import { checkSentBack, notAsSeen } from '../sent-back.ts';
import { wireAlert, wireAuditEntry, wireSalesSummary, wireSettings } from '../wire-books.ts';
import { wireDashboard } from '../wire-dashboard.ts';

const demoDefaults = { days: 90, seed: 1 };

export function companyRoutes(app: App, routing: Routing): void {
  settings(app, routing);
  reports(app, routing);
  auditLog(app, routing);
  app.post(
    '/demo',
    {
      schema: {
        tags: ['Company'],
        summary: 'Record the trade of a made-up shop; the same seed makes the same shop',
        body: demoRequestSchema,
        response: { 200: demoAnswerSchema },
      },
    },
    async (request) => {
      const books = routing.booksFor(request);
      const wanted = request.body ?? demoDefaults;
      const { recorded } = await routing.fillDemo(books, wanted);
      const who = routing.whoOf(request);
      await books.noteInAudit({ who, action: 'demo-filled', detail: { ...wanted }, inBooks: { recorded } });
      return { recorded };
    },
  );
}

function settings(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/settings',
    { schema: { tags: ['Company'], summary: "The company's settings", response: { 200: settingsSchema } } },
    async (request) => wireSettings(await booksFor(request).settings()),
  );
  app.put(
    '/settings',
    {
      schema: {
        tags: ['Company'],
        summary: 'Change the settings given; answers them all',
        body: saveSettingsRequestSchema,
        response: { 200: settingsSchema },
      },
    },
    async (request) => {
      const books = booksFor(request);
      const { seen, ...change } = request.body.change;
      await checkSentBack(notAsSeen(request.body.sentBack, seen), () => books.settings());
      const saw = seen === undefined ? {} : { seen: ofBooks(seen) };
      granted(await books.saveSettings({ ...ofBooks(change), ...saw }, whoOf(request)));
      return wireSettings(await books.settings());
    },
  );
}

/** On the wire the date of the posting mode is `from`. */
function ofBooks<T extends { from?: string | null | undefined }>({ from, ...change }: T) {
  return { ...definedOnly(change), ...definedOnly({ postingModeFrom: from }) };
}

function reports(app: App, { booksFor }: Routing): void {
  app.get(
    '/alerts',
    {
      schema: {
        tags: ['Company'],
        summary: 'Action Required: what holds events back, one alert a cause',
        response: { 200: alertsAnswerSchema },
      },
    },
    async (request) => ({ alerts: (await booksFor(request).alerts()).map(wireAlert) }),
  );
  app.get(
    '/sales/summary',
    {
      schema: {
        tags: ['Company'],
        summary: 'The sales of a period and a location',
        querystring: salesSummaryQuerySchema,
        response: { 200: salesSummarySchema },
      },
    },
    async (request) => {
      const { from, to, location } = request.query;
      return wireSalesSummary(await booksFor(request).salesSummary({ from, to, location: location ?? null }));
    },
  );
  app.get(
    '/dashboard',
    {
      schema: {
        tags: ['Company'],
        summary: 'Everything that the Sales Dashboard shows of a period, a location and what they are compared with',
        querystring: dashboardQuerySchema,
        response: { 200: dashboardSchema },
      },
    },
    async (request) => {
      const { location = null, month = null, comparison = 'previous-period', ...days } = request.query;
      return wireDashboard(await booksFor(request).dashboard({ ...days, location, comparison, month }), comparison);
    },
  );
}

function auditLog(app: App, { booksFor }: Routing): void {
  app.get(
    '/audit-log',
    {
      schema: {
        tags: ['Company'],
        summary: 'Who changed what, newest first',
        querystring: auditLogQuerySchema,
        response: { 200: auditLogAnswerSchema },
      },
    },
    async (request) => {
      const { what, cursor, limit, ...asked } = request.query;
      const books = booksFor(request);
      const entries = await books.auditLog({ ...definedOnly({ ...asked, action: what, after: cursor }), limit });
      const last = entries.length < limit ? undefined : entries.at(-1);
      return {
        entries: entries.map(wireAuditEntry),
        people: [...(await books.auditPeople())],
        nextCursor: last?.id ?? null,
      };
    },
  );
  app.get(
    '/audit-log.csv',
    {
      schema: {
        tags: ['Company'],
        summary: 'All entries of the audit log that a filter finds, as CSV for a spreadsheet',
        querystring: auditFilterSchema,
      },
    },
    async (request, reply) => {
      const { what, ...asked } = request.query;
      return sendCsv(reply, 'audit-log.csv', auditCsv(booksFor(request), definedOnly({ ...asked, action: what })));
    },
  );
}
