import fc from 'fast-check';
import { type Body, bodies, rendered } from './bodies.ts';
import type { FuzzFixture } from './fuzz-fixture.ts';
import { judge, outcomeOf } from './judge.ts';
import { judgeSignature } from './judge-signature.ts';
import type { LogWatch } from './log-watch.ts';
import { postBytes } from './post.ts';
import { targets } from './targets.ts';

/** Bodies after which something new and valid is made for the next of the targets. */
const RENEWAL = 40;

export interface FuzzOptions {
  readonly apiUrl: string;
  readonly fixture: Pick<FuzzFixture, 'partyOf' | 'renew'>;
  readonly watch: LogWatch;
  readonly bodies: number;
  readonly seed: number;
  /** Hears of every body, counted from 1. */
  readonly progress?: (sent: number) => Promise<void>;
}

/** A request that was answered as none may be, as small as it could be made. */
export interface Failure {
  /** Which of the bodies it was, counted from 1. */
  readonly index: number;
  readonly problem: string;
  readonly body: Body;
  /** What it says in clear. */
  readonly clear: string;
}

export interface FuzzReport {
  /** How many requests had which outcome: success, or a code. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failure?: Failure;
}

/** The request was answered as none may be. */
class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly clear: string;
  constructor(problem: string, clear: string) {
    super(problem);
    this.clear = clear;
  }
}

/**
 * Sends as many bodies, one after the other, and judges every answer and every log line, until one is wrong: that body is
 * sent again in ever simpler forms. The seed says the bodies; what is valid in them is of the moment.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { fixture, watch, seed } = options;
  const outcomes = new Map<string, number>();
  let sent = 0;
  const property = fc.asyncProperty(bodies, async (body) => {
    sent += 1;
    if (sent % RENEWAL === 0)
      await fixture.renew(targets[(sent / RENEWAL) % targets.length] as Body['target']);
    const { sender, platformKey } = fixture.partyOf(body.target);
    const request = rendered(body, sender);
    const answer = await postBytes(options.apiUrl + body.target.path, request.headers, request.body);
    const outcome = `${body.target.door} ${outcomeOf(answer)}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const problem =
      judge(body.target, answer, platformKey) ??
      judgeSignature(body, answer, { sent: request.signed, keyId: sender.userNo, platformKey }) ??
      watch.problem();
    if (problem) throw new Wrong(problem, request.clear);
    await options.progress?.(sent);
  });
  const run = await fc.check(property, { numRuns: options.bodies, seed });
  if (!run.failed) return { outcomes };
  const wrong = run.errorInstance;
  if (!(wrong instanceof Wrong) || !run.counterexample) throw wrong;
  const [body] = run.counterexample;
  return { outcomes, failure: { index: run.numRuns, problem: wrong.message, body, clear: wrong.clear } };
}
