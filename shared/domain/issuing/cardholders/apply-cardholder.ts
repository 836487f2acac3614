import {
  type PreparedChange,
  WriteConflict,
  writeConflict,
} from '../../../runtime/idempotency/execute-once.ts';
import { requestFingerprint } from '../../../runtime/idempotency/idempotency-key.ts';
import { newId } from '../../../runtime/ids.ts';
import { ObjectExists, type ObjectStore } from '../../../runtime/store/objects.ts';
import type { Put } from '../../../runtime/store/write.ts';
import { parseImage } from '../../../wire/contract/fields/cardholder-fields.ts';
import { nationalNumber } from '../../../wire/contract/fields/national-number.ts';
import type { cardholderApply } from '../../../wire/contract/operations/cardholders.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';
import {
  type Cardholder,
  type CertificateImage,
  cardholderKey,
  IMAGE_FIELDS,
  type Person,
} from '../model/cardholder.ts';
import { wireCardholderStatus } from '../model/cardholder-status.ts';
import { executeOnceByIdentity } from './execute-once-by-identity.ts';
import { contactClaimWrites, contactOwners, isSameEmail } from './unique-contacts.ts';
import { assertEligible, type CardholderApplication } from './validation.ts';

type Result = ResultOf<typeof cardholderApply>;

const OPERATION = 'cardholderApply';

/**
 * Registers a cardholder of the merchant, enabled at once: there is no external identity check. Email and mobile
 * identify the cardholder, so repeating an application returns the existing one (contract section 3.3).
 *
 * @throws ParameterInvalid when the application is invalid, or email or mobile belongs to another cardholder
 */
export function applyCardholder(
  request: CheckedRequestOf<typeof cardholderApply>,
  call: MerchantCall,
  objects: ObjectStore,
): Promise<Result> {
  const { userReqNo: _, ...application } = request;
  return executeOnceByIdentity(call, OPERATION, request, async () => {
    assertEligible(application, formatDate(call.deps.now(), call.deps.utcOffset));
    const existing = await findExisting(application, call);
    return existing ? { result: resultOf(existing), writes: [] } : newCardholder(application, call, objects);
  });
}

const resultOf = ({ cardUserId, status }: Cardholder): Result => ({
  cardUserId,
  status: wireCardholderStatus[status].code,
});

/**
 * Returns the cardholder created by the same application, or undefined when email and mobile are free.
 *
 * @throws ParameterInvalid when email or mobile belongs to another cardholder
 */
async function findExisting(
  application: CardholderApplication,
  call: MerchantCall,
): Promise<Cardholder | undefined> {
  const { userNo } = call.merchant;
  const contacts = { ...application, userNo, nationalNumber: nationalNumberOf(application) };
  const holders = await contactOwners(call.deps.store, contacts);
  const same = holders.find((holder) => holder.fingerprint === fingerprintOf(application));
  if (same || holders.length === 0) return same;
  const isEmailTaken = holders.some((holder) => isSameEmail(holder.email, application.email));
  throw new ParameterInvalid(isEmailTaken ? 'email' : 'mobile', 'belongs to another cardholder');
}

const nationalNumberOf = ({ mobilePrefix, mobile }: CardholderApplication): string =>
  nationalNumber(mobilePrefix, mobile);

/** Hashes the application with a normalized mobile number: applications that differ only in its notation are equal. */
const fingerprintOf = (application: CardholderApplication): string =>
  requestFingerprint({
    operation: OPERATION,
    content: { ...application, mobile: nationalNumberOf(application) },
  });

/** Stores the images first, so that no cardholder lacks them. If the application then fails, they stay orphaned. */
async function newCardholder(
  application: CardholderApplication,
  { deps, merchant }: MerchantCall,
  objects: ObjectStore,
): Promise<PreparedChange<Result>> {
  const now = deps.now();
  const cardUserId = newId(now, deps.random);
  const images = await storeImages(application, cardUserId, objects);
  const holder: Cardholder = {
    ...personOf(application),
    cardUserId,
    userNo: merchant.userNo,
    status: 'enabled',
    nationalNumber: nationalNumberOf(application),
    images,
    fingerprint: fingerprintOf(application),
    liveCards: 0,
    createdAt: now,
  };
  return { result: resultOf(holder), writes: [cardholderPut(holder), ...contactClaimWrites(holder)] };
}

const cardholderPut = (holder: Cardholder): Put => ({
  kind: 'put',
  table: 'cardholders',
  item: { ...cardholderKey(holder.cardUserId), ...holder },
  onConflict: writeConflict,
});

const IMAGE_SIDES = Object.keys(IMAGE_FIELDS) as CertificateImage[];

async function storeImages(
  application: CardholderApplication,
  cardUserId: string,
  objects: ObjectStore,
): Promise<CertificateImage[]> {
  const given = IMAGE_SIDES.filter((side) => application[IMAGE_FIELDS[side]] !== undefined);
  await Promise.all(
    given.map(async (side) => {
      const image = parseImage(application[IMAGE_FIELDS[side]] ?? '');
      if (!image) throw new ParameterInvalid(IMAGE_FIELDS[side], 'is not an image');
      await objects.put('images', `cardholders/${cardUserId}/${side}`, image.bytes, image.mediaType);
    }),
  ).catch((error: unknown) => {
    // The id belongs to another cardholder. The retry generates a new one, so no image is overwritten.
    throw error instanceof ObjectExists ? new WriteConflict() : error;
  });
  return given;
}

/** Returns the fields stored in the table: no images, and no fields that were omitted. */
function personOf(application: CardholderApplication): Person {
  const {
    certificateFrontImageBase64: _front,
    certificateBackImageBase64: _back,
    certificateHoldImageBase64: _hold,
    ...person
  } = application;
  const given = Object.entries(person).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Person;
}
