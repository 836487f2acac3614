import {
  generateRsaKeyPair,
  type RsaKeyPairPem,
  type RsaModulusBits,
} from '../../../shared/wire/codec/keys.ts';

/** An operation on a message, and the half of the key that it uses. */
export const OPERATIONS = ['seal-private', 'open-public', 'seal-public', 'open-private'] as const;
export type Operation = (typeof OPERATIONS)[number];

export const BITS = [1024, 2048] as const;
export const BLOCKS = [1, 4, 40] as const;

/** An operation that each contestant repeats. */
export interface Task {
  readonly bits: RsaModulusBits;
  /** Two pairs, used in turn: with a single key a compiler would specialise its code for it. */
  readonly pairs: readonly [RsaKeyPairPem, RsaKeyPairPem];
  readonly what: Operation;
  /** Number of full blocks of the message. */
  readonly blocks: number;
}

/** Returns every task, with the same keys for each size. */
export async function allTasks(): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const bits of BITS) {
    const pairs = [await generateRsaKeyPair(bits), await generateRsaKeyPair(bits)] as const;
    for (const what of OPERATIONS) for (const blocks of BLOCKS) tasks.push({ bits, pairs, what, blocks });
  }
  return tasks;
}

/** Returns the message of a task, in the alphabet of Base64. */
export const plainOf = ({ bits, blocks }: Task): Buffer => Buffer.alloc(blocks * (bits / 8 - 11), 'a');
