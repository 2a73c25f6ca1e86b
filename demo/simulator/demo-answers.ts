// What the demo's agent says, by topic: about the workshop whose site it sits on, and about letta-chat itself. Markdown throughout.
// The workshop's facts are those of demo/site/. The first topic whose words occur is taken; order matters.

interface Topic {
  readonly words: RegExp;
  readonly answer: string;
}

/** The answer to a visitor's message; there is always one. */
export function answerTo(text: string): string {
  return TOPICS.find(({ words }) => words.test(text))?.answer ?? fallback(text);
}

/** What it says when a tool has answered. `packed` is the result as the agent gets it. */
export function answerToTool(packed: string): string {
  const { status, message } = JSON.parse(packed) as { status: string; message: string };
  const quoted = message.replace(/^/gm, '> ');
  return status === 'OK' ? `Done. This is what came back:\n\n${quoted}` : `That did not work:\n\n${quoted}`;
}

const TOPICS: readonly Topic[] = [
  {
    words: /\[Image omitted\]/,
    answer:
      'Thank you for the picture. I am a **demo agent** without eyes, so I can only confirm that it arrived; a real Letta agent ' +
      'with a vision model would look at it now.',
  },
  {
    words: /صيانة|تكلفة|سعر/,
    answer: `## الصيانة الكاملة

تكلفتها **€ 79**، وتشمل:

1. ضبط *التروس* والفرامل
2. تنظيف السلسلة وتزييتها
3. فحص العجلات

| العمل | السعر |
| --- | ---: |
| صيانة كاملة | € 79 |
| ضبط الفرامل | € 22 |

> تُسلَّم الدراجة في اليوم التالي.

يمكنك الحجز من [صفحة الحجز](/booking)، أو إرسال \`booking\` هنا.`,
  },
  {
    words: /\b(slip|skip|gears?|chain|shift|derailleur)/i,
    answer: `That sounds like the **gears**, and most of the time it is nothing dramatic:

1. **A stretched cable.** It shifts late, or hesitates. Usually fixed in minutes.
2. **A bent hanger.** It slips after the bicycle fell on its right side.
3. **A worn chain and cassette.** It slips under load, on hills above all.

We replace the cable, index the gears and straighten the hanger for **€ 29**. If the chain is worn too, we call before we go on.

Does it slip *all the time*, or only when you push hard?`,
  },
  {
    words: /\b(brakes?|squeal|rub)/i,
    answer: `**Brakes** are € 22 a wheel: adjusted, pads fitted, parts at list price.

- *Squealing*: mostly dirty or glazed pads
- *Weak*: worn pads, or a cable that has stretched
- *Rubbing*: the wheel may be out of true (€ 28)

If they do not hold at all, please push the bicycle here rather than ride it. Brakes go first, we can often do them **the same day**.`,
  },
  {
    words: /\b(puncture|flat|tyre|tire|tube)/i,
    answer: `A **puncture** is € 16 with a new tube, and we check the tyre inside and out. No appointment needed: it takes about ten minutes.`,
  },
  {
    words: /\b(price|prices|cost|costs|how much|expensive|charge|€|euro)/i,
    answer: `Our prices, labour included and parts at list price:

| Work | What it covers | Price |
| --- | --- | ---: |
| Puncture | New tube, tyre checked inside and out | € 16 |
| Brakes | One wheel adjusted, pads fitted | € 22 |
| Wheel truing | True to half a millimetre | € 28 |
| Gears | Cable, indexing, hanger straightened | € 29 |
| E-bike check | Battery, motor and firmware read out | € 45 |
| Full service | Taken apart, cleaned, greased, set | € 95 |

We call before anything costs more than we said.`,
  },
  {
    words: /\b(free day|appointment|book|booking|slot|when can|next free|collect)/i,
    answer: `These are **free this week**:

- **Tuesday** 8:00 and 15:30
- **Wednesday** from 13:00
- ~~Thursday~~ fully booked
- **Friday** 8:00 to 11:00

Tell me the day, what kind of bicycle it is, and what it does. You get a price and a day in writing before we begin.

> This is a demo: nobody at Fernhill will really wait for you.`,
  },
  {
    words: /\b(open|opening|hours|closed|saturday|sunday|address|where are you|find you)/i,
    answer: `We are at **Mill Lane 14**, two minutes from Fern Park.

| Day | Open |
| --- | --- |
| Monday to Friday | 8:00 – 18:00 |
| Thursday | also until 20:00 |
| Saturday | 9:00 – 14:00 |
| Sunday | closed |

The waiting time is two days at the moment. Anything under ten minutes we do while you wait.`,
  },
  {
    words: /\b(service|repair|e-?bike|battery|wheel|bicycle|bike|warranty)/i,
    answer: `Gladly. Three mechanics, fixed prices, and most repairs are done **within two days**.

A *full service* (€ 95) takes everything apart: cleaned, greased, set, and test-ridden by us. For an *e-bike* we also read out battery, motor and firmware (€ 45). All work has **six months of warranty**.

What does your bicycle need?`,
  },
  {
    words:
      /\b(install|embed|script tag|set ?up|get started|(add|put|get|use) (it|this|you) (in|on|to)|my (web)?site|my page|deploy)/i,
    answer: `**One deploy, one tag.** The proxy holds your API key and serves the widget itself:

1. Deploy the proxy to Cloudflare Workers (or run it on Node), with your key and your agent's id:

   \`\`\`sh
   npm run build
   npx wrangler secret put LETTA_API_KEY -c proxy/wrangler.jsonc
   npx wrangler deploy -c proxy/wrangler.jsonc --var LETTA_AGENT_ID:agent-… --var ALLOWED_ORIGINS:https://www.example.com
   \`\`\`

2. Paste one line into your page:

   \`\`\`html
   <script src="https://chat.example.com/letta-chat.js" async></script>
   \`\`\`

That is all. The button appears at the corner of the page; what you are reading loads when a visitor first opens it.`,
  },
  {
    words: /\b(theme|theming|style|styling|colou?rs?|dark|css|look|font|brand)/i,
    answer: `Everything that you see is a CSS custom property, a part or a slot:

\`\`\`css
letta-chat {
  --letta-chat-accent: #b4472a;
}
letta-chat::part(launcher) {
  border-radius: 12px;
}
\`\`\`

The attribute \`theme\` takes \`auto\`, \`light\` or \`dark\`. Your page's styles never leak in, and the widget's never leak out. Try the **panel of this demo** to play with it.`,
  },
  {
    words: /\b(privacy|private|gdpr|cookies?|track|personal data|safe|secure|security|api key)/i,
    answer: `- **No third party.** The widget talks to your own proxy and to nobody else.
- **No cookies, and nothing before the first click.** Until a visitor opens the chat, nothing is stored and nothing is requested.
- **Your API key stays on the proxy.** Visitors get a token of their own, and every route checks whose conversation it is.
- **Nothing of the kitchen is shown**: no system prompt, no tool data, no account ids.

One thing to know: the *memory blocks* of a Letta agent belong to the agent. What one visitor makes it remember, every other conversation of that agent can read. Make those blocks read-only if that is not what you want.`,
  },
  {
    words: /\b(stream|resume|reload|offline|connection|network|lost|tabs?|reliable)/i,
    answer: `Try it: **reload this page while I am still typing.** The reply goes on where it was.

Every message has an id of its own, so sending it twice is harmless. Every event of the stream has a number, so a line that is cut is picked up after the last one. What you write offline waits in an outbox and goes out *once*. Several tabs show the same conversation, live, over one connection.

The panel of this demo can cut the line, slow it down, and stop the proxy. Nothing is lost and nothing is doubled.`,
  },
  {
    words: /\b(code|example|javascript|typescript|api|event|sdk|react|developer)/i,
    answer: `The element is an ordinary citizen of the page:

\`\`\`js
await customElements.whenDefined('letta-chat');
const chat = document.querySelector('letta-chat');

chat.suggestions = ['What does a full service cost?'];
chat.addEventListener('letta-chat-message', (event) => {
  console.log('A finished message:', event.detail);
});

chat.show();
await chat.send('My gears slip');
\`\`\`

The proxy speaks Letta's own dialect, so Letta's SDK works against it too, with a visitor's token as its key.`,
  },
  {
    words: /\b(table|markdown|list|format)/i,
    answer: `## Replies are Markdown

For instance a table:

| Part | Size (brotli) | Loaded |
| --- | ---: | --- |
| launcher | under 3 kB | with the page |
| chat | about 21 kB | on the first opening |
| Markdown | about 11 kB | with the chat |

1. Ordered lists
2. with **bold**, *italics* and \`code\`
   - and lists within lists

- [x] Tasks that are done
- [ ] and tasks that are not

\`\`\`ts
const chat = document.querySelector('letta-chat');
await chat.send('Is my bicycle ready?'); // a line that is long enough to scroll within its box
\`\`\`

> Quotations, too. And [links](https://docs.letta.com), to addresses that are allowed.`,
  },
  {
    words: /\b(letta|memory|remember|agent|who are you|what are you|widget|what is this|about you)/i,
    answer: `I am a **demo agent**, the workshop desk of a bicycle shop that is made up. The chat around me is real: it is **letta-chat**, an embeddable widget for [Letta](https://docs.letta.com) agents.

- A website pastes **one script tag**.
- A small **proxy** keeps the API key and streams the replies.
- The **agent** remembers what matters, across conversations.

Here a *simulated* Letta answers, so you need neither a key nor an account. Ask me how to **install** it, about **theming**, **privacy**, or what happens when you **reload** in the middle of a reply.`,
  },
  {
    words: /\b(thanks|thank you|cheers|great|perfect|bye)\b/i,
    answer: 'You are welcome. Ride safely! 🚲',
  },
  {
    words: /^\W*(hi|hello|hey|good (morning|evening|afternoon)|help)\b/i,
    answer: `Hello, and welcome to **Fernhill Cycle Works**. I can tell you about

- our **prices** and **opening hours**,
- the next **free day** for a repair,
- or the chat itself: how to **install** it, **theming**, **privacy**, **streaming**.

What does your bicycle need?`,
  },
];

function fallback(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ');
  const short = words.length > 80 ? `${words.slice(0, 77)}…` : words;
  return `I am a demo agent and know only a few things by heart, so about “${short}” I have to pass.

Ask me about **prices**, **opening hours** or a **free day** at the workshop; or about this chat: how to **install** it, **theming**, **privacy**, a **code example**, and what happens when you **reload** while I am typing.`;
}
