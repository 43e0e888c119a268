// Parts of the stage that the first frame does not need. Each stays empty until it and the words that it shows are there.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { allWords } from '../store/i18n.ts';

const later = <P,>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(async () => {
    const [component] = await Promise.all([load(), allWords()]);
    return { default: component };
  });

/** Every card needs them as soon as the log begins: they are asked for at once, and their words may come later. */
const chambers = import('./chambers.tsx');
export const Chambers = lazy(async () => ({ default: (await chambers).Chambers }));
export const Disc = later(async () => (await import('./disc.tsx')).Disc);
export const RingDisc = later(async () => (await import('./disc.tsx')).RingDisc);
export const CardFaults = later(async () => (await import('./card-parts.tsx')).CardFaults);
export const CardStack = later(async () => (await import('./card-parts.tsx')).CardStack);
export const ThreadBadge = later(async () => (await import('./card-parts.tsx')).ThreadBadge);
export const CardRack = later(async () => (await import('./card-parts.tsx')).CardRack);
export const StageExtras = later(async () => (await import('./extras.tsx')).StageExtras);
export const MatrixPane = later(async () => (await import('./matrix-pane.tsx')).MatrixPane);
