/**
 * What Letta's own terminal example does, through `npm run cli`: told against the simulator here and against a real Letta in
 * test/letta. The proxy has the agents `first` and `second`, whose model is the scripted one.
 */
import assert from 'node:assert/strict';
import { words } from '../../demo/simulator/brain-scripted.ts';
import type { Cli } from './cli-driver.ts';

export async function cliStory(cli: Cli): Promise<void> {
  await cli.hears('First at http');
  await cli.ask('hello there', 'You said: hello there\n');
  await cli.ask('words 40', `${words(40)}\n`);
  const about = await cli.ask('/info', /id +(conv-\S+)\n/);
  assert.match(about, /title +hello there\nagent +First \(first\)\nstarted +\d.*\nlast +\d.*\nmessages +4\n/);

  await cli.ask('/rename Of greetings', 'It is “Of greetings” now.');
  await cli.ask('/new', 'A new conversation.');
  await cli.ask('/history', 'Nothing has been said yet.');
  await cli.ask('a second one', 'You said: a second one\n');
  await cli.ask('/conversations', /\* {2}1 .*a second one\n {3}2 .*Of greetings\n/);
  await cli.ask('/open 2', '“Of greetings”, 4 messages.');
  await cli.ask('/history', /You: hello there\n.*First: You said: hello there\n.*You: words 40\n.*First: lorem/);
  await cli.ask('and on', 'You said: and on\n');
  await cli.ask('/open 9', 'There is no number 9.');

  await cli.ask('/agents', /\* first .*\n {2}second /);
  await cli.ask('/agent second', 'You talk to Second now.');
  await cli.ask('/conversations', 'There are no conversations.');
  await cli.ask('hello, second', 'You said: hello, second\n');
  await cli.ask('/agent third', 'There is no agent "third". There are: first, second.');
  await cli.ask('/agent first', 'You talk to First now.');

  await cli.ask('slow 100 words 200', 'lorem **ipsum**');
  cli.interrupt();
  await cli.hears('Stopped.\n');
  await cli.ask('after the stop', 'You said: after the stop\n');
  await cli.ask('slow 100 words 200', 'lorem **ipsum**');
  cli.type('/stop');
  await cli.hears('Stopped.\n');
  await cli.ask('fail 500', /The reply broke off\..*\/retry sends it again\.\n/);

  await cli.ask('/conversations', /1 .*Of greetings\n {3}2 .*a second one\n/);
  await cli.ask('/delete 2', 'would be gone for good. Write /delete 2 yes to delete it.');
  await cli.ask('/delete 2 yes', 'It is deleted.');
  await cli.ask('/conversations', / 1 .*Of greetings\n/);
  await cli.ask('/open 2', 'There is no number 2.');
  assert.equal(await cli.end(), 0);
}
