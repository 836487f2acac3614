import { type ContractError, LimitBelowUsed, NewerChange, StatusNotSuitable } from '../../../wire/errors.ts';
import type { Change } from './change.ts';

/** Returns the merchant's error for a change that was refused or replaced for good. */
export function changeRefusal({ state, refusal, subject }: Change): ContractError {
  if (state === 'replaced') return new NewerChange(subject.kind);
  return refusal === '110008' ? new LimitBelowUsed() : new StatusNotSuitable(subject.kind);
}
