import { describe, expect, it } from 'vitest';
import type { Field, FieldType } from '../../../../clients/generate/fields.ts';
import { apiModel } from '../../../../clients/generate/model.ts';
import { catalogue } from '../../../../shared/wire/contract/catalogue.ts';
import { notifications } from '../../../../shared/wire/contract/notifications.ts';

const api = apiModel();
const operation = (name: string) => api.operations.find((one) => one.name === name);
const field = (name: string, request: string): Field | undefined =>
  operation(request)?.request.find((one) => one.name === name);
const fields = api.types.flatMap((type) => type.fields);
const namesOf = (kind: FieldType['kind']) =>
  [...new Set(fields.filter(({ type }) => type.kind === kind).map(({ name }) => name))].toSorted();

describe('the model of the API', () => {
  it('has every operation and notification of the catalogue', () => {
    expect(api.operations.map(({ name }) => name)).toEqual(Object.keys(catalogue));
    expect(api.notifications.map(({ type }) => type)).toEqual(Object.keys(notifications));
  });

  it('gives every type a name of its own', () => {
    const names = api.types.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says what each field means', () => {
    const all = [...fields, ...api.operations.flatMap(({ request }) => request)];
    expect(all.filter(({ description }) => description === '')).toEqual([]);
  });

  it('describes a request', () => {
    expect(operation('cardApply')).toMatchObject({
      group: 'cards',
      method: 'apply',
      async: true,
      changes: true,
      takesRequestNumber: true,
      result: { kind: 'object', type: { name: 'AcceptedOrder' } },
    });
    expect(field('startDate', 'cardApply')).toMatchObject({
      type: { kind: 'text', format: 'date' },
      isRequired: true,
    });
    expect(field('authLimitAmount', 'cardApply')).toMatchObject({
      type: { kind: 'decimal' },
      isRequired: false,
    });
    expect(field('channelType', 'cardApply')).toMatchObject({
      type: { kind: 'enum', values: [1, 2] },
      isRequired: false,
      default: 1,
    });
    expect(field('pin', 'cardPinReset')).toMatchObject({
      type: { kind: 'text', format: 'pin' },
      isSecret: true,
    });
  });

  it('leaves out spellings for old clients', () => {
    expect(field('CardAlias', 'cardApply')).toBeUndefined();
  });

  it('distinguishes objects, lists and pages', () => {
    expect(operation('cardInfo')?.result).toMatchObject({ kind: 'object', type: { name: 'Card' } });
    expect(operation('accountBalance')?.result).toMatchObject({ kind: 'list', row: { name: 'Balance' } });
    expect(operation('cardPage')?.result).toMatchObject({ kind: 'page', row: { name: 'CardSummary' } });
    expect(operation('transactionQuery')?.result).toMatchObject({ row: { name: 'CardTransaction' } });
  });

  it('knows what identifies a notification', () => {
    const identities = Object.fromEntries(api.notifications.map(({ type, identity }) => [type, identity]));
    expect(identities).toMatchObject({ card_operate: ['orderId'], card_3ds_otp: [] });
  });
});

// A number that is new in a result belongs into one of the two lists: DECIMAL_NAME of fields.ts decides.
const DECIMALS = [
  'amount availableBalance balanceAfter balanceAmt buyAmount cardClosedAmt creditLimitAmt',
  'currentBalance exchangeRate factAmount fee frozenAfter frozenBalance localCurrencyAmt maxAmount',
  'maxAuthAmt minAmount minAuthAmt minRechargeFee openFee paymentAmount receivedAmount',
  'rechargeFeeRate sellAmount settleAmount targetAmount transCurrencyAmt usedAuthAmt',
].flatMap((names) => names.split(' '));
const WHOLE_NUMBERS = [
  'accountType cardCount cardForm cardId cardType certificateType confirmations enableCurrencyCheck',
  'enableMultiUse feeType fundsDirection fundsType gender holderStatus logIndex needCardholder',
  'opType orderType removed sceneCode status staus transCategory',
].flatMap((names) => names.split(' '));

describe('numbers in results', () => {
  it('have decimals when they are amounts or rates', () => {
    expect(namesOf('decimal')).toEqual(DECIMALS);
  });

  it('are whole when they are codes or counts', () => {
    expect(namesOf('integer')).toEqual(WHOLE_NUMBERS);
  });
});
