// Where QuickBooks says that something changed. Nobody signs in here: the signature over the body is all that counts.
import type { App, Routing } from '../app.ts';
import { httpProblem } from '../http-problem.ts';

/** Some 5,000 changes; Intuit's own webhooks are of a few kilobytes. */
export const webhookBytesMax = 1024 * 1024;

export function webhookRoutes(app: App, { hearWebhook }: Routing): void {
  // As it came, whatever it says it is: the signature is over the bytes.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post(
    '/quickbooks',
    { bodyLimit: webhookBytesMax, config: { open: true }, schema: { hide: true } },
    async (request, reply) => {
      const signature = request.headers['intuit-signature'];
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const heard = await hearWebhook(raw, typeof signature === 'string' ? signature : null);
      if (heard === 'not-signed') throw httpProblem('not-signed');
      // The same for realms that nobody here knows: nobody learns which are connected.
      return reply.code(200).send();
    },
  );
}
