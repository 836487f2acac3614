let people = 0;

/** A person who is acceptable as a cardholder, with an email and a mobile that no other of this test file has. */
export function person() {
  people += 1;
  const unique = `${process.pid % 10_000}${String(people).padStart(4, '0')}`;
  return {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: `ada.${unique}@example.com`,
    mobilePrefix: '44',
    mobile: `7${unique.padStart(9, '0')}`,
    birthDate: '1990-12-10',
    countryCode: 'GBR',
    billingState: 'England',
    billingCity: 'London',
    billingAddress: '12 St James’s Square',
    billingZipCode: 'SW1Y 4LE',
  };
}

const SIGNATURES = {
  jpeg: [0xff, 0xd8, 0xff, 0xe0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** So many bytes that begin as the files of the format do. */
export function picture(format: keyof typeof SIGNATURES, size: number): Buffer {
  const bytes = Buffer.alloc(size, format);
  bytes.set(SIGNATURES[format].slice(0, size));
  return bytes;
}
