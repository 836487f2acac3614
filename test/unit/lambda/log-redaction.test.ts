import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../shared/lambda/log-redaction.ts';
import { generatePan, luhnDigit } from '../../../shared/runtime/card-number/pan.ts';
import { redactText } from '../../../shared/runtime/card-number/redact-text.ts';

const logged = (value: unknown) => JSON.stringify(value, redact);
const cardNumber = fc
  .tuple(fc.stringMatching(/^[2-6]\d{5}$/), fc.infiniteStream(fc.nat(9)))
  .map(([bin, digits]) => generatePan(bin, () => digits.next().value));

describe('a log line', () => {
  it.each([
    'cardNo',
    'cardVerifyNo',
    'cvv',
    'cvv2',
    'CVC',
    'pan',
    'pin',
    'otp',
    'activationCode',
    'secrets',
    'dataContent',
    'result',
    'data',
    'content',
    'publicKey',
    'privateKey',
    'platformPrivateKey',
    'sealed',
    'wrapped',
    'Authorization',
    'firstName',
    'middleName',
    'lastName',
    'email',
    'mobile',
    'birthDate',
    'billingState',
    'billingCity',
    'billingAddress',
    'billingZipCode',
    'certificateType',
    'certificateNo',
    'certificateFrontImageBase64',
    'certificateBackImageBase64',
    'certificateHoldImageBase64',
    'cardUserInfo',
    'billAddressInfo',
  ])('has no %s, at any depth and of any type', (field) => {
    for (const value of ['123', 123, { inner: '123' }, ['123']]) {
      expect(logged({ a: [{ [field]: value }] })).toBe(`{"a":[{"${field}":"[redacted]"}]}`);
    }
  });

  it('has no card number in any text, grouped or not', () => {
    fc.assert(
      fc.property(cardNumber, fc.constantFrom('', ' ', '-'), (number, separator) => {
        const grouped = number.replace(/(\d{4})(?=\d)/g, `$1${separator}`);
        for (const text of [grouped, `no ${grouped}.`, `"${grouped}"`, `a${grouped}b`]) {
          expect(redactText(text)).toBe(text.replace(grouped, '[redacted]'));
          expect(logged({ message: text, deep: [{ text }] })).not.toContain(grouped);
        }
      }),
    );
  });

  it('has no valid card number of any length, and keeps all other digits', () => {
    const payload = fc.stringMatching(/^[2-6]\d{10,18}$/);
    fc.assert(
      fc.property(payload, fc.nat(9), fc.constantFrom('', 'x', '. '), (digits, last, end) => {
        const row = `${digits}${last}`;
        const isCard = row.length >= 13 && row.length <= 19 && luhnDigit(digits) === String(last);
        const text = `tells ${row}${end}`;
        expect(redactText(text)).toBe(isCard ? `tells [redacted]${end}` : text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no card number of 13 digits, and keeps 12 digits', () => {
    const shortest = `499990100000${luhnDigit('499990100000')}`;
    expect(redactText(shortest)).toBe('[redacted]');
    expect(redactText(shortest.slice(0, 12))).toBe(shortest.slice(0, 12));
  });

  it('has no card number of 15 digits, grouped as it is printed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^3[47]\d{12}$/), fc.constantFrom(' ', '-'), (digits, separator) => {
        const number = digits + luhnDigit(digits);
        const grouped = number.replace(/^(\d{4})(\d{6})/, `$1${separator}$2${separator}`);
        expect(redactText(`no ${grouped}.`)).toBe('no [redacted].');
      }),
    );
  });

  it('has no card number next to other numbers', () => {
    fc.assert(
      fc.property(cardNumber, fc.nat(9_999), fc.nat(9_999), (number, before, after) => {
        for (const text of [`${before} ${number}`, `${number} ${after}`, `${before}-${number} ${after}`]) {
          expect(redactText(text)).not.toContain(number);
        }
      }),
    );
  });

  it('has no card number as a JSON number', () => {
    fc.assert(
      fc.property(cardNumber, (number) => {
        expect(logged({ value: Number(number) })).not.toContain(number);
      }),
    );
  });

  it('has no PEM key, even a truncated one', () => {
    for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'PUBLIC KEY', 'CERTIFICATE']) {
      const begun = `-----BEGIN ${label}-----\nMIIC\n`;
      expect(redactText(`before ${begun}-----END ${label}----- after`)).toBe('before [redacted] after');
      expect(redactText(`before ${begun}`)).toBe('before [redacted]');
    }
  });

  it('has no email or mobile, in texts or keys', () => {
    for (const address of ['ada@example.com', "o'neil+cards@mail.example.co.uk"]) {
      expect(redactText(`no holder ${address}, again`)).toBe('no holder [redacted], again');
      expect(logged({ pk: `email/100001/${address}` })).toBe('{"pk":"email/100001/[redacted]"}');
      expect(logged({ Item: { pk: { S: `email/100001/${address}` } } })).not.toContain(address);
    }
    expect(logged({ pk: 'mobile/100001/86/13800138000' })).toBe('{"pk":"mobile/100001/[redacted]"}');
    expect(redactText('at mobile/100001/86/13800138000')).toBe('at mobile/100001/[redacted]');
  });

  it('has no image or ciphertext', () => {
    const image = Buffer.alloc(600, 'pixels').toString('base64');
    expect(redactText(`body ${image} end`)).toBe('body [redacted] end');
    expect(redactText(`"${Buffer.alloc(600, 7).toString('hex')}"`)).toBe('"[redacted]"');
    expect(logged({ message: [image] })).not.toContain(image.slice(0, 100));
  });

  it('keeps ids, masks, amounts and times', () => {
    const line = {
      orderId: '4111150000000000',
      cardUserId: '4111150000000000',
      pk: 'notification/10000001/card_operate/4111150000000000',
      notificationId: '10000001/card_operate/4111150000000000',
      cardNumber: '499900******1234',
      amount: 100.5,
      time: '2026-03-01 10:00:00',
      at: 1_772_330_400_000,
      none: null,
    };
    expect(JSON.parse(logged(line))).toEqual(line);
  });

  it('writes big integers as digits', () => {
    expect(logged({ minor: 9_007_199_254_740_993n })).toBe('{"minor":"9007199254740993"}');
  });
});
