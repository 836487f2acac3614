// The test vectors that an installed package can be held to: bodies of requests, responses and notifications.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Issuary, IssuaryError, OperationRefused } from 'issuary';

const { keys, requests, responses, notifications } = JSON.parse(
  readFileSync(process.env.ISSUARY_VECTORS, 'utf8'),
);

/** A client whose platform has the key of a vector; for requests, the merchant has it. */
const clientOf = (key, userNo, { isMerchantKey = false, ...options } = {}) =>
  new Issuary({
    userNo,
    privateKey: keys[isMerchantKey ? key : key.replace('rsa', 'other')].privateKey,
    platformKey: keys[isMerchantKey ? key.replace('rsa', 'other') : key].publicKey,
    baseUrl: 'http://127.0.0.1:9',
    unsigned: true,
    retry: { maxAttempts: 1 },
    ...options,
  });

for (const { name, key, userNo, json, body } of requests) {
  const sent = [];
  const fetch = async (_, init) => {
    sent.push(Buffer.from(init.body).toString());
    throw new TypeError('not sent');
  };
  const client = clientOf(key, userNo, { fetch, isMerchantKey: true });
  await assert.rejects(client.call('cardInfo', JSON.parse(json)), IssuaryError);
  assert.deepEqual(sent, [body], name);
}

for (const { name, key, userNo, body, json, cause, errorCode } of responses) {
  const fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
  const recharge = { userReqNo: 'R-1', cardId: '1', authLimitAmount: 50 };
  const result = clientOf(key, userNo, { fetch }).call('cardRecharge', recharge);
  if (json !== undefined && cause === undefined) assert.deepEqual(await result, JSON.parse(json), name);
  else if (cause !== undefined) await assert.rejects(result, IssuaryError, name);
  else
    await assert.rejects(
      result,
      (error) => error instanceof OperationRefused && error.errorCode === errorCode,
      name,
    );
}

for (const { name, key, userNo, body, type, json, cause } of notifications) {
  const opened = clientOf(key, userNo).webhooks.open(body, {}, { path: '/notify' });
  if (cause !== undefined) await assert.rejects(opened, IssuaryError, name);
  else {
    const event = await opened;
    assert.deepEqual([event.type, event.content], [type, JSON.parse(json)], name);
  }
}
console.log(
  `✓ ${requests.length} requests, ${responses.length} responses, ${notifications.length} notifications of the test vectors`,
);
