// One connection to the server's stream, read until it ends; by fetch, which says how the server answered.

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

export type StreamEnd =
  | { readonly how: 'ended' }
  | { readonly how: 'unreachable' }
  | { readonly how: 'refused'; readonly status: number };

/** The server sends something every 20 seconds: after this long the line is dead, whatever the browser thinks of it. */
const silentMs = 45_000;

export async function readStream(options: {
  readonly signal: AbortSignal;
  answered(): void;
  heard(event: StreamEvent): void;
}): Promise<StreamEnd> {
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, silence.signal]);
  let timer = window.setTimeout(() => silence.abort(), silentMs);
  try {
    const response = await fetch('/api/v1/stream', { headers: { accept: 'text/event-stream' }, signal });
    if (!response.ok || response.body === null) return { how: 'refused', status: response.status };
    options.answered();
    const events = eventReader(options.heard);
    for (const reader = response.body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return { how: 'ended' };
      window.clearTimeout(timer);
      timer = window.setTimeout(() => silence.abort(), silentMs);
      events(value);
    }
  } catch {
    return { how: 'unreachable' };
  } finally {
    window.clearTimeout(timer);
  }
}

/** Puts pieces together to events: lines of `name: value`, an empty one after each event (WHATWG HTML, 9.2). */
export function eventReader(heard: (event: StreamEvent) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = `${rest}${piece}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const value = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? '';
      const event = value('event');
      if (event !== '') heard({ event, data: value('data') });
    }
  };
}
