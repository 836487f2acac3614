import { type ContractError, LimitBelowUsed, NewerChange, StatusNotSuitable } from '../../../wire/errors.ts';
import type { Change } from './change.ts';

/** What the merchant is told of a change that did not happen and never will. */
export function changeRefusal({ state, refusal, subject }: Change): ContractError {
  if (state === 'replaced') return new NewerChange(subject.kind);
  return refusal === '110008' ? new LimitBelowUsed() : new StatusNotSuitable(subject.kind);
}
