import { describe, expect, test } from 'vitest';
import { mayConnect, rangesOf } from './address-guard.ts';

describe('addresses', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1'])(
    '%s is reached only where private addresses are allowed',
    (address) => {
      expect(mayConnect(address, false)).toBe(false);
      expect(mayConnect(address, true)).toBe(true);
    },
  );

  test.each([
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '203.0.113.9',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'ff02::1',
    'fd00:ec2::254',
    '2001:db8::1',
    '::7f00:1',
    '::169.254.169.254',
    '::ffff:0:7f00:1',
    '4000::1',
    'example.org',
    '',
  ])('%s is never reached', (address) => {
    expect(mayConnect(address, true)).toBe(false);
  });

  test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111'])('%s is always reached', (address) => {
    expect(mayConnect(address, false)).toBe(true);
  });

  test.each([
    ['10.1.2.3', true],
    ['10.2.0.1', false],
    ['127.0.0.1', false],
    ['fd12:3::1', true],
    ['fd13::1', false],
    ['8.8.8.8', true],
    ['169.254.169.254', false],
    ['::ffff:10.1.2.3', false],
  ])('with some ranges allowed, %s: %s', (address, expected) => {
    expect(mayConnect(address, rangesOf(['10.1.0.0/16', 'fd12::/16', '169.254.0.0/16']))).toBe(expected);
  });
});
