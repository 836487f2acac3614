import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEndpoint, withBody } from '../../../support/endpoints/http-endpoint.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let fixture: DeliveryFixture;

beforeAll(async () => {
  fixture = await openDeliveryFixture();
});
beforeEach(() => {
  fixture.endpoint.requests.length = 0;
});
afterAll(() => fixture.endpoint.close());

describe('a notification is delivered when the merchant answers', () => {
  it.each([
    ['SUCCESS', 200],
    ['success', 200],
    ['Success', 202],
    [' SUCCESS\r\n', 200],
    ['"SUCCESS"', 200],
    ["'success'", 299],
    ['\n" SUCCESS "\n', 200],
    ['\ufeffSUCCESS', 200],
  ])('%j with %i', async (body, status) => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith(withBody(body, status));
    expect(await fixture.deliverNow(id)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      lastResult: 'SUCCESS',
    });
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ status: 'delivered', attempts: 1, lastResult: 'SUCCESS' });
    expect(stored).not.toHaveProperty('dueAt');
    expect(stored).not.toHaveProperty('dueShard');
    await fixture.deliverNow(id);
    expect(fixture.endpoint.requests).toHaveLength(1);
  });
});

describe('a notification is not delivered', () => {
  const expectFailed = async (id: string, lastResult: unknown, posts = 1) => {
    expect(await fixture.deliverNow(id)).toMatchObject({ status: 'pending', attempts: 1, lastResult });
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 1, lastResult });
    expect(fixture.endpoint.requests).toHaveLength(posts);
  };

  it.each([
    ['SUCCESS', 500],
    ['SUCCESS', 404],
    ['SUCCESS', 300],
    ['OK', 200],
    ['', 200],
    ['', 204],
    ['FAIL', 200],
    ['SUCCESSFUL', 200],
    ['NO SUCCESS', 200],
    ['"SUCCESS', 200],
    ['"SUC"CESS', 200],
    ['SUC"CESS"', 200],
    ['\'SUCCESS"', 200],
    ['{"result":"SUCCESS"}', 200],
  ])('after the answer %j with %i', async (body, status) => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith(withBody(body, status));
    await expectFailed(id, expect.stringContaining(`HTTP ${status}`));
  });

  it.each([301, 302, 307, 308])('after a redirect (%i), which is not followed', async (status) => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith((response) => {
      fixture.endpoint.respondWith(withBody('SUCCESS'));
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    await expectFailed(id, `HTTP ${status}, and redirects are not followed`);
  });

  it('after an answer of a megabyte', async () => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith(withBody(`SUCCESS${'x'.repeat(1_000_000)}`));
    await expectFailed(id, 'HTTP 200, but the body was not SUCCESS');
  });

  it('after an endless answer', async () => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith((response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    await expectFailed(id, 'HTTP 200, but the body was not SUCCESS');
  });

  it('when the connection is closed', async () => {
    const { id } = await fixture.newCardNotification();
    fixture.endpoint.respondWith((response) => response.destroy());
    await expectFailed(id, 'the connection was closed without a response (ECONNRESET)');
  });

  it('when the connection is refused', async () => {
    const gone = await openEndpoint();
    await gone.close();
    const { id } = await fixture.newCardNotification({ notifyUrl: gone.url });
    await expectFailed(id, expect.stringContaining('ECONNREFUSED'), 0);
  });

  it('to an address where notifications are not allowed', async () => {
    const { id } = await fixture.newCardNotification({ notifyUrl: 'https://169.254.169.254/notify' });
    await expectFailed(id, expect.stringContaining('169.254.169.254: that is not a public address'), 0);
  });

  it('without a URL', async () => {
    const { id } = await fixture.newCardNotification({ notifyUrl: '' });
    await expectFailed(id, 'the merchant has no notification URL', 0);
  });
});
