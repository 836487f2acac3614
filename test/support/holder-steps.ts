import { applyForHolder } from '../../shared/cardholders/apply.ts';
import type { Call } from '../../shared/platform/platform.ts';
import { person } from './cardholders.ts';

/** Reports a new cardholder without images and answers the holder's id. */
export async function reportedHolder(call: Call): Promise<string> {
  const noImages = {
    put: () => Promise.reject(new Error('there is no image to keep')),
  };
  return (await applyForHolder(person(), call, noImages)).cardUserId;
}
