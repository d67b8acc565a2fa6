// Which account plays which role: mappings, their subjects and locations, and the chart they are chosen from.
import { z } from 'zod';
import type { CompanyBooks } from '../../pipeline/company-books.ts';
import type { App, Routing } from '../app.ts';
import {
  accountProposalSchema,
  accountsAnswerSchema,
  classesAnswerSchema,
  createAccountAnswerSchema,
  createAccountRequestSchema,
  departmentsAnswerSchema,
  emptyBodySchema,
  importAccountsAnswerSchema,
  includeInactiveQuerySchema,
  locationsAnswerSchema,
  mappingHistoryAnswerSchema,
  mappingHistoryQuerySchema,
  mappingsAnswerSchema,
  okSchema,
  purposeSchema,
  type SubjectKind,
  savedMappingsAnswerSchema,
  saveLocationRequestSchema,
  saveMappingsRequestSchema,
  saveSubjectRequestSchema,
  subjectSchema,
  suggestionsAnswerSchema,
} from '../contract.ts';
import { granted, httpProblem } from '../http-problem.ts';
import { definedOnly } from '../optional-fields.ts';
import { checkSentBack, notAsSeen } from '../sent-back.ts';
import { accountTypes, checkMappingsSentBack } from '../sent-back-mappings.ts';

const codeSchema = z.object({ code: z.string().min(1).max(100) });
const done = { ok: true as const };

export function mappingRoutes(app: App, routing: Routing): void {
  mappings(app, routing);
  subjectList(app, routing, { path: 'payment-types', field: 'paymentTypes', kind: 'payment-type' });
  subjectList(app, routing, { path: 'item-classes', field: 'itemClasses', kind: 'item-class' });
  subjectList(app, routing, { path: 'reason-codes', field: 'reasonCodes', kind: 'reason-code' });
  subjectList(app, routing, { path: 'tax-codes', field: 'taxCodes', kind: 'tax-code' });
  reasonCodes(app, routing);
  locations(app, routing);
  accounts(app, routing);
  dimensions(app, routing);
}

function mappings(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/mappings',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Every role and subject in use with its account, unmapped ones too',
        querystring: includeInactiveQuerySchema,
        response: { 200: mappingsAnswerSchema },
      },
    },
    async (request) => ({ mappings: [...(await booksFor(request).mappings(request.query))], accountTypes }),
  );
  app.put(
    '/mappings',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Change the rows given, all or nothing; what waited for them is released',
        body: saveMappingsRequestSchema,
        response: { 200: savedMappingsAnswerSchema },
      },
    },
    async (request) => {
      const books = booksFor(request);
      await checkMappingsSentBack(request.body, books);
      const changes = request.body.change.mappings.map(({ change: { applicableFrom, seen, ...row } }) => ({
        ...row,
        ...definedOnly({ applicableFrom, seen }),
      }));
      const saved = await books.saveMappings(changes, whoOf(request));
      if (!saved.ok) throw httpProblem('illegal-mappings', { problems: saved.refusals });
      const { released, repostOffer, warnings } = saved;
      return { released, repostOffer, warnings: [...warnings] };
    },
  );
  app.get(
    '/mappings/history',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Every account that a role and subject has had, by whom and from when, the latest first',
        querystring: mappingHistoryQuerySchema,
        response: { 200: mappingHistoryAnswerSchema },
      },
    },
    async (request) => {
      const { role, subject = null } = request.query;
      const history = await booksFor(request).mappingHistory({ role, subject });
      return { history: history.map((past) => ({ ...past, ...instantsOf(past) })) };
    },
  );
  app.get(
    '/mappings/suggestions',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Accounts that fit an unmapped row by name and type',
        response: { 200: suggestionsAnswerSchema },
      },
    },
    async (request) => ({ suggestions: [...(await booksFor(request).suggestions())] }),
  );
}

