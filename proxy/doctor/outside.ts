/** Examines a deployed proxy from outside, as a visitor's browser sees it. It makes one conversation and deletes it. */
import { parseAgent, parseConversation, parseErrorBody, parseVisitor } from '../protocol.ts';
import { type Answer, type Caller, createCaller, field, said } from './caller.ts';
import { bad, type Finding, good, warning } from './finding.ts';
import { converse, type Reply, STREAMED } from './reply.ts';

export interface OutsideOptions {
  readonly fetch?: typeof fetch;
  /** A site that should be allowed to use it, like `https://www.example.com`. */
  readonly origin?: string | undefined;
  /** What is said to the agent. It should answer with a few sentences. */
  readonly say?: string | undefined;
}

const QUESTION = 'Please count from one to fifty, in words, separated by commas.';

/** Nobody's site: what is open to it is open to all. */
const STRANGER = 'https://letta-chat-doctor.invalid';

/** Characters of a reply that no model writes at once. */
const TELLING = 200;

/** How many visitors are asked for to find the limit. */
const BURST = 100;

/** Says what it finds as it goes. What a dead proxy cannot show is left out. */
export async function* examine(url: string, options: OutsideOptions = {}): AsyncGenerator<Finding> {
  const caller = createCaller(url.replace(/\/+$/, ''), options.fetch ?? fetch);
  yield* encrypted(caller.url);
  const health = await findHealth(caller);
  yield health;
  if (health.verdict === 'bad') return;
  yield await findLetta(caller);
  yield* await findScript(caller);
  const minted = await caller.ask('/v1/visitors', { method: 'POST', body: {} });
  const visitor = parseVisitor(minted.json);
  if (!visitor) {
    yield noVisitor(minted);
    return;
  }
  yield await findAgents(caller, visitor.token);
  yield* findOrigins(caller, visitor.token, options.origin);
  yield* findReply(caller, visitor.token, options.say ?? QUESTION);
  yield await findLimit(caller);
}

const noVisitor = (answer: Answer): Finding =>
  parseErrorBody(answer.json)?.error.code === 'challenge_required'
    ? warning(
        'New visitors have to pass Turnstile, which the doctor cannot: origins, replies and limits are not examined.',
        'To have them examined, start the proxy without TURNSTILE_SITE_KEY and TURNSTILE_SECRET for a moment.',
      )
    : bad(`No visitor can be made (${said(answer)}).`, 'The proxy’s log has the cause under that request id.');

function* encrypted(url: string): Generator<Finding> {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  yield bad(
    `${url} is not encrypted.`,
    'Put it behind HTTPS: pages on HTTPS cannot call it, and anyone on the way reads along.',
  );
}

async function findHealth(caller: Caller): Promise<Finding> {
  const help = 'Is the address right, without a path, and is the proxy running?';
  try {
    const answer = await caller.ask('/healthz');
    const version = field(answer.json, 'version');
    if (field(answer.json, 'status') === 'ok') return good(`letta-chat ${version} answers at ${caller.url}.`);
    // A Worker whose settings are wrong cannot refuse to start: it answers everything with the proxy's own error.
    if (parseErrorBody(answer.json)?.error.code === 'assistant_unavailable')
      return bad(
        `letta-chat's proxy at ${caller.url} is not set up (${said(answer)}).`,
        'A setting is missing or wrong: its log names it (for a Worker: npx wrangler tail -c proxy/wrangler.jsonc, or Logs in the dashboard).',
      );
    return bad(`What answers at ${caller.url} is not letta-chat's proxy (${said(answer)}).`, help);
  } catch (error) {
    return bad(`Nothing answers at ${caller.url} (${String((error as Error).cause ?? error)}).`, help);
  }
}

async function findLetta(caller: Caller): Promise<Finding> {
  const { status } = await caller.ask('/healthz?deep');
  if (status === 200) return good('Letta answers the proxy, and takes its key.');
  return bad(
    'The proxy cannot use Letta.',
    'Its log says why: a wrong LETTA_API_KEY, LETTA_BASE_URL or agent. Run the doctor with those settings in the environment to see which.',
  );
}

async function findScript(caller: Caller): Promise<Finding[]> {
  const response = await caller.open('/letta-chat.js');
  await response.body?.cancel();
  const { status, headers } = response;
  if (status !== 200 || !/javascript/.test(headers.get('content-type') ?? '')) {
    return [bad(`/letta-chat.js is not served (status ${status}).`, 'Run `npm run build` before the deploy.')];
  }
  const encoding = headers.get('content-encoding');
  return [
    encoding
      ? good(`The widget's script is served, compressed (${encoding}).`)
      : warning(
          "The widget's script is served uncompressed.",
          'Switch brotli or gzip on in the server before the proxy.',
        ),
  ];
}

