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
  exchangeRate: 'What one unit of the currency sold is worth in the currency bought.',
  finished: '1 success: the money is there.',
} as const;

/** Result fields of both operations that convert money from one currency to another. */
const conversionFields = {
  orderId: orderIdField,
  userReqNo: userReqNoField,
  exchangeRate: describe(z.number(), descriptions.exchangeRate),
  status: describe(z.number(), descriptions.finished),
  createAt: describe(z.string(), 'When it was done, yyyy-MM-dd HH:mm:ss.'),
};

export const accountBalance = defineOperation({
  title: 'Account Balance',
  summary: "The merchant's accounts with what is on them, what can be spent and what open orders hold.",
  path: '/openapi/account/balance',
  function: 'account/balance',
  async: false,
  request: z.object({
    accountType: z.optional(
      describe(choice(1, 2), `Only accounts of this kind: ${descriptions.accountType} Both without it.`),
    ),
    currency: z.optional(describe(currency(), 'Only the account in this currency or coin.')),
  }),
  result: z.object({
    list: describe(
      z.array(
        z.object({
          accountType: describe(z.number(), descriptions.accountType),
          currency: describe(z.string(), 'The currency or coin of the account.'),
          currentBalance: describe(
            z.number(),
            'All that is on the account; of a sum of more than 15 digits the first 15, with zeros after them.',
          ),
          availableBalance: describe(z.number(), 'What of it can be spent.'),
          frozenBalance: describe(z.number(), 'What of it open orders hold.'),
        }),
      ),
      'The accounts that anything was ever booked on.',
    ),
  }),
  access: { merchants: 'read', ledger: 'read' },
  refusals: [],
});

export const accountTransfer = defineOperation({
  title: 'Dpt Transfer Card Account',
  summary:
    'Changes coins of the dpt account into money of a card account at the rate of the moment. The fee is taken from the coins, the target amount is rounded down to the minor unit.',
  path: '/openapi/account/transfer',
  function: 'account/transfer',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    currency: describe(textChoice(...COINS), 'The coin: USDT or USDC.'),
    amount: describe(amount(), 'The coins that leave the dpt account, the fee among them.'),
    targetCurrency: z._default(describe(cardCurrency(), 'The currency of the card account.'), 'USD'),
  }),
  result: z.object({
    ...conversionFields,
    currency: describe(z.string(), 'The coin.'),
    amount: describe(z.number(), 'The coins that left the dpt account.'),
    fee: describe(z.number(), 'What of them the transfer cost, in coins; rounded up.'),
    targetCurrency: describe(z.string(), 'The currency of the card account.'),
    targetAmount: describe(z.number(), 'What the card account gained.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', rates: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '130001'],
});

export const accountExchange = defineOperation({
  title: 'Card account exchange',
  summary:
    'Changes money of one card account into another currency. With sellAmount what is bought is rounded down to the minor unit, with buyAmount what is sold is rounded up; the fee comes on top of what is sold.',
  path: '/openapi/account/exchange',
  function: 'account/exchange',
  async: false,
  request: z.object({
    userReqNo: userReqNo(),
    sellCurrency: describe(cardCurrency(), 'The currency to sell.'),
    buyCurrency: describe(cardCurrency(), 'The currency to buy, another one.'),
    sellAmount: z.optional(describe(amount(), 'How much to sell; either this or buyAmount.')),
    buyAmount: z.optional(describe(amount(), 'How much to buy; either this or sellAmount.')),
    quoteId: z.optional(
      describe(
        id(),
        'A quote of Exchange rate inquiry that still holds and is not used yet; without it the current rate.',
      ),
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
    fee: describe(z.number(), 'What it cost on top, in the currency sold; rounded up.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', rates: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '110010', '130001'],
});

export const accountExchangeRate = defineOperation({
  title: 'Exchange rate inquiry',
  summary:
    'The current rate of a pair and a quote that holds it for 60 seconds, for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which takes no quote.',
  path: '/openapi/account/exchangeRate',
  function: 'account/exchange-rate',
  async: false,
  request: z.object({
    sellCurrency: describe(currency(), 'The currency or coin to sell.'),
    buyCurrency: describe(currency(), 'The currency or coin to buy, another one.'),
  }),
  result: z.object({
    quoteId: describe(z.string(), 'The quote, for Card account exchange.'),
    sellCurrency: describe(z.string(), 'The currency or coin to sell.'),
    buyCurrency: describe(z.string(), 'The currency or coin to buy.'),
    exchangeRate: describe(z.number(), descriptions.exchangeRate),
    quoteTime: describe(z.string(), 'When the quote was given, yyyy-MM-dd HH:mm:ss.'),
    expireTime: describe(z.string(), 'When the quote ends, yyyy-MM-dd HH:mm:ss.'),
  }),
  access: { merchants: 'read', rates: 'write' },
  refusals: ['110002', '130001'],
});
