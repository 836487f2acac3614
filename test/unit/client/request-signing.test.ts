import { describe, expect, it } from 'vitest';
import {
  NotificationUnreadable,
  OperationRefused,
  ResponseUnreadable,
} from '../../../shared/client/client-errors.ts';
import { openNotification } from '../../../shared/client/open-notification.ts';
import { UpstreamClient } from '../../../shared/client/upstream-client.ts';
import { failureResponse, sealNotification, sealResponse } from '../../../shared/wire/codec/envelope.ts';
import { signRequest, verifyRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { thrownBy } from '../../support/fixtures/codec-keys.ts';
import {
  clientOf,
  fails,
  merchantPair,
  otherPair,
  platformPair,
  type Responder,
  rejectionOf,
  startStubServer,
  succeeds,
  USER_NO,
} from './stub-server-fixture.ts';

const result = { list: [] };

/** Responds without a signature, or with what `sign` makes of the signature of another body. */
const tampered =
  (body: object, sign: (sign: (status: number, body: string) => object) => object = () => ({})): Responder =>
  (response, signer) => {
    response.writeHead(200, { ...sign(signer) });
    response.end(JSON.stringify(body));
  };
const success = sealResponse(result, USER_NO, false, platformPair.privateKey);

describe('a client that signs', () => {
  it('accepts signed answers and signed refusals', async () => {
    const { baseUrl } = await startStubServer([succeeds(result), fails('110004')]);
    const { client } = clientOf(baseUrl);
    expect(await client.call('cardBin', {})).toEqual(result);
    expect(await rejectionOf(client.call('cardBin', {}))).toBeInstanceOf(OperationRefused);
  });

  it.each<[string, Responder]>([
    ['unsigned', tampered(success)],
    ['signed for another body', tampered(success, (sign) => sign(200, '{}'))],
    ['signed for another status', tampered(success, (sign) => sign(201, JSON.stringify(success)))],
    [
      'signed in part',
      tampered(success, (sign) => ({ ...sign(200, JSON.stringify(success)), 'signature-input': 'x' })),
    ],
    ['an unsigned refusal with a known userNo', tampered(failureResponse('110005', '', USER_NO))],
    ['an unsigned refusal with an unknown code', tampered(failureResponse('', '', USER_NO))],
  ])('rejects an answer that is %s', async (_, answer) => {
    const { baseUrl } = await startStubServer([answer]);
    const rejection = await rejectionOf(clientOf(baseUrl).client.call('cardBin', {}));
    expect(rejection).toBeInstanceOf(ResponseUnreadable);
  });

  it('rejects an answer to an earlier request', async () => {
    let earlier: object = {};
    const { baseUrl } = await startStubServer([
      (response, sign) => {
        earlier = sign(200, JSON.stringify(success));
        response.writeHead(200, { ...earlier }).end(JSON.stringify(success));
      },
      tampered(success, () => earlier),
    ]);
    const { client } = clientOf(baseUrl);
    expect(await client.call('cardBin', {})).toEqual(result);
    expect(await rejectionOf(client.call('cardBin', {}))).toMatchObject({
      code: 'RESPONSE_UNREADABLE',
      message: expect.stringContaining('signature'),
    });
  });

  it.each(['100001', '100002'])(
    'accepts an unsigned %s, which comes before the merchant is known',
    async (code) => {
      const { baseUrl } = await startStubServer([tampered(failureResponse(code, '', ''))]);
      expect(await rejectionOf(clientOf(baseUrl).client.call('cardBin', {}))).toMatchObject({
        errorCode: code,
      });
    },
  );

  it('signs each attempt with a new nonce', async () => {
    const nonces: string[] = [];
    const { baseUrl } = await startStubServer([fails('130001'), succeeds(result)]);
    const newNonce = () => `0123456789abcde${nonces.push('') - 1}`;
    await clientOf(baseUrl, { newNonce }).client.call('cardBin', {});
    expect(nonces).toHaveLength(2);
  });

  it('needs a signing key in the public-key cipher mode', () => {
    const options = { requestCipher: 'platform-public' as const, userNo: USER_NO };
    expect(() =>
      clientOf('http://127.0.0.1', { ...options, merchantPrivateKey: undefined } as never),
    ).toThrow();
    const { client } = clientOf('http://127.0.0.1', { ...options, unsigned: true });
    expect(client).toBeDefined();
  });
});

it('an unsigned client sends no signature and accepts unsigned answers', async () => {
  const { baseUrl } = await startStubServer([
    (response, sign) => {
      expect(sign(200, '')).toEqual({});
      tampered(success)(response, sign);
    },
  ]);
  expect(await clientOf(baseUrl, { unsigned: true }).client.call('cardBin', {})).toEqual(result);
});

describe('an upstream that signs', () => {
  const decision = sealResponse(
    { approved: 1, respCode: '000000', respCodeDesc: 'success', recordNo: '1' },
    USER_NO,
    false,
    platformPair.privateKey,
  );
  const purchase = { networkId: 'n1', cardNo: '4999001000000015' } as never;
  const answering = (body: object, headers = {}) =>
    new UpstreamClient({
      baseUrl: 'http://platform.test/prod',
      userNo: USER_NO,
      privateKey: merchantPair.pem.privateKey,
      platformPublicKey: platformPair.pem.publicKey,
      fetch: async (url, init) => {
        const sender = { keyId: USER_NO, keys: [merchantPair.publicKey] };
        const request = {
          method: 'POST',
          path: new URL(String(url)).pathname,
          headers: init?.headers as Record<string, string>,
          body: String(init?.body),
        };
        expect(verifyRequest(request, sender, Date.now())).toBeDefined();
        return new Response(typeof body === 'string' ? body : JSON.stringify(body), { headers });
      },
    });

  it('signs its messages', async () => {
    const client = answering('SUCCESS' as never);
    await client.send('trade_fee', { cardId: '1' } as never);
  });

  it('rejects an unsigned decision', async () => {
    expect(await rejectionOf(answering(decision).authorize(purchase))).toBeInstanceOf(ResponseUnreadable);
  });
});

describe('a notification', () => {
  const content = { cardId: 1, staus: 1, status: 1 };
  const body = JSON.stringify(
    sealNotification('card_activation_status', content, USER_NO, platformPair.privateKey),
  );
  const now = Date.UTC(2026, 2, 1);
  const signer = { keyId: USER_NO, key: platformPair.privateKey };
  const moment = { now, nonce: '0123456789abcdef' };
  const headers = { ...signRequest({ method: 'POST', path: '/notify', body }, signer, moment) };
  const recipient = { userNo: USER_NO, platformPublicKey: platformPair.publicKey };
  const opens = (delivery?: Parameters<typeof openNotification>[2], requireSignature = false) =>
    thrownBy(() => openNotification(body, { ...recipient, requireSignature }, delivery)) ?? 'opened';

  it('is opened with its signature, by path or URL', () => {
    expect(opens({ path: '/notify', headers, now }, true)).toBe('opened');
    expect(opens({ path: 'https://shop.example/notify?a=1', headers, now }, true)).toBe('opened');
  });

  it('is rejected with a wrong signature, whether signatures are required or not', () => {
    for (const requireSignature of [true, false]) {
      expect(opens({ path: '/other', headers, now }, requireSignature)).toBeInstanceOf(
        NotificationUnreadable,
      );
      expect(opens({ path: '/notify', headers, now: now + 361_000 }, requireSignature)).toMatchObject({
        message: 'signature expired',
      });
      const forged = {
        ...signRequest(
          { method: 'POST', path: '/notify', body },
          { ...signer, key: otherPair.privateKey },
          moment,
        ),
      };
      expect(opens({ path: '/notify', headers: forged, now }, requireSignature)).toBeInstanceOf(
        NotificationUnreadable,
      );
    }
  });

  it('is opened unsigned unless signatures are required', () => {
    expect(opens({ path: '/notify', headers: {}, now })).toBe('opened');
    expect(opens()).toBe('opened');
    expect(opens({ path: '/notify', headers: {}, now }, true)).toMatchObject({
      message: 'the notification is not signed',
    });
    expect(opens(undefined, true)).toMatchObject({ message: 'the notification is not signed' });
  });
});
