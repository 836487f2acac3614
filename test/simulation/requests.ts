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

/** Changes that a merchant may give up after one attempt: an accepted one is carried out all the same. */
const CHANGES: readonly Intent[] = ['freeze', 'enable', 'limit', 'freezeGroup', 'enableGroup'];

/** The error code for other content under a used number. */
const REUSED = '110009';
/** Names the request with other content. */
const OTHER = 'other';

/** A merchant's request under one number, and the response to it. */
export interface SentRequest {
  readonly action: RequestAction;
  readonly userNo: string;
  response?: { readonly result: Result };
  /** The number was accepted for other content. */
  isTaken?: true;
}

/** The requests of all merchants. Every response is compared with the first one. */
export class Requests {
  readonly #simulation: Simulation;
  readonly all: SentRequest[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Sends the action's request and its repetitions. The action's name is the request number. */
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
    this.#call(request, payload, merchant, which, (response) =>
      this.#handleResponse(request, response, which),
    );
  }

  /** Sends other content under the request's number: a number is only ever accepted for one content. */
  #sendOther(request: SentRequest, payload: GeneratedRequest, merchant: Merchant): void {
    this.#call(request, payload, merchant, OTHER, (response) => {
      if (!('result' in response)) return;
      if (request.response) this.#violate(request, 'two contents were accepted under one number');
      const { action, userNo } = request;
      this.all[this.all.indexOf(request)] = {
        action,
        userNo,
        response: { result: response.result as Result },
      };
      request.isTaken = true;
    });
  }

  #call(
    request: SentRequest,
    { content, work }: GeneratedRequest,
    merchant: Merchant,
    which: string,
    onResponse: (response: CallResponse) => void,
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
      onResponse: (response) => {
        if ('errorCode' in response) this.#refused(request, which, response.errorCode);
        onResponse(response);
      },
    });
  }

  #handleResponse(request: SentRequest, response: CallResponse, which: string): void {
    const { response: before, isTaken } = request;
    if ('result' in response) {
      if (isTaken) this.#violate(request, 'two contents were accepted under one number');
      if (before && !isSame(before.result, response.result))
        this.#violate(
          request,
          `${which} returned ${JSON.stringify(response.result)}, before ${JSON.stringify(before.result)}`,
        );
      request.response ??= { result: response.result as Result };
    } else if (before && response.errorCode === REUSED) {
      this.#violate(request, `${which} counts as other content`);
    }
  }

  /** Checks a refusal. After a number was accepted, its request is refused only if the content differs. */
  #refused(request: SentRequest, which: string, code: string): void {
    const { userNo, action } = request;
    const item = this.#simulation.store.at('orders', { pk: `request/${userNo}/${action.name}` });
    const { changeId } = (item?.['result'] ?? {}) as { changeId?: string };
    // An external issuer may refuse a change that was accepted here, but only before the merchant was notified of it.
    const isTaken =
      changeId === undefined ? item?.['fingerprint'] !== undefined : request.response !== undefined;
    // Other content may have been accepted first and refused by the external issuer, with the refusal arriving late.
    if (which === OTHER && item && this.#refusedOtherContent(item)) return;
    if (isTaken && code !== REUSED)
      this.#violate(request, `${which} was refused with ${code} though its number was accepted`);
  }

  /** Whether the last change under the number that the issuer refused had other content than the number is bound to. */
  #refusedOtherContent({ refusedChange, fingerprint }: Item): boolean {
    if (refusedChange === undefined) return false;
    const refused = this.#simulation.store.at('orders', changeKey(String(refusedChange)));
    return refused !== undefined && refused['fingerprint'] !== fingerprint;
  }

  #violate({ action, userNo }: SentRequest, what: string): void {
    this.#simulation.violate(`${userNo}/${action.name}: ${what}`);
  }
}
