import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Write } from '../../../shared/runtime/store/write.ts';
import { mutants, mutate } from '../../simulation/mutants.ts';
import { reportOf } from '../../simulation/report.ts';
import { type Run, run } from '../../simulation/run.ts';
import { shrink } from '../../simulation/shrink.ts';
import { openDeployment, type SimulatedDeployment } from '../../simulation/simulated-deployment.ts';

let fixture: SimulatedDeployment;

beforeAll(async () => {
  fixture = await openDeployment();
});

const all = { actions: new Set<string>(), faults: new Set<string>() };

/** Returns a deployment whose tables let a request number be used twice. */
function withoutIdempotency(): SimulatedDeployment {
  const anew = (write: Write): Write =>
    write.kind === 'update' && write.key.pk.startsWith('request/') && write.set?.['fingerprint'] !== undefined
      ? { ...write, when: [] }
      : write;
  const copy: SimulatedDeployment['store']['copy'] = (received) => {
    const store = fixture.store.copy(received);
    const write = store.write.bind(store);
    store.write = (writes) => write(writes.map(anew));
    return store;
  };
  return { ...fixture, store: { copy } };
}

async function firstFailure(broken: SimulatedDeployment): Promise<Run> {
  for (let seed = 1; seed < 500; seed += 1) {
    const done = await run(broken, seed);
    if (done.violations.length > 0) return done;
  }
  throw new Error('nothing was seen');
}

describe('the simulator', () => {
  it.each([1, 51, 101, 151, 201])(
    'finds nothing lost, duplicated or invented from seed %d on',
    async (first) => {
      const failed: string[] = [];
      for (let seed = first; seed < first + 50; seed += 1) {
        const { violations } = await run(fixture, seed);
        if (violations.length > 0) failed.push(`seed ${seed}: ${violations[0]}`);
      }
      expect(failed).toEqual([]);
    },
  );

  it('runs a seed the same way each time, and another seed differently', async () => {
    const first = await run(fixture, 7, all, true);
    expect(first.trace.length).toBeGreaterThan(50);
    expect(await run(await openDeployment(), 7, all, true)).toEqual(first);
    expect((await run(fixture, 8, all, true)).trace).not.toEqual(first.trace);
  });

  it('shrinks a failure to the actions and faults that matter', async () => {
    const broken = withoutIdempotency();
    const failed = await firstFailure(broken);
    const small = await shrink(broken, failed);
    expect(small.violations).not.toEqual([]);
    expect(small.actions.length).toBeLessThanOrEqual(2);
    expect(small.faults.length).toBeLessThanOrEqual(Math.min(2, failed.faults.length));
    const report = reportOf(small);
    expect(report).toContain(`Seed ${failed.seed} fails:`);
    expect(report).toContain(small.violations[0]);
    expect(report).toContain(`--from ${failed.seed} --seeds 1`);
  });
});

describe('the mutant', () => {
  it.each(mutants())('%s applies to the code', (name) => {
    mutate(name, join(import.meta.dirname, '..', '..', '..'), '--check');
  });
});
