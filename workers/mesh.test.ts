import { expect, test } from 'vitest';
import { hostsOf, planMesh } from './mesh.ts';

test('mesh: up to twelve validators have a host each, more share eight, and every validator has exactly one', () => {
  expect(hostsOf(4)).toEqual([[0], [1], [2], [3]]);
  expect(hostsOf(12).length).toBe(12);
  for (const n of [13, 31, 100]) {
    const hosts = hostsOf(n);
    expect(hosts.length).toBe(8);
    expect(hosts.flat()).toEqual(Array.from({ length: n }, (_, i) => i));
    const sizes = hosts.map((host) => host.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});

test('mesh: every host has a port to every other, with the validators that live there', () => {
  const plans = planMesh(hostsOf(5, 3));
  for (const { validators, peers } of plans) {
    expect([...validators, ...peers.flatMap((peer) => peer.validators)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    for (const { port } of peers) port.close();
  }
});
