import { type Figure, ratio, type Section, type Target } from '../frame/figure.ts';
import { interleaved, rateOf } from '../frame/measure.ts';
import { nodeForge, nodeRsa, rawCalls, rawCallsWithHex, thisCodec } from './implementations.ts';
import { Jdk } from './jdk.ts';
import { materialsOf } from './material.ts';
import { opensslSpeed } from './openssl.ts';
import { allTasks, BITS, BLOCKS, OPERATIONS, type Operation, type Task } from './task.ts';

const COMPARED = [
  'node:crypto',
  'node:crypto with hex',
  'node-forge',
  'node-rsa',
  'the JDK',
  'openssl speed',
] as const;
type Rival = (typeof COMPARED)[number];

const LABELS: Readonly<Record<Operation, string>> = {
  'seal-private': 'seal, private key',
  'open-public': 'open, public key',
  'seal-public': 'seal, public key',
  'open-private': 'open, private key',
};

function targetOf(library: Rival, what: Operation): Target | undefined {
  if (library === 'node:crypto') return { atLeast: 0.95 };
  if (library === 'node-forge' && what.endsWith('private')) return { atLeast: 30 };
  return library === 'the JDK' ? { atLeast: 1 } : undefined;
}

/**
 * Compares this codec with others, for messages of whole blocks, from bytes to hex or from hex to bytes. What each
 * rival does once per key is done before.
 */
export async function measureCodec({ rounds }: { rounds: number }): Promise<Section> {
  const jdk = Jdk.isThere() ? new Jdk() : undefined;
  const ratios = new Map<string, Record<Rival, number>>();
  const tasks = await allTasks();
  for (const task of tasks) ratios.set(keyOf(task), await compare(task, jdk, rounds));
  await jdk?.stop();
  const at = BITS.flatMap((bits) => BLOCKS.map((blocks) => `${bits} × ${blocks}`));
  const figures: Figure[] = COMPARED.flatMap((library) =>
    OPERATIONS.map((what) => {
      const values = tasks
        .filter((task) => task.what === what)
        .map((task) => ratios.get(keyOf(task))?.[library] ?? Number.NaN);
      const target = targetOf(library, what);
      return { name: `${LABELS[what]} ÷ ${library}`, at, values, ...(target && { target }) };
    }),
  );
  const title = 'Codec: messages in a second of processor time ÷ another’s, by bits of the key × blocks';
  return { id: 'codec', title, figures };
}

const keyOf = ({ bits, what, blocks }: Task): string => `${bits} ${what} ${blocks}`;

async function compare(task: Task, jdk: Jdk | undefined, rounds: number): Promise<Record<Rival, number>> {
  const materials = materialsOf(task);
  const here = (implementation: typeof thisCodec) => () => {
    const work = implementation[task.what];
    let slot = 0;
    return rateOf(() => {
      slot = 1 - slot;
      work(materials[slot as 0 | 1]);
    });
  };
  const half = task.what.endsWith('private') ? 'private' : 'public';
  const rates = await interleaved(rounds, {
    here: here(thisCodec),
    'node:crypto': here(rawCalls),
    'node:crypto with hex': here(rawCallsWithHex),
    'node-forge': here(nodeForge),
    'node-rsa': here(nodeRsa),
    'the JDK': () => jdk?.rateOf(task) ?? Number.NaN,
  });
  // openssl measures for whole seconds, so it runs only once, beside the longest messages.
  const openssl =
    task.blocks === Math.max(...BLOCKS) ? opensslSpeed(task.bits)[half] / task.blocks : Number.NaN;
  return {
    'node:crypto': ratio(rates.here, rates['node:crypto']),
    'node:crypto with hex': ratio(rates.here, rates['node:crypto with hex']),
    'node-forge': ratio(rates.here, rates['node-forge']),
    'node-rsa': ratio(rates.here, rates['node-rsa']),
    'the JDK': ratio(rates.here, rates['the JDK']),
    'openssl speed': ratio(
      rates.here,
      rates.here.map(() => openssl),
    ),
  };
}
