import type { Operator } from '../../../infra/ops/operator.ts';
import { platformOver } from '../../../shared/lambda/cloud-platform.ts';
import { MemoryStore } from './memory-store.ts';

/** An operator's access to tables in memory. */
export function modelOperator(environment: NodeJS.ProcessEnv): Operator {
  const store = new MemoryStore();
  return {
    platform: platformOver(store, environment),
    environment,
    scan: (table) => store.scan(table),
    close: () => {},
  };
}
