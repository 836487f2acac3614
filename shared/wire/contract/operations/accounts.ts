import * as z from 'zod/mini';
import { allCurrencies, COINS, isCardCurrency } from '../../money/currency.ts';
import { orderIdField, userReqNoField } from '../fields/common-fields.ts';
import {
  amount,
  choice,
  currency,
  describe,
  id,
  textChoice,
  userReqNo,
  wireField,
} from '../fields/fields.ts';
import { defineOperation } from './operation.ts';

/** Currencies that card accounts can have. */
const CARD_CURRENCIES = [...allCurrencies().keys()].filter(isCardCurrency);

const cardCurrency = () =>
  wireField<string, string>(
    'the code of a currency that card accounts can be in',
    (value) => CARD_CURRENCIES.find((code) => code === value),
    { title: 'CardCurrency', type: 'string', enum: CARD_CURRENCIES.toSorted(), examples: ['USD'] },
  );

const descriptions = {
  accountType: '1 card account, 2 dpt account.',
  exchangeRate: 'The price of one unit of the currency sold, in the currency bought.',
  finished: '1 success: the money has arrived.',
} as const;

/** Result fields of both operations that convert money from one currency to another. */
const conversionFields = {
  orderId: orderIdField,
  userReqNo: userReqNoField,
  exchangeRate: describe(z.number(), descriptions.exchangeRate),
  status: describe(z.number(), descriptions.finished),
  createAt: describe(z.string(), 'When the money was converted, yyyy-MM-dd HH:mm:ss.'),
};

export const accountBalance = defineOperation({
  title: 'Account Balance',
  summary: "Returns the balances of the merchant's accounts: total, available and frozen by open orders.",
  path: '/openapi/account/balance',
  function: 'account/balance',
  async: false,
  request: z.object({
    accountType: z.optional(
      describe(choice(1, 2), `Only accounts of this type: ${descriptions.accountType} Defaults to both.`),
    ),
    currency: z.optional(describe(currency(), 'Only accounts in this currency or coin.')),
  }),
  result: z.object({
    list: describe(
      z.array(
        z.object({
          accountType: describe(z.number(), descriptions.accountType),
          currency: describe(z.string(), 'The currency or coin of the account.'),
          currentBalance: describe(
            z.number(),
            'The total balance. Of a sum with more than 15 digits all but the first 15 are zeros.',
          ),
          availableBalance: describe(z.number(), 'The part that can be spent.'),
          frozenBalance: describe(z.number(), 'The part held by open orders.'),
        }),
      ),
      'The accounts that have at least one booking.',
    ),
  }),
  access: { merchants: 'read', ledger: 'read' },
  refusals: [],
});

export const accountTransfer = defineOperation({
  title: 'Dpt Transfer Card Account',
  summary:
    'Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted from the coins; the target amount is rounded down to the minor unit.',
  path: '/openapi/account/transfer',
  function: 'account/transfer',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    currency: describe(textChoice(...COINS), 'The coin: USDT or USDC.'),
    amount: describe(amount(), 'The coins to take from the dpt account, including the fee.'),
    targetCurrency: z._default(describe(cardCurrency(), 'The currency of the card account.'), 'USD'),
  }),
  result: z.object({
    ...conversionFields,
    currency: describe(z.string(), 'The coin.'),
    amount: describe(z.number(), 'The coins taken from the dpt account, including the fee.'),
    fee: describe(z.number(), 'The fee in coins, rounded up.'),
    targetCurrency: describe(z.string(), 'The currency of the card account.'),
    targetAmount: describe(z.number(), 'The amount credited to the card account.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', rates: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '130001'],
});

export const accountExchange = defineOperation({
  title: 'Card account exchange',
  summary:
    'Converts money of one card account into another currency. With sellAmount the bought amount is rounded down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in addition to the sold amount.',
  path: '/openapi/account/exchange',
  function: 'account/exchange',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    sellCurrency: describe(cardCurrency(), 'The currency to sell.'),
    buyCurrency: describe(cardCurrency(), 'The currency to buy; must differ from sellCurrency.'),
    sellAmount: z.optional(
      describe(amount(), 'How much to sell. Exactly one of sellAmount and buyAmount is required.'),
    ),
    buyAmount: z.optional(
      describe(amount(), 'How much to buy. Exactly one of sellAmount and buyAmount is required.'),
    ),
    quoteId: z.optional(
      describe(id(), 'An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate.'),
    ),
  }),
  example: {
    userReqNo: 'R20260301-0001',
    sellCurrency: 'USD',
    buyCurrency: 'EUR',
    sellAmount: 100,
  },
  result: z.object({
    ...conversionFields,
    sellCurrency: describe(z.string(), 'The currency sold.'),
    sellAmount: describe(z.number(), 'How much was sold.'),
    buyCurrency: describe(z.string(), 'The currency bought.'),
    buyAmount: describe(z.number(), 'How much was bought.'),
    fee: describe(z.number(), 'The fee in addition, in the currency sold; rounded up.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', rates: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '110010', '130001'],
});

export const accountExchangeRate = defineOperation({
  title: 'Exchange rate inquiry',
  summary:
    'Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote.',
  path: '/openapi/account/exchangeRate',
  function: 'account/exchange-rate',
  async: false,
  request: z.object({
    sellCurrency: describe(currency(), 'The currency or coin to sell.'),
    buyCurrency: describe(currency(), 'The currency or coin to buy; must differ from sellCurrency.'),
  }),
  result: z.object({
    quoteId: describe(z.string(), 'The quote, for Card account exchange.'),
    sellCurrency: describe(z.string(), 'The currency or coin to sell.'),
    buyCurrency: describe(z.string(), 'The currency or coin to buy.'),
    exchangeRate: describe(z.number(), descriptions.exchangeRate),
    quoteTime: describe(z.string(), 'When the quote was given, yyyy-MM-dd HH:mm:ss.'),
    expireTime: describe(z.string(), 'When the quote expires, yyyy-MM-dd HH:mm:ss.'),
  }),
  access: { merchants: 'read', rates: 'write' },
  refusals: ['110002', '130001'],
});
