import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { binsCommand } from '../../../../infra/cli/bins.ts';
import { CommandError } from '../../../../infra/cli/command.ts';
import { ordersCommand } from '../../../../infra/cli/orders.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import { modifyCard } from '../../../../shared/domain/issuing/cards/modify-card.ts';
import { findChange } from '../../../../shared/domain/issuing/changes/change.ts';
import {
  connectionKey,
  findConnection,
} from '../../../../shared/domain/issuing/issuers/external/issuer-connection.ts';
import { findBinRange } from '../../../../shared/domain/issuing/model/bin-range.ts';
import { cardOf } from '../../../../shared/domain/issuing/model/card.ts';
import { readOrder } from '../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../shared/domain/issuing/orders/group-opening.ts';
import { findUpstream } from '../../../../shared/domain/parties/upstream.ts';
import { TryAgainLater } from '../../../../shared/wire/errors.ts';
import { ISSUER_NAME, openTwoPlatforms, type TwoPlatforms } from '../../../support/clouds/two-platforms.ts';
import { newRequestNo, opening } from '../../../support/fixtures/card-steps.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';

let platforms: TwoPlatforms;
let folder: string;
let privateKey: string;
/** The external issuer whose keys are in the files: each has its own. */
let connected = '';
const file = (name: string) => join(folder, name);
const run = (...args: string[]) => upstreamCommand(args, platforms.reseller.operator);
const orders = (...args: string[]) => ordersCommand(args, platforms.reseller.operator, platforms.link.fetch);
const REASON = ['--reason', 'the issuer says so by telephone'];
const end = (orderId: string, as: string, ...more: string[]) =>
  orders('end', orderId, '--as', as, ...REASON, ...more);
const store = () => platforms.reseller.deps.store;
const order = (orderId: string) => readOrder(store(), orderId);

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  folder = await mkdtemp(join(inject('scratchDir'), 'chain-'));
});

const connect = (name: string, number: string, ...more: string[]) => {
  if (name !== connected) {
    const [ownKey, issuerKey] = [newKeyPair(), newKeyPair()];
    privateKey = ownKey.privateKey;
    writeFileSync(file('own.pem'), ownKey.privateKey);
    writeFileSync(file('theirs.pem'), issuerKey.publicKey);
  }
  connected = name;
  return run(
    ...['connect', name, '--number', number, '--url', 'https://acme.example/live'],
    ...['--private-key', file('own.pem'), '--issuer-key', file('theirs.pem'), ...more],
  );
};

describe('npm run upstream -- connect', () => {
  it('seals our key, and lets the issuer report on its cards but not authorize', async () => {
    expect(await connect('acme', '300', '--addresses', '192.0.2.0/24')).toContain('acme is connected');
    const connection = await findConnection(store(), 'acme');
    expect(connection).toMatchObject({ userNo: '300', baseUrl: 'https://acme.example/live' });
    expect(JSON.stringify(connection)).not.toContain(privateKey.slice(40, 80));
    if (!connection) return;
    const opened = await platforms.reseller.sealer.open(connection.privateKey, connectionKey('acme').pk);
    expect(opened.toString()).toBe(privateKey);
    const upstream = await findUpstream(store(), '300');
    expect(upstream).toMatchObject({ issuer: 'acme', enabled: true, allowedAddresses: ['192.0.2.0/24'] });
    expect(upstream?.types).not.toContain('authorize');
    expect(upstream?.types).not.toContain('dpt_payment_bill');
  });

  it('changes address and keys of its own number, and refuses another issuer’s number', async () => {
    await connect('other', '301');
    await connect('other', '301', '--url', 'https://new.example');
    expect(await findConnection(store(), 'other')).toMatchObject({ baseUrl: 'https://new.example/' });
    await expect(connect('other', '302')).rejects.toThrow('other gave us the number 301');
    await expect(connect('third', '301')).rejects.toThrow('301 is the number of another upstream');
  });

  it('leaves removed permissions removed when the address changes', async () => {
    await connect('fewer', '306');
    expect(await run('allow', '306', '--types', 'card_operate,card_transaction')).toBe(
      'upstream 306 may send card_operate, card_transaction; about cards of fewer',
    );
    await connect('fewer', '306', '--url', 'https://new.example');
    expect(await findUpstream(store(), '306')).toMatchObject({ types: ['card_operate', 'card_transaction'] });
    await expect(run('allow', '306', '--bins', 'V1')).rejects.toThrow(
      'fewer may always report on the cards of all',
    );
  });

  it.each([
    ['http://acme.example/', 'calls go to https URLs, not http:'],
    ['https://10.0.0.1/', 'calls may not go to 10.0.0.1: that is not a public address'],
    ['https://[::ffff:127.0.0.1]/', 'that is not a public address'],
    ['https://169.254.169.254/', 'that is not a public address'],
    ['https://localhost/', 'calls may not go to localhost ('],
    ['acme.example', 'this is not a URL'],
    ['https://a:b@acme.example/', 'without a user name or password'],
    ['http://127.0.0.1:8080/', 'calls go to https URLs, not http:'],
  ])('refuses the address %s', async (url, sentence) => {
    await expect(connect('far', '304', '--url', url)).rejects.toThrow(sentence);
    expect(await findConnection(store(), 'far')).toBeUndefined();
  });

  it('accepts a local cloud only with --loopback, and no other http URL', async () => {
    await connect('near', '305', '--url', 'http://127.0.0.1:8080/', '--loopback');
    expect(await findConnection(store(), 'near')).toMatchObject({
      baseUrl: 'http://127.0.0.1:8080/',
      loopback: true,
    });
    await connect('near', '305', '--url', 'https://localhost:8443/', '--loopback');
    expect(await findConnection(store(), 'near')).toMatchObject({ baseUrl: 'https://localhost:8443/' });
    const elsewhere = connect('near', '305', '--url', 'http://10.0.0.1/', '--loopback');
    await expect(elsewhere).rejects.toThrow('that is not an https URL');
  });

  it.each([['embedded'], ['a/b'], ['']])('refuses the name %j', async (name) => {
    await expect(connect(name, '303')).rejects.toThrow(CommandError);
  });

  it('refuses a file without a private key', async () => {
    await expect(connect('acme', '300', '--private-key', file('theirs.pem'))).rejects.toThrow(
      'no private key',
    );
  });
});

