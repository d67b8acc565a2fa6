// What a browser may do with our pages: our own scripts alone, in no frame, with no guessing of types.
import type { FastifyInstance } from 'fastify';

/** Mantine writes style elements as it runs, and Swagger UI style attributes; scripts come from our own files only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-resource-policy': 'same-origin',
};

const secondsInAYear = 31_536_000;

export function securityHeaders(publicUrl: string): Readonly<Record<string, string>> {
  if (!publicUrl.startsWith('https:')) return headers;
  return { ...headers, 'strict-transport-security': `max-age=${secondsInAYear}` };
}

export function secureAnswers(app: FastifyInstance, publicUrl: string): void {
  const always = securityHeaders(publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(always);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}
