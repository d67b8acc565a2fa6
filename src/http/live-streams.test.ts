// A stream whose reader takes nothing more: what is still to be told must not break the server.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { NewsListener } from '../pipeline/news-port.ts';
import { liveStreams } from './live-streams.ts';

/** On a connection that never takes a byte, so that what was ended is not finished either. */
function stuckResponse(): ServerResponse {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.assignSocket(new Writable({ write: () => undefined }) as unknown as Socket);
  return response;
}

test('a stream that has ended is told nothing more, and ends once, also while its reader is slow', async () => {
  const response = stuckResponse();
  const errors: Error[] = [];
  response.on('error', (error) => errors.push(error));
  const listeners: NewsListener[] = [];
  const streams = liveStreams({
    subscribe(_companyId, listener) {
      listeners.push(listener);
      return () => undefined;
    },
  });
  streams.open({ userId: 'ada', companyId: 'shop', response, isAllowed: async () => false });
  const [listener] = listeners;
  // Two checks at once: both find that the session has ended.
  listener?.heard(['people']);
  listener?.heard(['people']);
  await new Promise(setImmediate);
  expect(response.writableEnded).toBe(true);
  listener?.heard(['events']);
  listener?.deaf();
  await new Promise(setImmediate);
  expect(errors).toEqual([]);
  response.emit('close');
});
