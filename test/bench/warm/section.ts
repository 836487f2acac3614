import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Figure, median, type Section } from '../frame/figure.ts';

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));

/** Microseconds of one request or of one of its steps, and those of RSA, the domain and the log in it. */
export type Phases = Readonly<Record<'whole' | 'rsa' | 'domain' | 'log', number>>;
type PhasesOf = Readonly<Record<'whole' | 'signed' | 'open' | 'schema' | 'seal', Phases>>;

const SIZES = [1024, 2048] as const;

const withoutRsa = ({ whole, rsa }: Phases): number => whole - rsa;

/** The steps of a request beside its RSA. */
const STEPS: Readonly<Record<string, (steps: PhasesOf) => number>> = {
  'envelope and content, opened': ({ open }) => withoutRsa(open),
  schema: ({ schema }) => schema.whole,
  domain: ({ whole }) => whole.domain,
  'answer, sealed': ({ seal }) => withoutRsa(seal),
  'log line': ({ whole }) => whole.log,
  'pipeline: the rest': ({ whole, open, schema, seal }) =>
    withoutRsa(whole) - withoutRsa(open) - schema.whole - whole.domain - withoutRsa(seal) - whole.log,
};

/** Returns the additional time of a signed request. */
const signature = ({ whole, signed }: PhasesOf): number => signed.whole - whole.whole;

/** Measures one recharge in a warm function over a store that answers at once, ÷ the time of the RSA in it. */
export async function measureWarmRequest({ rounds }: { rounds: number }): Promise<Section> {
  const measured: PhasesOf[][] = [];
  for (const bits of SIZES) measured.push(await measureApart(bits, rounds));
  const at = SIZES.map((bits) => `keys of ${bits} bits`);
  const inRsa = (of: (steps: PhasesOf) => number) =>
    measured.map((round) => median(round.map((steps) => of(steps) / steps.whole.rsa)));
  const figures: Figure[] = [
    {
      name: 'everything but RSA',
      at,
      values: inRsa(({ whole }) => withoutRsa(whole)),
      target: { atMost: 0.5 },
    },
    ...Object.entries(STEPS).map(([name, of]) => ({ name, at, values: inRsa(of) })),
    { name: 'signatures: request verified, response signed', at, values: inRsa(signature) },
  ];
  return {
    id: 'warm',
    title: 'Warm request: time of a recharge’s parts in the handler ÷ that of the RSA among them',
    figures,
  };
}

async function measureApart(bits: number, rounds: number): Promise<PhasesOf[]> {
  const child = fork(PROCESS, [String(bits), String(rounds)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the request could not be measured (exit code ${code})`);
  });
  const [message] = await Promise.race([once(child, 'message'), failed]);
  const claimed = message as Readonly<Record<keyof PhasesOf, readonly Phases[]>>;
  return claimed.whole.map((_, round) =>
    Object.fromEntries(Object.entries(claimed).map(([part, rounds]) => [part, rounds[round]])),
  ) as unknown as PhasesOf[];
}
