// The demo's agent: what it answers, and that a test can command it too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { answerTo } from '../../demo/simulator/demo-answers.ts';
import { createSimulator } from '../../demo/simulator/index.ts';
import { call, newConversation, replyOf, send } from './simulator.ts';

const fast = { tokenDelay: 0, firstTokenDelay: 0 };

test('every question of the demo site has an answer of its own', () => {
  const questions: [string, RegExp][] = [
    ['My gears slip', /€ 29/],
    ['What does a full service cost?', /\| Full service \|.*€ 95/],
    ['When is the next free day?', /\*\*Friday\*\* 8:00 to 11:00/],
    ['What are your opening hours?', /Saturday \| 9:00 – 14:00/],
    ['What is letta-chat?', /one script tag/],
    ['How do I install it?', /letta-chat\.js/],
    ['How do I put it on my website?', /letta-chat\.js/],
    ['Can I change the colours?', /--letta-chat-accent/],
    ['What about privacy?', /No cookies/],
    ['What happens if I reload?', /goes on where it was/],
    ['Show me a code example', /```js/],
    ['Hello!', /Fernhill Cycle Works/],
  ];
  for (const [question, expected] of questions) assert.match(answerTo(question), expected, question);
});

test('a question that it does not know is quoted, shortened, with what it does know', () => {
  assert.match(answerTo('How high is the moon?'), /“How high is the moon\?”.*\n\n.*\*\*prices\*\*/);
  assert.match(answerTo('x'.repeat(200)), /“x{77}…”/);
});

test('the demo agent does what a scripted command in front says, and takes one inside a sentence for words', async () => {
  const simulator = createSimulator({ control: fast });
  const conversation = await newConversation(simulator, 'letta-chat/demo');
  assert.equal(await replyOf(await send(simulator, conversation, 'words 5')), words(5));
  assert.match(await replyOf(await send(simulator, conversation, 'Do you recall my gears?')), /€ 29/);
  simulator.close();
});

test('a tool that the demo agent was told to use is reported in words', async () => {
  const simulator = createSimulator({ control: fast });
  const conversation = await newConversation(simulator, 'letta-chat/demo');
  const command = 'use memory_insert {"label":"human","new_string":"Ada"}';
  assert.equal(
    await replyOf(await send(simulator, conversation, command)),
    'Done. This is what came back:\n\n> unknown\n> Ada',
  );
  simulator.close();
});

test('the demo agent remembers what it is told to, and a later conversation asks for it', async () => {
  const simulator = createSimulator({ control: fast });
  const { id } = simulator.addAgent({
    name: 'desk',
    model: 'letta-chat/demo',
    memory_blocks: [{ label: 'human', value: 'unknown' }],
  });
  const ask = async (text: string) => {
    const made = await call(simulator, 'POST', `/v1/conversations/?agent_id=${id}`, {});
    const conversation = ((await made.json()) as { id: string }).id;
    return replyOf(await send(simulator, conversation, text));
  };
  assert.equal(await ask('What do you remember?'), 'Nothing yet.');
  assert.match(await ask('Do you remember my gears?'), /€ 29/, 'a question in other words is no command');
  assert.match(await ask('Remember: my name is Ada.'), /> my name is Ada\./);
  assert.match(await ask('What do you remember?'), /^This stands in my memory:\n\n.*> my name is Ada\.$/s);
  simulator.close();
});

test('the brain is chosen by the agent’s model, else by the option', async () => {
  const simulator = createSimulator({ brain: 'demo', control: fast });
  assert.equal(await replyOf(await send(simulator, await newConversation(simulator), 'prices')), 'You said: prices');
  assert.match(await replyOf(await send(simulator, await newConversation(simulator, 'any/model'), 'prices')), /€ 95/);
  simulator.close();
});
