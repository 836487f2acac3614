import { describe, expect, it } from 'vitest';
import { type Endpoint, SLOTS } from '../../../../shared/domain/delivery/endpoint-health.ts';
import {
  EndpointMutex,
  mayAttemptOptimistically,
} from '../../../../shared/domain/delivery/optimistic-attempt.ts';
import type { Notification } from '../../../../shared/domain/notifications/notification.ts';

const NOW = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

describe('an attempt', () => {
  const may = (notification: Partial<Notification>, endpoint: Partial<Endpoint> = {}) =>
    mayAttemptOptimistically(
      { attempts: 0, createdAt: NOW, ...notification } as Notification,
      { userNo: '7', status: 'healthy', succeededAt: NOW, slots: Array(SLOTS.healthy).fill(0), ...endpoint },
      NOW,
    );

  it('may be optimistic within a minute of the commit, at an endpoint with a success within half an hour', () => {
    expect(may({})).toBe(true);
    expect(may({ createdAt: NOW - MINUTE + 1 }, { succeededAt: NOW - 30 * MINUTE + 1 })).toBe(true);
  });

  it.each<[string, Partial<Notification>, Partial<Endpoint>]>([
    ['after another', { attempts: 1 }, {}],
    ['a minute after the commit', { createdAt: NOW - MINUTE }, {}],
    ['at a strained endpoint', {}, { status: 'strained' }],
    ['at a paused endpoint', {}, { status: 'paused' }],
    ['half an hour after the last success', {}, { succeededAt: NOW - 30 * MINUTE }],
    ['while another has been in flight for two seconds', {}, { slots: [NOW - 2_000] }],
  ])('may not be optimistic %s', (_, notification, endpoint) => {
    expect(may(notification, endpoint)).toBe(false);
  });

  it('may not be optimistic at an endpoint without a success', () => {
    const endpoint: Endpoint = { userNo: '7', status: 'healthy', slots: [] };
    const notification = { attempts: 0, createdAt: NOW } as Notification;
    expect(mayAttemptOptimistically(notification, endpoint, NOW)).toBe(false);
    expect(mayAttemptOptimistically(notification, undefined, NOW)).toBe(false);
  });
});

describe('the mutex of an endpoint', () => {
  it('begins a renewal of the trust 25 minutes after the success, once in five minutes', () => {
    const mutex = new EndpointMutex();
    const begins = (userNo: string, minutes: number) => {
      const endpoint: Endpoint = { userNo, status: 'healthy', succeededAt: NOW, slots: [] };
      return mutex.beginRenewal(endpoint, NOW + minutes * MINUTE);
    };
    expect(begins('7', 24.999)).toBe(false);
    expect(begins('7', 25)).toBe(true);
    expect(begins('7', 29.999)).toBe(false);
    expect(begins('8', 29.999)).toBe(true);
    expect(begins('7', 30)).toBe(true);
  });

  it('runs attempts one after the other, also after a failure, and does not delay other endpoints', async () => {
    const mutex = new EndpointMutex();
    const began: string[] = [];
    const first = Promise.withResolvers<void>();
    const work = (name: string, until?: Promise<void>) => async () => {
      began.push(name);
      await until;
      return name;
    };
    const failing = mutex.run('7', work('first', first.promise));
    const second = mutex.run('7', work('second'));
    expect(await mutex.run('8', work('other'))).toBe('other');
    expect(began).toEqual(['first', 'other']);
    first.reject(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    expect(await second).toBe('second');
    expect(await mutex.run('7', work('third'))).toBe('third');
    expect(began).toEqual(['first', 'other', 'second', 'third']);
  });
});
