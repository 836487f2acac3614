import { expect, it } from 'vitest';
import { Terminal } from '../../infra/demo/terminal.ts';
import { runTwoCloudsDemo } from '../../infra/demo/two-clouds.ts';

it('the demo of two platforms succeeds and shows no card number or code', async () => {
  const printed: string[] = [];
  const screen = new Terminal((line) => printed.push(line), false);
  expect(await runTwoCloudsDemo(screen, Date.now), printed.join('\n')).toBe(true);
  const text = printed.join('\n');
  expect(text).toContain('Both books add up, and they agree.');
  expect(text).not.toMatch(/(?<!\d)4999\d{12}(?!\d)/);
  expect(text).not.toMatch(/"(otp|cvv2|cardVerifyNo)": "\d/);
});
