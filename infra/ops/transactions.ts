import { parseArgs } from 'node:util';
import { formatDateTime } from '../../shared/contract/time.ts';
import { moneyText } from '../../shared/money/amount.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { type Chain, positions } from '../../shared/transactions/chain.ts';
import { type HoldEnd, holdEndOf, releaseHold } from '../../shared/transactions/expiry.ts';
import { findChain, findRecord } from '../../shared/transactions/place.ts';
import {
  chainNumberOf,
  chainSourceOf,
  contentOf,
  type Decline,
  isOwn,
  recordFrom,
  type TransactionRecord,
} from '../../shared/transactions/record.ts';
import { columns } from './columns.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { REASON_OPTIONS, reasonOf } from './reason.ts';

const HELP = `What happened to a card at the network, with why purchases were declined, and the release of a hold.

  npm run transactions -- show RECORD
      one transaction, by its merchant's number, and what it is part of
  npm run transactions -- card CARD
      the latest 50 of a card
  npm run transactions -- release RECORD --reason TEXT
      what is held for a purchase that will not be cleared is available again

A decline tells which check failed and what was available and used at that moment; merchants are told the response code only.
A hold is released once, told as a reversal, and kept with TEXT. A clearing that comes all the same is taken from what is
available, below zero if need be: release only what the network or the card acceptor has given up.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const SHOWN = 50;

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, NothingFound for a number that is no transaction's, NothingHeld
 */
export async function transactionsCommand(args: readonly string[], { platform }: Operator): Promise<string> {
  const options = { reason: REASON_OPTIONS.reason };
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command = '', id = '', ...words] = positionals;
  if (command !== 'show' && command !== 'card' && command !== 'release')
    throw new CommandRefused('the commands are show, card and release. --help tells them.');
  if (id === '') throw new CommandRefused(`${command === 'card' ? 'CARD' : 'RECORD'} is required`);
  if (words.length > 0) throw new CommandRefused(`${command} takes no ${words[0]}`);
  if (command === 'release') return release(id, reasonOf(values), platform);
  return command === 'card' ? ofCard(id, platform) : show(id, platform);
}

async function release(recordNo: string, reason: string, platform: Platform): Promise<string> {
  const { amount, currency } = await releaseHold(platform, recordNo, reason);
  return `${moneyText(amount, currency)} of transaction ${recordNo} are available again`;
}

async function ofCard(cardId: string, platform: Platform): Promise<string> {
  const { store } = platform;
  const rows = await store.query({
    table: 'transactions',
    index: 'byCardCreated',
    partition: cardId,
    newestFirst: true,
    limit: SHOWN,
  });
  const keys = rows.map(({ pk }) => ({ pk: String(pk) }));
  const items = (await store.getMany('transactions', keys)).filter((item) => item !== undefined);
  if (items.length === 0) return `card ${cardId} has no transactions`;
  const head = ['transaction', 'learned', 'type', 'status', 'amount', 'moved', 'declined by', 'follows'];
  return columns([head, ...items.map(recordFrom).map((record) => rowOf(record, platform))]);
}

function rowOf(record: TransactionRecord, { utcOffset }: Platform): string[] {
  const content = contentOf(record);
  const { localCurrencyAmt, localCurrency, settleAmount = localCurrencyAmt, transType } = content;
  const isDeclined = record.transStatus !== '1';
  return [
    record.recordNo,
    formatDateTime(record.createdAt, utcOffset),
    `${transType}${record.transCategory === 2 ? ' settled' : ''}`,
    isDeclined ? content.respCode : 'success',
    `${localCurrencyAmt} ${localCurrency}`,
    isDeclined ? '-' : `${settleAmount}`,
    record.decline?.check ?? '-',
    content.originRecordNo ?? '-',
  ];
}

async function show(recordNo: string, platform: Platform): Promise<string> {
  const record = await findRecord(platform.store, recordNo);
  if (!record) throw new CommandRefused(`there is no transaction ${recordNo}`);
  const { source, toldNo, reason, decline, cardId, userNo } = record;
  const of = { source: chainSourceOf(record), cardId };
  const chain = await findChain(platform.store, of, chainNumberOf(record));
  const end = chain && (await holdEndOf(platform.store, chain));
  const facts: [string, string][] = [
    ['card', cardId],
    ['merchant', userNo],
    ['told by', isOwn(record) ? 'this platform' : source],
    ...(toldNo === undefined ? [] : [['under', toldNo] as [string, string]]),
    ...(reason === undefined ? [] : [['released', reason] as [string, string]]),
    ...(decline ? declineFacts(decline, contentOf(record).localCurrency) : []),
    ['tells', JSON.stringify(contentOf(record))],
    ...(chain ? chainFacts(chain) : []),
    ...(end ? endFacts(end, platform) : []),
  ];
  return columns(facts);
}

function declineFacts(decline: Decline, currency: string): [string, string][] {
  const money = (minor: bigint) => moneyText(minor, currency);
  const { check, amount, available, used, limit } = decline;
  return [
    ['declined by', check],
    ['asked', money(amount)],
    ['available', money(available)],
    ['used', `${money(used)}${limit === undefined ? '' : ` of ${money(limit)}`}`],
  ];
}

function chainFacts(chain: Chain): [string, string][] {
  const { hold, spent } = positions(chain);
  const money = (minor: bigint) => moneyText(minor, chain.currency);
  const end = chain.settled ? 'settled' : chain.expired && hold === 0n ? 'hold ended' : 'open';
  return [
    ['authorization', `${chain.root}, ${end}`],
    ['authorized', money(chain.authorized)],
    ['cleared', money(chain.cleared)],
    ['held now', money(hold)],
    ['taken', money(spent)],
  ];
}

function endFacts({ dueAt, notReleased }: HoldEnd, { utcOffset }: Platform): [string, string][] {
  const at = formatDateTime(dueAt, utcOffset);
  if (!notReleased) return [['held until', at]];
  const { times, reason } = notReleased;
  return [
    ['not released', `${reason}; tried ${times === 1 ? 'once' : `${times} times`}`],
    ['tried again', at],
  ];
}

if (import.meta.main) await runCommand(HELP, transactionsCommand);
