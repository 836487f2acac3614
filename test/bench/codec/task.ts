import {
  generateRsaKeyPair,
  type RsaKeyPairPem,
  type RsaModulusBits,
} from '../../../shared/wire/codec/keys.ts';

/** What is done with a message, and by which half of the key. */
export const WHATS = ['seal-private', 'open-public', 'seal-public', 'open-private'] as const;
export type What = (typeof WHATS)[number];

export const BITS = [1024, 2048] as const;
export const BLOCKS = [1, 4, 40] as const;

/** One thing to do again and again, by whoever takes part. */
export interface Task {
  readonly bits: RsaModulusBits;
  /** Two pairs, in turn: with one alone a compiler would build its code around that key. */
  readonly pairs: readonly [RsaKeyPairPem, RsaKeyPairPem];
  readonly what: What;
  /** Full blocks of the message. */
  readonly blocks: number;
}

/** Every task, with the same keys for each size. */
export async function allTasks(): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const bits of BITS) {
    const pairs = [await generateRsaKeyPair(bits), await generateRsaKeyPair(bits)] as const;
    for (const what of WHATS) for (const blocks of BLOCKS) tasks.push({ bits, pairs, what, blocks });
  }
  return tasks;
}

/** The message of a task: bytes as Base64 has them. */
export const plainOf = ({ bits, blocks }: Task): Buffer => Buffer.alloc(blocks * (bits / 8 - 11), 'a');
