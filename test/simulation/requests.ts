import { changeKey } from '../../shared/domain/issuing/changes/change.ts';
import type { Merchant } from '../../shared/domain/parties/merchant.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import type { Intent, Request } from './plan/actions.ts';
import { type CallResponse, callUntilAnswered, isSame } from './reliable-call.ts';
import {
  type GeneratedRequest,
  generateRequest,
  type RequestSubject,
  withOtherContent,
} from './request-generator.ts';
import type { Simulation } from './simulation.ts';

type RequestAction = Request & { readonly name: string };

type Result = Readonly<Record<string, unknown>>;

/** Changes that their merchant may ask for once and no more: what was accepted happens all the same. */
const CHANGES: readonly Intent[] = ['freeze', 'enable', 'limit', 'freezeGroup', 'enableGroup'];

/** The code for other content by a number that is taken. */
const REUSED = '110009';
/** Which of a number's requests has other content. */
const OTHER = 'other';

/** What a merchant asked for by one number, and what it was answered. */
export interface SentRequest {
  readonly action: RequestAction;
  readonly userNo: string;
  answer?: { readonly result: Result };
  /** Its number was accepted for something else. */
  isTaken?: true;
}

/** The requests of all merchants. Each holds the platform to what it answered first. */
export class Requests {
  readonly #simulation: Simulation;
  readonly all: SentRequest[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Asks, and asks again as the deed says. The number is the deed's name. */
  begin(action: RequestAction, merchant: Merchant, subject: RequestSubject): void {
    const sent: SentRequest = { action, userNo: merchant.userNo };
    this.all.push(sent);
    const request = generateRequest(action, subject);
    this.#send(sent, request, merchant, '');
    const { timeline } = this.#simulation;
    action.copiesAfterMs.forEach((ms, copy) => {
      timeline.after(ms, () => this.#send(sent, request, merchant, `copy${copy}`));
    });
    action.repeatsAfterMs.forEach((ms, repeat) => {
      timeline.after(ms, () => this.#send(sent, request, merchant, `repeat${repeat}`));
    });
    const other = withOtherContent(request);
    if (other && action.otherAfterMs !== undefined)
      timeline.after(action.otherAfterMs, () => this.#sendOther(sent, other, merchant));
  }

  #send(request: SentRequest, payload: GeneratedRequest, merchant: Merchant, which: string): void {
    this.#call(request, payload, merchant, which, (answer) => this.#handleResponse(request, answer, which));
  }

  /** Only one of two contents is ever accepted by one number. */
  #sendOther(request: SentRequest, payload: GeneratedRequest, merchant: Merchant): void {
    this.#call(request, payload, merchant, OTHER, (answer) => {
      if (!('result' in answer)) return;
      if (request.answer) this.#violate(request, 'two contents were accepted by one number');
      const { action, userNo } = request;
      this.all[this.all.indexOf(request)] = { action, userNo, answer: { result: answer.result as Result } };
      request.isTaken = true;
    });
  }

  #call(
    request: SentRequest,
    { content, work }: GeneratedRequest,
    merchant: Merchant,
    which: string,
    answered: (answer: CallResponse) => void,
  ): void {
    const { action, userNo } = request;
    const name = `${userNo}/${action.name}${which && ` ${which}`}`;
    const numbered = { ...content, userReqNo: action.name };
    const correlationId = `of ${action.name}`;
    callUntilAnswered(this.#simulation, {
      name,
      ...(CHANGES.includes(action.intent) &&
        this.#simulation.random(`tries/${name}`).chance(0.4) && { maxAttempts: 1 }),
      work: (deps) => work(numbered, { deps, merchant, correlationId }),
      onResponse: (answer) => {
        if ('errorCode' in answer) this.#refused(request, which, answer.errorCode);
        answered(answer);
      },
    });
  }

  #handleResponse(request: SentRequest, response: CallResponse, which: string): void {
    const { answer: before, isTaken } = request;
    if ('result' in response) {
      if (isTaken) this.#violate(request, 'two contents were accepted by one number');
      if (before && !isSame(before.result, response.result))
        this.#violate(
          request,
          `${which} was answered ${JSON.stringify(response.result)}, before ${JSON.stringify(before.result)}`,
        );
      request.answer ??= { result: response.result as Result };
    } else if (before && response.errorCode === REUSED) {
      this.#violate(request, `${which} counts as other content`);
    }
  }

  /** What a number was accepted for is never refused for what came of it; at most for being something else. */
  #refused(request: SentRequest, which: string, code: string): void {
    const { userNo, action } = request;
    const item = this.#simulation.store.at('orders', { pk: `request/${userNo}/${action.name}` });
    const { changeId } = (item?.['answer'] ?? {}) as { changeId?: string };
    // A change below may be refused there after it was accepted here, but not after its merchant heard that it was made.
    const isTaken =
      changeId === undefined ? item?.['fingerprint'] !== undefined : request.answer !== undefined;
    // Other content may have been accepted before it, refused below, and hear of that late.
    if (which === OTHER && item && this.#refusedOtherContent(item)) return;
    if (isTaken && code !== REUSED)
      this.#violate(request, `${which} was refused with ${code} though its number was accepted`);
  }

  /** Whether the last change that was refused below under the number was not of the content that the number stands for. */
  #refusedOtherContent({ refusedChange, fingerprint }: Item): boolean {
    if (refusedChange === undefined) return false;
    const refused = this.#simulation.store.at('orders', changeKey(String(refusedChange)));
    return refused !== undefined && refused['fingerprint'] !== fingerprint;
  }

  #violate({ action, userNo }: SentRequest, what: string): void {
    this.#simulation.violate(`${userNo}/${action.name}: ${what}`);
  }
}
