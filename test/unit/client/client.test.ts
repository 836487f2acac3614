import { describe, expect, it } from 'vitest';
import {
  type MerchantClientError,
  OperationRefused,
  ResponseUnreadable,
} from '../../../shared/client/client-errors.ts';
import {
  AccessRefused,
  BalanceInsufficient,
  NothingFound,
  ParametersInvalid,
  RequestNumberUsed,
  refusalOf,
  StatusNotSuitable,
  TooManyRequests,
} from '../../../shared/client/refusals.ts';
import { sealResponse } from '../../../shared/wire/codec/envelope.ts';
import {
  clientOf,
  fails,
  merchantPair,
  otherPair,
  platformPair,
  type Responder,
  rejectionOf,
  respondsWith,
  startStubServer,
  succeeds,
  USER_NO,
} from './stub-server-fixture.ts';

const accepted = { orderId: '1000000000000001', userReqNo: 'mine-1' };
const account = {
  accountType: 1,
  currency: 'USD',
  currentBalance: 100_000,
  availableBalance: 99_999.99,
  frozenBalance: 0.01,
};

describe('a call', () => {
  it('posts the sealed request to the path of its catalogue entry and opens the result', async () => {
    const { baseUrl, received } = await startStubServer([succeeds({ list: [account] })]);
    const result = await clientOf(baseUrl).client.call('accountBalance', { currency: 'USD' });
    expect(result).toEqual({ list: [account] });
    expect(received).toEqual([
      {
        method: 'POST',
        path: '/openapi/account/balance',
        contentType: 'application/json',
        envelope: {
          version: '1.0.0',
          userNo: USER_NO,
          dataType: 'JSON',
          dataContent: expect.stringMatching(/^([0-9a-f]{256})+$/),
        },
        content: { currency: 'USD' },
      },
    ]);
  });

  it('accepts a base URL with a path and a trailing slash', async () => {
    const { baseUrl, received } = await startStubServer([succeeds({ list: [] })]);
    await clientOf(`${baseUrl}/prod/`).client.call('accountBalance', {});
    expect(received.map(({ path }) => path)).toEqual(['/prod/openapi/account/balance']);
  });

  it('opens answers with either of two platform keys during a rotation', async () => {
    const { baseUrl } = await startStubServer([succeeds({ list: [] }), succeeds({ list: [] })]);
    for (const platformPublicKey of [
      [platformPair.publicKey, otherPair.pem.publicKey],
      [otherPair.pem.publicKey, platformPair.pem.publicKey],
    ])
      expect(await clientOf(baseUrl, { platformPublicKey }).client.call('accountBalance', {})).toEqual({
        list: [],
      });
  });

  it('needs a public key of the platform', () => {
    expect(() => clientOf('http://127.0.0.1', { platformPublicKey: [] })).toThrow('no public key');
  });

  it('seals with the first of two public keys', async () => {
    const { baseUrl, received } = await startStubServer([succeeds({ list: [] })], platformPair.privateKey);
    const platformPublicKey = [platformPair.publicKey, otherPair.publicKey];
    await clientOf(baseUrl, { requestCipher: 'platform-public', platformPublicKey }).client.call(
      'accountBalance',
      {},
    );
    expect(received).toHaveLength(1);
  });

  it("seals with the platform's public key in that cipher mode", async () => {
    const { baseUrl, received } = await startStubServer([succeeds({ list: [] })], platformPair.privateKey);
    const { client } = clientOf(baseUrl, { requestCipher: 'platform-public' });
    await client.call('cardBin', { cardType: 1 });
    expect(received.map(({ content }) => content)).toEqual([{ cardType: 1 }]);
  });

  it('accepts keys that are already parsed', async () => {
    const { baseUrl } = await startStubServer([succeeds({ list: [] })]);
    const { client } = clientOf(baseUrl, {
      merchantPrivateKey: merchantPair.privateKey,
      platformPublicKey: platformPair.publicKey,
    });
    expect(await client.call('accountBalance', {})).toEqual({ list: [] });
  });

  it.each([0.01, 0.1 + 0.2, 1e-6, 1e21, 9_999_999_999_999.99, 100])(
    'carries the amount %s exactly',
    async (amount) => {
      const { baseUrl, received } = await startStubServer([
        succeeds({ list: [{ ...account, availableBalance: amount }] }),
        succeeds(accepted),
      ]);
      const { client } = clientOf(baseUrl);
      const balance = await client.call('accountBalance', {});
      expect(balance.list[0]?.availableBalance).toBe(amount);
      await client.call('cardRefund', { cardId: '7', refundAmount: amount });
      expect(received[1]?.content['refundAmount']).toBe(amount);
    },
  );

  it('sends nothing for a request without an exact JSON form', async () => {
    const { baseUrl, received } = await startStubServer([]);
    const call = clientOf(baseUrl).client.call('cardRecharge', { cardId: '7', authLimitAmount: Number.NaN });
    expect(await rejectionOf(call)).toMatchObject({ code: 'CONTENT_UNSEALABLE' });
    expect(received).toEqual([]);
  });

  it('keeps unknown fields of the result', async () => {
    const { baseUrl } = await startStubServer([succeeds({ ...accepted, priority: 'high' })]);
    const result = await clientOf(baseUrl).client.call('cardClose', { cardId: '7' });
    expect(result).toEqual({ ...accepted, priority: 'high' });
  });
});

