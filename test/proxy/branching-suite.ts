// One conversation for all of a person's devices, and branching, as one suite that runs in process and in workerd.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newVisitor, type Rig } from './rig.ts';

export function branchingBehaviour(name: string, start: () => Promise<Rig> | Rig): void {
  let rig: Rig;
  before(async () => {
    rig = await start();
  });
  after(() => rig.close());

  const atLetta = async (): Promise<number> =>
    ((await (await rig.letta('/v1/conversations/?limit=1000')).json()) as unknown[]).length;

  test(`${name}: devices that begin at one instant get the same conversation, and no other is left`, async () => {
    const visitor = await newVisitor(rig);
    const earlier = await atLetta();
    const made = await Promise.all(
      [1, 2].map(() => visitor.call('POST', '/v1/conversations?agent_id=support', { reuse: true })),
    );
    assert.deepEqual(
      made.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(made[0]?.body.id, made[1]?.body.id);
    assert.equal((await visitor.call('GET', '/v1/conversations')).body.length, 1);
    assert.equal(await atLetta(), earlier + 1);
  });

  test(`${name}: the newest conversation is used again until it is deleted, with each agent its own`, async () => {
    const visitor = await newVisitor(rig);
    const reuse = async (agent = 'support'): Promise<string> =>
      (await visitor.call('POST', `/v1/conversations?agent_id=${agent}`, { reuse: true })).body.id;
    const first = await reuse();
    assert.equal(await reuse(), first);
    assert.notEqual(await reuse('tools'), first);
    const asked = await visitor.converse();
    assert.notEqual(asked, first, 'without the wish a new one is made');
    assert.equal(await reuse(), asked);
    for (const id of [asked, first]) await visitor.call('DELETE', `/v1/conversations/${id}`);
    const [next, same] = await Promise.all([reuse(), reuse()]);
    assert.notEqual(next, first);
    assert.equal(next, same);
  });

  test(`${name}: nobody gets somebody else's conversation that way`, async () => {
    const [one, other] = [await newVisitor(rig), await newVisitor(rig)];
    const ids = await Promise.all(
      [one, other].map(async (visitor) => (await visitor.call('POST', '/v1/conversations', { reuse: true })).body.id),
    );
    assert.notEqual(ids[0], ids[1]);
  });

  test(`${name}: where Letta forks whole conversations only, a fork at a message is refused and leaves nothing`, async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    await visitor.say(id, 'one');
    await visitor.say(id, 'two');
    const oldest = (await visitor.messages(id)).at(-2);
    const earlier = await atLetta();
    const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/fork`, { message_id: oldest.id });
    assert.deepEqual([status, body.error.code], [400, 'invalid_request']);
    assert.equal(await atLetta(), earlier);
    assert.equal((await visitor.call('GET', '/v1/conversations')).body.length, 1);
  });
}
