import { expect, it } from 'vitest';
import {
  MessageRefused,
  OperationRefused,
  ResponseMissing,
  ResponseUnreadable,
} from '../../../shared/client/client-errors.ts';
import { UpstreamClient } from '../../../shared/client/upstream-client.ts';
import { failureResponse } from '../../../shared/wire/codec/envelope.ts';
import { sentTransaction } from '../../support/fixtures/transactions.ts';
import { merchantPair, platformPair, rejectionOf, USER_NO } from './stub-server-fixture.ts';

/** Returns a body that breaks off. */
const broken = () =>
  new ReadableStream({ start: (controller) => controller.error(new Error('the connection broke')) });

/** Returns an upstream's client whose request gets this response, with an id or without. */
const clientAnswered = (body: string | ReadableStream, status: number, headers: Record<string, string>) =>
  new UpstreamClient({
    baseUrl: 'https://platform.example',
    userNo: USER_NO,
    privateKey: merchantPair.pem.privateKey,
    platformPublicKey: platformPair.pem.publicKey,
    fetch: async () => new Response(body, { status, headers }),
  });

const request = {
  networkId: 'net-1',
  cardNo: '4999000000000000',
  expiry: '2029-03',
  transCurrency: 'USD',
  transCurrencyAmt: 20,
  merchantName: 'Coffee House',
};
const send = (client: UpstreamClient) => client.send('card_transaction', sentTransaction('7'));
const ask = (client: UpstreamClient) => client.authorize(request);
const refused = JSON.stringify(failureResponse('130001', 'later', USER_NO));

const failures: [
  string,
  new (...args: never[]) => Error,
  typeof ask | typeof send,
  () => string | ReadableStream,
][] = [
  ['a refused message', MessageRefused, send, () => '110001 because'],
  ['a refused authorization request', OperationRefused, ask, () => refused],
  ['an unreadable answer', ResponseUnreadable, ask, () => '{}'],
  ['a truncated answer', ResponseMissing, send, broken],
];

it.each(failures)('%s has the id of its answer, where there is one', async (_, error, act, body) => {
  const headers = { 'issuary-request-id': 'r-1' };
  const known = await rejectionOf(act(clientAnswered(body(), 400, headers)));
  expect(known).toBeInstanceOf(error);
  expect(known).toMatchObject({ requestId: 'r-1' });
  const unknown = await rejectionOf(act(clientAnswered(body(), 400, {})));
  expect(unknown).toBeInstanceOf(error);
  expect(unknown).toMatchObject({ requestId: undefined });
});

it('takes a server error without an envelope as no response: the request may be repeated', async () => {
  const error = await rejectionOf(ask(clientAnswered('Service Unavailable', 503, {})));
  expect(error).toBeInstanceOf(ResponseMissing);
});
