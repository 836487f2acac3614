import { applyForHolder } from '../../shared/cardholders/apply.ts';
import type { Call } from '../../shared/platform/platform.ts';
import { person } from './cardholders.ts';

/** Reports a new cardholder without images and answers the holder's id. */
export async function reportedHolder(
  call: Call,
  changes: Partial<ReturnType<typeof person>> & { gender?: 1 | 2 } = {},
): Promise<string> {
  const noImages = {
    put: () => Promise.reject(new Error('there is no image to keep')),
  };
  return (await applyForHolder({ ...person(), ...changes }, call, noImages)).cardUserId;
}