describe('a userReqNo', () => {
  it('is generated when it is missing, a new one for each call', async () => {
    const { baseUrl, received } = await startStubServer([succeeds(accepted), succeeds(accepted)]);
    const { client } = clientOf(baseUrl);
    await client.call('cardClose', { cardId: '7' });
    await client.call('cardClose', { cardId: '7' });
    const numbers = received.map(({ content }) => content['userReqNo']);
    expect(numbers).toEqual([expect.stringMatching(/^.{1,128}$/), expect.stringMatching(/^.{1,128}$/)]);
    expect(new Set(numbers).size).toBe(2);
  });

  it('is the caller’s when there is one', async () => {
    const { baseUrl, received } = await startStubServer([succeeds(accepted)]);
    await clientOf(baseUrl).client.call('cardClose', { cardId: '7', userReqNo: 'mine-1' });
    expect(received.map(({ content }) => content['userReqNo'])).toEqual(['mine-1']);
  });

  it('is never generated for a query, where it would be a criterion', async () => {
    const page = { totalCount: 0, currentPage: 1, pageSize: 10, totalPages: 0, list: [] };
    const { baseUrl, received } = await startStubServer([succeeds(page)]);
    await clientOf(baseUrl).client.call('cardOperateQuery', { cardId: '7' });
    expect(received.map(({ content }) => content)).toEqual([{ cardId: '7' }]);
  });
});

describe('a refusal', () => {
  it('has the code and message of the platform', async () => {
    const { baseUrl } = await startStubServer([fails('110005', 'account balance insufficient')]);
    const call = clientOf(baseUrl).client.call('cardRecharge', {
      userReqNo: 'mine-1',
      cardId: '7',
      authLimitAmount: 50,
    });
    const error = await rejectionOf(call);
    expect(error).toBeInstanceOf(OperationRefused);
    expect(error).toMatchObject({
      code: 'BALANCE_INSUFFICIENT',
      retryable: false,
      operation: 'cardRecharge',
      userReqNo: 'mine-1',
      errorCode: '110005',
      errorMsg: 'account balance insufficient',
      message: 'cardRecharge (userReqNo mine-1): refused with 110005 account balance insufficient',
    });
  });

  it.each([
    ['with another HTTP status', fails('100001', 'malformed envelope', 413)],
    [
      'without the merchant’s number',
      respondsWith({
        success: false,
        errorCode: '100001',
        errorMsg: '',
        result: '',
        userNo: '',
        async: false,
      }),
    ],
  ])('is recognised %s', async (_, answer) => {
    const { baseUrl } = await startStubServer([answer]);
    const error = await rejectionOf(clientOf(baseUrl).client.call('cardBin', {}));
    expect(error).toMatchObject({ code: 'ACCESS_REFUSED', errorCode: '100001' });
  });
});

describe('a refusal has a class of its own', () => {
  it.each([
    ['100003', AccessRefused, 'ACCESS_REFUSED'],
    ['100005', TooManyRequests, 'TOO_MANY_REQUESTS'],
    ['110001', ParametersInvalid, 'PARAMETERS_INVALID'],
    ['110004', StatusNotSuitable, 'STATUS_NOT_SUITABLE'],
    ['110006', BalanceInsufficient, 'BALANCE_INSUFFICIENT'],
    ['110009', RequestNumberUsed, 'REQUEST_NUMBER_USED'],
    ['120001', NothingFound, 'NOTHING_FOUND'],
    ['130001', OperationRefused, 'OPERATION_REFUSED'],
    ['toString', OperationRefused, 'OPERATION_REFUSED'],
  ])('for %s', (errorCode, Refusal, code) => {
    const error = refusalOf({ operation: 'cardApply' }, errorCode, 'because');
    expect(error.constructor).toBe(Refusal);
    expect(error).toMatchObject({ code, errorCode, retryable: ['100005', '130001'].includes(errorCode) });
  });

  it.each([
    ['startDate: must not be in the past', 'startDate'],
    ['startDate, localCurrency: are required', 'startDate'],
    ['rules.0.mcc: must be digits', 'rules.0.mcc'],
    ['card is frozen', undefined],
    ['needs 101.00 USD with the fee: 88.50 available', undefined],
  ])('and names the first field of %s', (errorMsg, field) => {
    expect(refusalOf({ operation: 'cardApply' }, '110001', errorMsg).field).toBe(field);
  });

  it.each([
    ['the local cloud says why', { 'issuary-hint': 'block type 2' }, 'block type 2'],
    [
      'clocks differ',
      { date: new Date(1_000_000_000_000).toUTCString() },
      "the clock of this machine is 90 seconds ahead of the server's",
    ],
  ])('and a hint where %s', async (_, headers, hint) => {
    const { baseUrl } = await startStubServer([
      (response, sign) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        fails('100002', 'authentication failed')(response, sign);
      },
    ]);
    const { client } = clientOf(baseUrl, { unsigned: true, now: () => 1_000_000_090_000 });
    expect(await rejectionOf(client.call('cardBin', {}))).toMatchObject({
      message: `cardBin: refused with 100002 authentication failed (${hint})`,
      errorMsg: 'authentication failed',
    });
  });
});