const instantsOf = ({ savedAt, endedAt }: { readonly savedAt: Date; readonly endedAt: Date | null }) => ({
  savedAt: savedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

interface SubjectList {
  readonly path: string;
  readonly field: string;
  readonly kind: SubjectKind;
}

function subjectList(app: App, { booksFor, whoOf }: Routing, { path, field, kind }: SubjectList): void {
  app.get(
    `/${path}`,
    {
      schema: {
        tags: ['Mapping'],
        summary: `The company's ${path.replace('-', ' ')}`,
        querystring: includeInactiveQuerySchema,
        response: { 200: z.object({ [field]: z.array(subjectSchema) }) },
      },
    },
    async (request) => ({ [field]: [...(await booksFor(request).subjects(kind, request.query))] }),
  );
  if (kind === 'reason-code') return;
  app.put(
    `/${path}/:code`,
    {
      schema: {
        tags: ['Mapping'],
        summary: `Change or make one of the ${path.replace('-', ' ')}`,
        params: codeSchema,
        body: saveSubjectRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const of = { kind, purpose: '', code: request.params.code };
      await saveSubject(booksFor(request), of, { ...request.body, who: whoOf(request) });
      return done;
    },
  );
}

interface SubjectNamed {
  readonly kind: SubjectKind;
  readonly purpose: string;
  readonly code: string;
}

async function saveSubject(
  books: CompanyBooks,
  of: SubjectNamed,
  { change, sentBack, who }: z.output<typeof saveSubjectRequestSchema> & { readonly who: string },
): Promise<void> {
  await checkSentBack(sentBack, async () => {
    const known = await books.subjects(of.kind, { includeInactive: true });
    const subject = known.find(({ purpose, code }) => purpose === of.purpose && code === of.code);
    return { ...of, takesDeposits: subject?.takesDeposits ?? false };
  });
  granted(await books.saveSubject({ ...of, ...definedOnly(change) }, who));
}

function reasonCodes(app: App, { booksFor, whoOf }: Routing): void {
  app.put(
    '/reason-codes/:purpose/:code',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Change or make a reason code; the same code may serve several purposes',
        params: codeSchema.extend({ purpose: purposeSchema }),
        body: saveSubjectRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const of = { kind: 'reason-code' as const, ...request.params };
      await saveSubject(booksFor(request), of, { ...request.body, who: whoOf(request) });
      return done;
    },
  );
}

function locations(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/locations',
    {
      schema: {
        tags: ['Mapping'],
        summary: "The company's locations",
        querystring: includeInactiveQuerySchema,
        response: { 200: locationsAnswerSchema },
      },
    },
    async (request) => {
      const locations = await booksFor(request).locations(request.query);
      return { locations: locations.map((location) => ({ ...location, days: [...location.days] })) };
    },
  );
  app.put(
    '/locations/:code',
    {
      schema: {
        tags: ['Mapping'],
        summary: 'Change or make a location',
        params: codeSchema,
        body: saveLocationRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { code } = request.params;
      const books = booksFor(request);
      const { seen, ...change } = definedOnly(request.body.change);
      await checkSentBack(notAsSeen(request.body.sentBack, seen), async () => {
        const known = await books.locations({ includeInactive: true });
        return { code, days: known.find((location) => location.code === code)?.days };
      });
      const saw = seen === undefined ? {} : { seen: definedOnly(seen) };
      granted(await books.saveLocation(code, { ...change, ...saw }, whoOf(request)));
      return done;
    },
  );
}

function dimensions(app: App, { booksFor }: Routing): void {
  app.get(
    '/departments',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: "QuickBooks' locations (departments) as imported with the accounts, and whether it tracks them",
        response: { 200: departmentsAnswerSchema },
      },
    },
    async (request) => {
      const { tracking, dimensions: departments } = await booksFor(request).dimensions('department');
      return { tracking, departments: [...departments] };
    },
  );
  app.get(
    '/classes',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: "QuickBooks' classes as imported with the accounts, and whether it tracks them line by line",
        response: { 200: classesAnswerSchema },
      },
    },
    async (request) => {
      const { tracking, dimensions: classes } = await booksFor(request).dimensions('class');
      return { tracking, classes: [...classes] };
    },
  );
}

function accounts(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/accounts',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'The chart of accounts as imported',
        response: { 200: accountsAnswerSchema },
      },
    },
    async (request) => ({ accounts: [...(await booksFor(request).accounts())] }),
  );
  app.get(
    '/accounts/proposal',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'What an account to be made for a role and subject would usually be',
        querystring: mappingHistoryQuerySchema,
        response: { 200: accountProposalSchema },
      },
    },
    async (request) => {
      const { role, subject = null } = request.query;
      const { types, ...proposal } = await booksFor(request).accountProposal({ role, subject });
      return { ...proposal, types: types.map(({ type, subTypes }) => ({ type, subTypes: [...subTypes] })) };
    },
  );
  app.post(
    '/accounts',
    {
      schema: {
        tags: ['QuickBooks'],
        summary:
          'Make an account in QuickBooks; answers when it is there and in the chart. The same name never makes two',
        body: createAccountRequestSchema,
        response: { 200: createAccountAnswerSchema },
      },
    },
    async (request) => {
      const { account } = granted(await booksFor(request).createAccount(request.body, whoOf(request)));
      return { account };
    },
  );
  app.post(
    '/accounts/import',
    {
      schema: {
        tags: ['QuickBooks'],
        summary: 'Import the chart of accounts; answers when it is there',
        body: emptyBodySchema,
        response: { 200: importAccountsAnswerSchema },
      },
    },
    async (request) => {
      const imported = granted(await booksFor(request).importAccounts(whoOf(request)));
      return { accounts: imported.accounts };
    },
  );
}
