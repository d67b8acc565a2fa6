// How pieces of a stream become events.
import { expect, test } from 'vitest';
import { eventReader, type StreamEvent } from './read-stream.ts';

const heardOf = (pieces: readonly string[]): StreamEvent[] => {
  const heard: StreamEvent[] = [];
  const read = eventReader((event) => heard.push(event));
  for (const piece of pieces) read(piece);
  return heard;
};

const text = 'event: open\ndata: {}\n\n: beat\n\nevent: news\ndata: {"kinds":["alerts"]}\n\n';
const events = [
  { event: 'open', data: '{}' },
  { event: 'news', data: '{"kinds":["alerts"]}' },
];

test('events are told apart, and a comment is none', () => {
  expect(heardOf([text])).toEqual(events);
});

test('wherever the stream is cut into pieces, the events are the same', () => {
  for (let at = 1; at < text.length; at += 1) expect(heardOf([text.slice(0, at), text.slice(at)])).toEqual(events);
});

test('what has not ended yet is told when it has', () => {
  expect(heardOf(['event: news\ndata: 1\n'])).toEqual([]);
  expect(heardOf(['event: news\ndata: 1\n', '\n'])).toEqual([{ event: 'news', data: '1' }]);
});
