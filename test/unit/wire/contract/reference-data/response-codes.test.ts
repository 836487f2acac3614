import { describe, expect, it } from 'vitest';
import {
  APPROVED,
  responseCodes,
} from '../../../../../shared/wire/contract/reference-data/response-codes.ts';

/** The appendix as the contract prints it (section 7), copied here on purpose. */
const APPENDIX = `
  000000 success; 100001 account exception; 200001 invalid card; 200002 insufficient balance; 200003 invalid CVV;
  200004 invalid expiry; 200005 invalid currency; 200006 not a multi-use card; 200007 over limit; 200008 card exception;
  200009 over transaction limit; 300001 invalid merchant; 400001 high risk; 400002 invalid amount;
  400003 invalid transaction; 400004 not found; 400005 invalid transaction status; 400006 unsupported type;
  400007 time-out; 400008 risk rejection; 400009 channel interception; 400010 refund limit exceeded;
  400011 too frequent; 400012 decision rejection; 999998 system upgrade; 999999 unknown`;

describe('the response codes', () => {
  it('are exactly those of the appendix, with its texts', () => {
    const printed = APPENDIX.split(';').map((row) => row.trim().replaceAll(/\s+/g, ' '));
    const received = Object.entries(responseCodes).map(([code, description]) => `${code} ${description}`);
    expect(received.sort()).toEqual(printed.sort());
  });

  it('have six digits, and 000000 for an approval', () => {
    for (const code of Object.keys(responseCodes)) expect(code).toMatch(/^\d{6}$/);
    expect(responseCodes[APPROVED]).toBe('success');
  });
});
