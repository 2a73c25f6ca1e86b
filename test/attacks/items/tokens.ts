/** 7 and 8. Tokens in URLs, and choosing one's own id: a visitor's token counts in its one header, and its id is the proxy's. */
import assert from 'node:assert/strict';
import type { Item } from '../attack.ts';
import { enter, JSON_TYPE } from '../visitor.ts';

export const places: Item = {
  number: 7,
  title: 'Tokens in URLs',
  async run(attack) {
    const { token, headers } = await enter(attack.stage);
    const refusal = { status: 401, code: 'unauthorized' };
    const names = [
      'token',
      'access_token',
      'authorization',
      'Authorization',
      'auth',
      'bearer',
      'api_key',
      'apikey',
      'key',
      'jwt',
      'visitor',
    ];
    for (const name of names) {
      for (const value of [token, `Bearer ${token}`, `Bearer%20${token}`]) {
        const path = `/v1/conversations?${name}=${encodeURIComponent(value)}`;
        await attack.refused(`?${name}=${value.slice(0, 12)}`, { path }, refusal);
        await attack.refused(
          `cookie ${name}`,
          { path: '/v1/conversations', headers: { cookie: `${name}=${value}` } },
          refusal,
        );
      }
    }
    const others = [
      'x-api-key',
      'x-authorization',
      'proxy-authorization',
      'x-access-token',
      'x-auth-token',
      'x-forwarded-authorization',
      'referer',
      'from',
    ];
    for (const name of [...others, 'sec-websocket-protocol', 'x-letta-token', 'api-key', 'x-visitor-token']) {
      await attack.refused(name, { path: '/v1/conversations', headers: { [name]: `Bearer ${token}` } }, refusal);
    }
    for (const value of [
      token,
      `Basic ${token}`,
      `Bearer`,
      `Bearer `,
      `Token ${token}`,
      `Bearer ${token} x`,
      `Bearer x ${token}`,
      `Bearer "${token}"`,
      `Bearer ${token},Bearer ${token}`,
    ]) {
      await attack.refused(
        `authorization: ${value.slice(0, 14)}`,
        { path: '/v1/conversations', headers: { authorization: value } },
        refusal,
      );
    }
    for (const path of [
      `/v1/conversations/${token}`,
      `/v1/${token}/conversations`,
      `/v1/conversations;token=${token}`,
    ]) {
      await attack.case(`in the path`, async () => {
        assert.ok([401, 404].includes((await attack.ask({ path })).status));
        assert.equal(attack.stage.letta.reached.length, 0);
      });
    }
    await attack.case('no token is in the log', async () => {
      await attack.ask({ path: `/v1/conversations?token=${token}`, headers });
      for (const entry of attack.stage.log) assert.ok(!JSON.stringify(entry).includes(token));
    });
  },
};

export const choosing: Item = {
  number: 8,
  title: "Choosing one's own id",
  async run(attack) {
    const victim = await enter(attack.stage);
    const chosen = victim.id;
    const names = ['visitor_id', 'visitor', 'id', 'sub', 'user_id', 'user', 'token', 'session_id'];
    for (const name of names) {
      const body = JSON.stringify({ [name]: chosen });
      const asked = { method: 'POST', path: '/v1/visitors', headers: JSON_TYPE };
      await attack.refused(`body ${name}`, { ...asked, body }, { status: 400, code: 'invalid_request', names: name });
      for (const place of ['query', 'header', 'cookie'] as const) {
        await attack.case(`${place} ${name}`, async () => {
          const headers =
            place === 'header'
              ? { [`x-${name.replace('_', '-')}`]: chosen }
              : place === 'cookie'
                ? { cookie: `${name}=${chosen}` }
                : {};
          const answer = await attack.ask({
            ...asked,
            path: place === 'query' ? `/v1/visitors?${name}=${chosen}` : '/v1/visitors',
            headers,
          });
          assert.equal(answer.status, 201);
          assert.notEqual(JSON.parse(answer.text).visitor_id, chosen);
        });
      }
    }
    const { question } = await enter(attack.stage);
    for (const name of ['id', 'visitor', 'visitor_id', 'agent_id', 'created_by_id', 'user_id']) {
      const asked = question('POST', '/v1/conversations', { [name]: chosen });
      await attack.refused(`a conversation with ${name}`, asked, { status: 400, code: 'invalid_request', names: name });
    }
    await attack.case('a hundred ids, all different and all random', async () => {
      const ids = new Set<string>();
      for (let i = 0; i < 100; i++) {
        const { text } = await attack.ask({ method: 'POST', path: '/v1/visitors' });
        ids.add(JSON.parse(text).visitor_id);
      }
      assert.equal(ids.size, 100);
      for (const id of ids)
        assert.match(id, /^visitor-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });
  },
};