describe('npm run bins', () => {
  const rules = [{ currency: 'USD', openFee: 3, rechargeFeeRate: 0.02, minAmount: 10, maxAmount: 100 }];
  const range = {
    binRangeId: 'A1',
    cardBin: '49990010',
    cardBrand: 'VISA',
    validityMonths: 36,
    enabled: true,
  };
  const bins = (changes: object) => {
    writeFileSync(file('bins.json'), JSON.stringify([{ ...range, rules, ...changes }]));
    return binsCommand([file('bins.json')], platforms.reseller.operator);
  };

  it('stores the issuer of a range, and its id there', async () => {
    await bins({ issuer: ISSUER_NAME, issuerRangeId: 'V1' });
    expect(await findBinRange(store(), 'A1')).toMatchObject({ issuer: ISSUER_NAME, issuerRangeId: 'V1' });
    await bins({});
    expect(await findBinRange(store(), 'A1')).toMatchObject({ issuer: 'embedded' });
  });

  it.each([
    ['an unknown issuer', { issuer: 'nobody' }],
    ['physical cards of an external issuer', { issuer: ISSUER_NAME, cardForm: 2 }],
  ])('refuses %s', async (_, changes) => {
    await expect(bins(changes)).rejects.toThrow(CommandError);
  });
});

describe('npm run upstream -- prefund', () => {
  const prefund = (...more: string[]) => run('prefund', ISSUER_NAME, '--currency', 'USD', ...more);
  const there = async () =>
    (await platforms.reseller.snapshot()).entries
      .flatMap(({ postings }) => postings)
      .filter(({ account }) => account === `platform:upstream/${ISSUER_NAME}/USD`)
      .reduce((sum, { amount }) => sum + amount, 0n);

  it('books money that was paid in or returned, once for each reference', async () => {
    const before = await there();
    expect(await prefund('--amount', '100', '--reference', 'B1')).toBe(`booked 100.00 USD at ${ISSUER_NAME}`);
    expect(await prefund('--amount', '40.5', '--reference', 'B2', '--returned')).toBe(
      `booked 40.50 USD back from ${ISSUER_NAME}`,
    );
    expect((await there()) - before).toBe(-5_950n);
    await expect(prefund('--amount', '100', '--reference', 'B1')).rejects.toThrow('booked already');
    await expect(prefund('--amount', '0', '--reference', 'B3')).rejects.toThrow(CommandError);
    await prefund('--amount', '59.5', '--reference', 'B4', '--returned');
  });

  it('is refused for an unknown issuer', async () => {
    await expect(run('prefund', 'nobody', '--currency', 'USD')).rejects.toThrow(
      'no external issuer is connected as nobody',
    );
  });
});

