/** Minimum processor time of a measurement, in microseconds. */
const MIN_MICROS = 20_000;

/** Returns the processor time of `work` in this process, in microseconds. Other processes do not count. */
export function micros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Returns how often `work` can be done per second of processor time. */
export function rateOf(work: () => void): number {
  for (let times = 1; ; times *= 2) {
    const claimed = micros(() => {
      for (let time = 0; time < times; time += 1) work();
    });
    if (claimed >= MIN_MICROS) return (times * 1_000_000) / claimed;
  }
}

/**
 * Runs all contestants in each round, each round starting with another one, after a first round that does not count.
 * Returns the results of each contestant by round.
 */
export async function interleaved<Name extends string, Achieved>(
  rounds: number,
  candidates: Readonly<Record<Name, () => Achieved | Promise<Achieved>>>,
): Promise<Record<Name, Achieved[]>> {
  const names = Object.keys(candidates) as Name[];
  const achieved = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Achieved[]>;
  for (let round = -1; round < rounds; round += 1) {
    const first = (round + 1) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const result = await candidates[name]();
      if (round >= 0) achieved[name].push(result);
    }
  }
  return achieved;
}
