/**
 * The events of a stream, as its bytes come. They are read by @microsoft/fetch-event-source's parser without its
 * `fetchEventSource`, which needs a `document` and a `window` (the client also runs in Node) and whose own retries and page
 * visibility rules we switch off anyway. Of an event only `data` counts: the proxy sends no other field.
 */
import { getBytes, getLines } from '@microsoft/fetch-event-source/lib/esm/parse.js';
import { parseStreamEvent, type StreamEvent } from '../../proxy/protocol.ts';

/** Resolves when the stream ends, cut or not; rejects with what it breaks off by. `heard` is called with each piece of it. */
export function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
  heard: () => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let data = '';
  const lines = getLines((line) => {
    const text = decoder.decode(line);
    if (text) data += /^data: ?(.*)/.exec(text)?.[1] ?? '';
    else {
      const event = parseStreamEvent(data);
      data = '';
      if (event) onEvent(event);
    }
  });
  return getBytes(body, (bytes) => {
    heard();
    lines(bytes);
  });
}
