import type { Books } from '../../../shared/audit/books.ts';
import {
  digestOf,
  inboxKey,
  type Message as Kept,
  type KeptType,
  messageFrom,
} from '../../../shared/inbox/message.ts';
import { numberIn } from '../../../shared/inbox/number.ts';
import { numberingOf } from '../../../shared/upstreams/upstream.ts';
import type { Simulation } from '../simulation.ts';
import type { Message } from '../upstreams.ts';
import { tellerOf } from '../world.ts';
import { minor } from './minor.ts';

/** Something that upstreams told of money, in however many words. */
export interface Fact {
  readonly message: Message;
  /** Cents, negative where it went out to the network. */
  readonly amount: bigint;
  readonly isSuspended: boolean;
}

/** What the inbox has of a message. */
function keptOf({ store }: Simulation, { type, issuer, network, content }: Message): Kept | undefined {
  const number = numberIn(type as KeptType, { ...content });
  const key = `${numberingOf(tellerOf(issuer, network))}/${type}/${number}`;
  const digest = digestOf(JSON.stringify(content));
  const [first, own] = [key, `${key}/${digest}`].map((one) => store.at('inbox', inboxKey(one)));
  if (first?.['digest'] === digest) return messageFrom(first);
  return own && messageFrom(own);
}

/** What a message says was settled, in cents; undefined where nothing was. */
function settledBy({ type, content }: Message): bigint | undefined {
  const { realFee, transCategory, transType, settleAmount } = content as Record<string, unknown>;
  if (type === 'trade_fee') return -minor(realFee);
  if (type !== 'card_transaction' || transCategory !== 2) return undefined;
  return transType === '2' || transType === '3' ? minor(settleAmount) : -minor(settleAmount);
}

/** All facts that were acknowledged, each once, and where their money is by the inbox. */
export function facts(simulation: Simulation): Fact[] {
  const found = new Map<string, Fact>();
  for (const message of simulation.upstreams.acknowledged) {
    const amount = settledBy(message);
    if (amount === undefined) continue;
    const { recordNo, receiptNo, cardId } = message.content as Record<string, unknown>;
    const { userNo } = tellerOf(message.issuer, message.network);
    const fact = [message.type, userNo, receiptNo ?? recordNo, cardId, amount].join('/');
    const isSuspended = keptOf(simulation, message)?.status === 'suspended';
    const known = found.get(fact);
    found.set(fact, {
      message: known?.message ?? message,
      amount,
      isSuspended: isSuspended || known?.isSuspended === true,
    });
  }
  return [...found.values()];
}

/** Whatever an upstream told that moves money is in the books or in suspense, once, and nothing is left half done. */
export function whatWasToldIsSomewhere(simulation: Simulation, { entries }: Books): void {
  for (const message of simulation.upstreams.acknowledged) {
    const status = keptOf(simulation, message)?.status;
    const isDone =
      status === 'applied' || status === 'suspended' || (status === 'waiting' && message.isStray);
    if (!isDone) simulation.violate(`${message.name} was acknowledged and is ${status ?? 'not kept'}`);
    if (status === 'suspended' && !message.isStray && !message.isContradicted)
      simulation.violate(`${message.name} is in suspense for ever`);
  }
  const suspended = facts(simulation).filter(({ isSuspended }) => isSuspended);
  const expected = suspended.reduce((sum, { amount }) => sum + amount, 0n);
  const has = entries
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === 'platform:suspense/USD')
    .reduce((sum, { amount }) => sum + amount, 0n);
  if (has !== expected) simulation.violate(`${has} is in suspense, it should be ${expected}`);
}
