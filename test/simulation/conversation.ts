import { isDeepStrictEqual } from 'node:util';
import { ContractError, type ErrorCode } from '../../shared/contract/errors.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import type { End } from './process.ts';
import type { Simulation } from './simulation.ts';

/** What a function may take that is behind the API. */
const LIMIT_MS = 29_000;
/** When who asked gives up waiting for an answer. */
const PATIENCE_MS = 30_000;
const LONGEST_PAUSE_MS = 300_000;

/** What was answered in the end: after as many tries as it took. */
export type Answer = { readonly result: unknown } | { readonly refused: ErrorCode };

/** Something that somebody outside asks of the platform, again and again until it is answered. */
export interface Question {
  readonly name: string;
  readonly work: (platform: Platform) => Promise<unknown>;
  readonly answered: (answer: Answer) => void;
  /** Who asks gives up after so many tries; never unless told. */
  readonly tries?: number;
}

/** Answers that say nothing definite: whoever asked asks again. */
const INDEFINITE: readonly string[] = ['130001', '140001', '999999'];

/** Asks until there is a definite answer. Requests and answers get lost, late and doubled on the way. */
export function ask(simulation: Simulation, question: Question, attempt = 1): void {
  const { faults, timeline } = simulation;
  const name = `${question.name}/${attempt}`;
  let over = false;
  const again = () => {
    if (over) return;
    over = true;
    if (attempt >= (question.tries ?? Number.POSITIVE_INFINITY)) return;
    const pause = Math.min(LONGEST_PAUSE_MS, 2_000 * 2 ** Math.min(attempt, 10));
    timeline.after(simulation.dice(`again/${name}`).below(pause), () =>
      ask(simulation, question, attempt + 1),
    );
  };
  const hears = (end: End) => {
    const answer = answerOf(end);
    if (end.how === 'failed' && answer === undefined) defect(simulation, name, end.error);
    if (over || end.how === 'gone' || faults.at(`answer ${name}`, 'answer')) return;
    if (!answer) return again();
    over = true;
    simulation.note(name, () => `hears ${JSON.stringify(answer)}`);
    question.answered(answer);
  };
  timeline.after(PATIENCE_MS, again);
  const fault = faults.at(`request ${name}`, 'request');
  if (fault === 'lost') return;
  const delay = fault === 'late' ? simulation.dice(`late/${name}`).below(60_000) : 0;
  for (const copy of fault === 'twice' ? ['', '+'] : [''])
    timeline.after(delay, () =>
      simulation.start(`${name}${copy}`, LIMIT_MS, (one) => question.work(one.platform), hears),
    );
}

function answerOf(end: End): Answer | undefined {
  if (end.how === 'done') return { result: end.value };
  if (end.how === 'failed' && end.error instanceof ContractError && !INDEFINITE.includes(end.error.code))
    return { refused: end.error.code };
  return undefined;
}

/** Nothing but the world outside may be the reason for no answer. */
function defect(simulation: Simulation, name: string, error: unknown): void {
  if (error instanceof ContractError || (error as Error).name === 'Unreachable') return;
  simulation.violate(`${name} failed: ${(error as Error).stack ?? error}`);
}

export const isSame = isDeepStrictEqual;