describe('an unknown operation', () => {
  it.each([
    ['cardAply', 'there is no operation cardAply: did you mean cardApply?'],
    ['toString', 'there is no operation toString'],
  ])('is named, with the nearest one: %s', async (name, message) => {
    const call = clientOf('http://127.0.0.1').client.call(name as 'cardApply', {} as never);
    expect(await rejectionOf(call)).toMatchObject({ code: 'OPERATION_UNKNOWN', message });
  });
});

describe('an endless answer', () => {
  it('is cut off', async () => {
    const { baseUrl } = await startStubServer([
      (response) => {
        const more = () => {
          while (response.write(' '.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
    ]);
    expect(await rejectionOf(clientOf(baseUrl).client.call('cardBin', {}))).toMatchObject({
      code: 'RESPONSE_UNREADABLE',
      message: 'cardBin: more than 8388608 bytes',
    });
  });
});

describe('an answer that is not from the platform', () => {
  const result = { list: [account] };
  const sealed = sealResponse(result, USER_NO, false, platformPair.privateKey);
  const lastDigit = sealed.result.endsWith('0') ? '1' : '0';
  const unreadable: readonly (readonly [string, Responder])[] = [
    ['is no envelope', respondsWith('<html>sign in to the Wi-Fi</html>')],
    ['is no envelope, with HTTP 404', respondsWith('not here', 404)],
    [
      'is sealed with a stranger’s key',
      respondsWith(sealResponse(result, USER_NO, false, otherPair.privateKey)),
    ],
    ["has another merchant's number", respondsWith({ ...sealed, userNo: '10000002' })],
    [
      "is another merchant's refusal",
      respondsWith({ ...sealed, success: false, result: '', userNo: '10000002' }),
    ],
    ['has no number in a success', respondsWith({ ...sealed, userNo: '' })],
    ['was tampered with', respondsWith({ ...sealed, result: sealed.result.slice(0, -1) + lastDigit })],
    ['was cut off', respondsWith({ ...sealed, result: sealed.result.slice(0, -512) })],
    ['has a result of another form', succeeds({ rows: [] })],
  ];

  it.each(unreadable)('is rejected when it %s', async (_, answer) => {
    const { baseUrl, received } = await startStubServer([answer]);
    const error = await rejectionOf(clientOf(baseUrl).client.call('accountBalance', {}));
    expect(error).toBeInstanceOf(ResponseUnreadable);
    expect((error as MerchantClientError).code).toBe('RESPONSE_UNREADABLE');
    expect(received).toHaveLength(1);
  });

  it('leaves the userReqNo for an inquiry', async () => {
    const { baseUrl, received } = await startStubServer([respondsWith('garbage')]);
    const error = await rejectionOf(clientOf(baseUrl).client.call('cardClose', { cardId: '7' }));
    expect((error as ResponseUnreadable).userReqNo).toBe(received[0]?.content['userReqNo']);
  });
});

describe('an error', () => {
  const tagged =
    (requestId: string, answer: Responder): Responder =>
    (response, sign) => {
      response.setHeader('issuary-request-id', requestId);
      answer(response, sign);
    };

  it.each<[string, Responder[]]>([
    ['a refusal', [tagged('r-1', fails('110004'))]],
    ['an unreadable answer', [tagged('r-1', respondsWith('{}', 404))]],
    ['the last of several attempts', Array.from({ length: 5 }, () => tagged('r-1', fails('140001')))],
  ])('has the id of its answer: %s', async (_, planned) => {
    const { baseUrl } = await startStubServer(planned);
    const error = await rejectionOf(clientOf(baseUrl).client.call('cardClose', { cardId: '7' }));
    expect(error).toMatchObject({ requestId: 'r-1' });
  });
});