async function findAgents(caller: Caller, token: string): Promise<Finding> {
  const answer = await caller.ask('/v1/agents', { token });
  const agents = Array.isArray(answer.json) ? answer.json.flatMap((one) => parseAgent(one) ?? []) : [];
  if (agents.length === 0) return bad(`No agents are listed (${said(answer)}).`, 'Set LETTA_AGENT_ID or AGENTS.');
  return good(`Agents: ${agents.map(({ name, title }) => `${name} (${title})`).join(', ')}.`);
}

async function* findOrigins(caller: Caller, token: string, origin: string | undefined): AsyncGenerator<Finding> {
  const stranger = await caller.ask('/v1/agents', { token, origin: STRANGER });
  yield stranger.status === 403
    ? good('Websites that are not in ALLOWED_ORIGINS are refused.')
    : warning('Any website can put this agent on its pages.', 'Set ALLOWED_ORIGINS to your sites instead of *.');
  if (origin === undefined) return;
  const own = await caller.ask('/v1/agents', { token, origin });
  const readable = own.headers.get('access-control-allow-origin') === origin;
  yield own.status === 200 && readable
    ? good(`Pages of ${origin} may use it.`)
    : bad(`Pages of ${origin} may not use it (${said(own)}).`, `Add ${origin} to ALLOWED_ORIGINS.`);
}

async function* findReply(caller: Caller, token: string, words: string): AsyncGenerator<Finding> {
  const made = await caller.ask('/v1/conversations', { method: 'POST', token, body: {} });
  const conversation = parseConversation(made.json);
  if (!conversation) {
    yield bad(`No conversation can be begun (${said(made)}).`, 'The proxy’s log has the cause under that request id.');
    return;
  }
  const path = `/v1/conversations/${conversation.id}`;
  try {
    const reply = await converse(caller, token, conversation.id, words);
    yield* judge(reply);
    yield await findIsolation(caller, path);
  } catch (refused) {
    if (refused instanceof Error)
      yield bad(`The line failed: ${refused.message}`, 'Try again; the proxy’s log may say more.');
    else yield bad(`A message is refused (${said(refused as Answer)}).`, 'See the proxy’s log.');
  } finally {
    await caller.ask(path, { method: 'DELETE', token });
  }
}

function* judge(reply: Reply): Generator<Finding> {
  const { text, resumed, refusal, numbered, problem } = reply;
  if (problem !== null) {
    yield bad(`The agent failed: ${problem}`, 'The proxy’s log has the cause under that request id.');
    return;
  }
  if (text === '') {
    yield bad('The agent answered nothing.', 'Try it in Letta itself: does it have a model?');
    return;
  }
  yield judgePace(reply);
  if (refusal === null && resumed !== '')
    yield good(
      `A line that was cut in the middle of the reply was taken up again (${resumed.length} more characters).`,
    );
  else if (refusal === null && numbered) yield good('The reply was complete before the line could be cut.');
  else
    yield warning(
      'A reply whose line is cut is not resumed, only fetched from the history when it has ended.',
      'Letta runs without background streams there: give it Redis (LETTA_REDIS_HOST).',
    );
}

function judgePace({ text, pieces, events, span }: Reply): Finding {
  if (span >= STREAMED)
    return good(`Replies stream: the first ${events} pieces of text came in ${pieces} parts over ${span} ms.`);
  if (text.length < TELLING)
    return warning(
      `The reply was too short (${text.length} characters) to tell whether replies stream.`,
      'Ask for one of some sentences: --say "A question".',
    );
  return warning(
    `${events} pieces of text came at once: something between here and the proxy collects the stream.`,
    'Switch response buffering off in the server before the proxy (nginx: proxy_buffering off; no gzip for text/event-stream).',
  );
}

async function findIsolation(caller: Caller, path: string): Promise<Finding> {
  const other = parseVisitor((await caller.ask('/v1/visitors', { method: 'POST', body: {} })).json);
  const answer = await caller.ask(`${path}/messages`, { token: other?.token ?? '' });
  return answer.status === 404
    ? good('Another visitor does not reach the conversation.')
    : bad(`Another visitor reached the conversation (${said(answer)}).`, 'Take the proxy offline, and report this.');
}

/** Last, since it uses this address's limit up for a minute. */
async function findLimit(caller: Caller): Promise<Finding> {
  for (let asked = 1; asked <= BURST; asked++) {
    const answer = await caller.ask('/v1/visitors', { method: 'POST', body: {} });
    if (answer.status === 429)
      return good(
        `New visitors are limited (after ${asked - 1} more; in ${answer.headers.get('retry-after')} s again).`,
      );
  }
  return warning(
    `${BURST} visitors in a row were let in.`,
    'Set VISITORS_PER_MINUTE, and check that the proxy sees the visitors’ addresses (CLIENT_ADDRESS_HEADER).',
  );
}
