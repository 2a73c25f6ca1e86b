/**
 * Reads server-sent events by @microsoft/fetch-event-source's parser, without that package's `fetchEventSource`. Of Letta's
 * streams and of the proxy's own only the data matters.
 */
import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';

/** Longest line that is taken, in bytes; a longer one is no stream of Letta's. */
const LONGEST_LINE = 4_000_000;

const LINE_END = 10;

/** A function that takes a stream's bytes, cut anywhere, and tells each event's data. It throws at a line that is too long. */
export function createEventParser(onData: (data: string) => void): (bytes: Uint8Array) => void {
  const onMessage = ({ data }: { data: string }) => (data === '' ? undefined : onData(data));
  const feed = getLines(getMessages(ignore, ignore, onMessage));
  let length = 0;
  return function parse(bytes) {
    const end = bytes.lastIndexOf(LINE_END);
    length = end < 0 ? length + bytes.length : bytes.length - end;
    // What of a line is there already is copied with each piece that comes.
    if (length > LONGEST_LINE) throw new Error(`A line has over ${LONGEST_LINE} bytes.`);
    feed(bytes);
  };
}

const ignore = () => undefined;
