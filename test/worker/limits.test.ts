// The limits in workerd: tokens by Durable Objects, addresses by the header that Cloudflare writes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { budgetBehaviour } from '../proxy/budget-suite.ts';
import { newVisitor, readEvents, UNLIMITED } from '../proxy/rig.ts';
import { startWorkerRig } from './rig.ts';

describe('tokens in workerd', () => budgetBehaviour((settings) => startWorkerRig({ settings })));

test('in workerd visitors and messages are limited by the address that Cloudflare tells, and by no other header', async () => {
  const settings = { ...UNLIMITED, VISITORS_PER_MINUTE: '2', MESSAGES_PER_MINUTE: '2' };
  const rig = await startWorkerRig({ settings });
  const mint = (address: string, forged = address) =>
    rig.request('/v1/visitors', {
      method: 'POST',
      headers: { 'cf-connecting-ip': address, 'x-forwarded-for': forged, 'x-real-ip': forged },
    });
  try {
    const statuses = [];
    for (const [n, address] of ['2001:db8::1', '2001:db8::2', '2001:db8::3'].entries()) {
      statuses.push((await mint(address, `192.0.2.${n}`)).status);
    }
    assert.deepEqual(statuses, [201, 201, 429]);
    assert.equal((await mint('2001:db8:0:1::1')).status, 201);
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    for (const words of ['one', 'two']) await readEvents(await visitor.open(id, words));
    const refused = await visitor.open(id, 'three');
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('retry-after') ?? '', /^([12]?\d|30)$/);
  } finally {
    await rig.close();
  }
});
