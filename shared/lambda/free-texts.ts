import { refuseCardNumbers } from '../cards/found-number.ts';
import { changesSomething, type Operation } from '../contract/operation.ts';
import type { Platform } from '../platform/platform.ts';
import type { Invocation } from './session.ts';

/** Refuses a change whose texts hold the number of a card of ours: they are kept and shown. */
export const freeTexts = ({ store }: Platform, entry: Operation) => ({
  before: async ({ internal }: Invocation): Promise<void> => {
    if (changesSomething(entry)) await refuseCardNumbers(store, internal.content ?? {});
  },
});