describe('an order without an outcome', () => {
  const placed = async (changes: object = {}) =>
    (await openCard(opening({ binRangeId: 'UV1', ...changes }), platforms.call)).orderId;

  it('is listed, and inquired for at once', async () => {
    const orderId = await placed();
    await platforms.fulfil(orderId);
    expect(await orders('list')).toMatch(
      new RegExp(`^${orderId} .* partner {2}opType 15 {2}100\\.00 USD`, 'm'),
    );
    await platforms.fulfilAtIssuer();
    expect(await orders('continue', orderId)).toBe(`order ${orderId}: success`);
    expect(await orders('list')).toBe('every order and change has an outcome');
    await platforms.deliverAll();
  });

  it('is settled by hand once, and a later notification changes nothing', async () => {
    const orderId = await placed();
    await platforms.fulfil(orderId);
    await platforms.fulfilAtIssuer();
    const issuerIds =
      (await platforms.issuer.snapshot()).orders.find(({ userReqNo }) => userReqNo === orderId)?.orderId ??
      '';
    const outcome = [
      '--issuer-order',
      issuerIds,
      '--issuer-card',
      issuerIds,
      '--fee',
      '1',
      '--expiry',
      '2029-03',
    ];
    await expect(end(orderId, 'success', ...outcome, '--card-number', '4999001012345678')).rejects.toThrow(
      'masked',
    );
    await end(orderId, 'success', ...outcome, '--card-number', '499900******4242');
    expect(await order(orderId)).toMatchObject({ status: 'success', cost: 100n, issuerOrderId: issuerIds });
    await expect(end(orderId, 'failure')).rejects.toThrow('ended with success');
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    expect(await platforms.differences()).toEqual([]);
  });

  it('of a group is settled by hand', async () => {
    const apply = { userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' };
    const { orderId } = await openGroup({ ...apply, binRangeId: 'US1' }, platforms.call);
    // An upstream's ids are text: those of other deployments of Issuary have 19 digits.
    const issuerIds = ['--issuer-order', 'R-1234567890123456789', '--issuer-group', '1234567890123456789'];
    await end(orderId, 'success', ...issuerIds);
    expect(await order(orderId)).toMatchObject({ status: 'success' });
    expect(await store().get('cards', { pk: `group/${orderId}` })).toMatchObject({
      issuerGroupId: '1234567890123456789',
    });
  });

  it('is failed by hand', async () => {
    const orderId = await placed();
    expect(await end(orderId, 'failure')).toBe(`order ${orderId}: failure`);
    const reason = 'the issuer says so by telephone';
    expect(await order(orderId)).toMatchObject({
      status: 'failure',
      failure: reason,
      operatorReason: reason,
    });
    expect(await order(orderId)).not.toHaveProperty('cost');
  });

  it('is settled with success only with all of its results', async () => {
    const orderId = await placed();
    for (const args of [
      [],
      [
        '--issuer-order',
        'two words',
        '--card-number',
        '499900******4242',
        '--expiry',
        '2029-12',
        '--issuer-card',
        '1',
      ],
      ['--issuer-order', '1', '--fee', 'x'],
      ['--issuer-order', '1'],
      ['--issuer-order', '1', '--card-number', '499900******4242', '--expiry', '2029-13'],
    ])
      await expect(end(orderId, 'success', ...args)).rejects.toThrow(CommandError);
    expect(await order(orderId)).toMatchObject({ status: 'pending' });
    await end(orderId, 'failure');
  });
});

describe('changes at an external issuer without an outcome', () => {
  const issuerStatus = async (cardId: string) => {
    const { issuerCardId } = await cardOf(store(), platforms.call.merchant.userNo, cardId);
    return (await platforms.issuer.deps.store.get('cards', { pk: `card/${issuerCardId}` }))?.['status'];
  };
  const freeze = async (cardId: string) => {
    const request = { userReqNo: newRequestNo('freeze'), cardId, status: 0 as const };
    platforms.link.plan(() => 'lost');
    await expect(modifyCard(request, platforms.call)).rejects.toThrow(TryAgainLater);
    platforms.link.plan(() => undefined);
    const [line = ''] = (await orders('list')).split('\n').filter((one) => one.startsWith('c'));
    return [line, line.split(' ')[0] ?? ''] as const;
  };
  let cardId: string;
  beforeAll(async () => {
    ({ orderId: cardId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call));
    await platforms.settle(cardId);
  });

  it('are listed and sent again', async () => {
    const [line, changeId] = await freeze(cardId);
    expect(line).toMatch(new RegExp(`^c\\d{16} {2}2026-.* {2}card ${cardId} {2}freeze {2}sent, 0 resends$`));
    expect(await orders('continue', changeId)).toBe(`change ${changeId}: applied`);
    expect(await issuerStatus(cardId)).toBe('frozen');
  });

  it('end as the operator decides', async () => {
    const [, changeId] = await freeze(cardId);
    await expect(end(changeId, 'perhaps')).rejects.toThrow('success or failure');
    expect(await end(changeId, 'failure')).toBe(`change ${changeId}: refused`);
    expect(await findChange(store(), changeId)).toMatchObject({
      operatorReason: 'the issuer says so by telephone',
    });
    await expect(end(changeId, 'failure')).rejects.toThrow('ended: refused');
    const [, next] = await freeze(cardId);
    expect(await end(next, 'success')).toBe(`change ${next}: applied`);
  });

  it('are not found under an unknown id', async () => {
    await expect(orders('continue', 'c1')).rejects.toThrow('no change c1');
    await expect(end('c1', 'failure')).rejects.toThrow('no change c1');
  });
});
