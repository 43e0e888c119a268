// What is known of a frame by its name: handled lately, forgotten, or still ahead.
import { expect, test } from 'vitest';
import { FRAMES_REMEMBERED } from '../base/limits.ts';
import { createHandled, noteHandled, stateOfFrame } from './handled-frames.ts';

test('handled frames: the last ones are known, older ones are forgotten, of another sender nothing is', () => {
  const state = createHandled();
  for (let n = 0; n < FRAMES_REMEMBERED; n++) expect(noteHandled(state, `2:${n}`)).toBeNull();
  expect(stateOfFrame(state, '2:0')).toBe('handled');
  expect(noteHandled(state, '4:9')).toBe('2');
  expect(['2:0', '2:1', '4:9', '4:8', '2:600'].map((frame) => stateOfFrame(state, frame))).toEqual([
    'forgotten',
    'handled',
    'handled',
    'ahead',
    'ahead',
  ]);
});

test('handled frames: one that overtook others does not make them remembered again', () => {
  const state = createHandled();
  for (const n of [7, 3]) noteHandled(state, `2:${n}`);
  for (let n = 0; n < FRAMES_REMEMBERED; n++) noteHandled(state, `4:${n}`);
  expect(state.forgotten.get('2')).toBe(7);
  expect(['2:3', '2:5', '2:7', '2:8'].map((frame) => stateOfFrame(state, frame))).toEqual(['forgotten', 'forgotten', 'forgotten', 'ahead']);
});
