import { parseArgs } from 'node:util';

/** The sections, in the order in which they are measured. */
export const SECTIONS = [
  'codec',
  'cold',
  'warm',
  'app',
  'local',
  'authorize',
  'cost',
  'scale',
  'sweep',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export const HELP = `Measures how fast, how cheap and how far it scales: ratios and counts, each from one run on one machine.

  npm run bench -- [--only SECTION,SECTION] [--rounds 7] [--count 100000] [--json FILE] [--compare FILE] [--against REF] [--markdown]

  --only LIST      codec, cold, warm, app, local, authorize, cost, scale, sweep; all of them by default
  --rounds N       how many times each duration is measured; figures are medians
  --count N        cards, orders and transactions of the largest merchant of "scale"
  --json FILE      where the figures are written (bench.json)
  --compare FILE   the figures of an earlier run, to compare with
  --against REF    an earlier state, such as a commit, to run "app", "local" and "authorize" beside, in turns: from a work tree
                   under the temporary folder, which is removed in the end
  --markdown       prints the tables as Markdown

Exit code 1 when a target is missed.`;

export interface BenchOptions {
  readonly only: readonly SectionId[];
  readonly rounds: number;
  readonly count: number;
  readonly json: string;
  readonly compare: string | undefined;
  readonly against: string | undefined;
  readonly markdown: boolean;
}

/** Returns the options, or undefined for `--help`. Throws for an invalid value. */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: SECTIONS.join(',') },
      rounds: { type: 'string', default: '7' },
      count: { type: 'string', default: '100000' },
      json: { type: 'string', default: 'bench.json' },
      compare: { type: 'string' },
      against: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return {
    only: values.only.split(',').map(sectionId),
    rounds: wholeNumber('rounds', values.rounds, 1, 1_000),
    count: wholeNumber('count', values.count, 1_000, 10_000_000),
    json: values.json,
    compare: values.compare,
    against: values.against,
    markdown: values.markdown,
  };
}

function sectionId(word: string): SectionId {
  const id = SECTIONS.find((known) => known === word.trim());
  if (!id) throw new Error(`--only names sections of ${SECTIONS.join(', ')}`);
  return id;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw new Error(`--${option} is a whole number from ${least} to ${most}`);
  return value;
}
