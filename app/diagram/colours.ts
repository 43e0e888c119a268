// Colours of the diagram: the page's own, by name, read anew when the theme changes.
import { useMemo, useSyncExternalStore } from 'react';
import { INKS, type Ink } from '../../core/view/space-time/shapes.ts';

export type Colours = Readonly<Record<Ink, string>>;

const ROLES: ReadonlySet<string> = new Set(['proposal', 'prevote', 'precommit', 'decision', 'sync', 'fault']);

/** What the page uses now. */
export const readColours = (): Colours => {
  const style = getComputedStyle(document.documentElement);
  const read = (ink: Ink): string => style.getPropertyValue(ROLES.has(ink) ? `--role-${ink}` : `--${ink}`).trim() || '#888888';
  return Object.fromEntries(INKS.map((ink) => [ink, read(ink)])) as Colours;
};

/** Colours per theme: each is read once, when it is on the page. */
const known = new Map<string, Colours>();
const coloursOf = (theme: string): Colours => {
  const colours = known.get(theme) ?? readColours();
  known.set(theme, colours);
  return colours;
};

const subscribe = (changed: () => void): (() => void) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
};

/** The colours of the chosen theme. */
export const useColours = (): Colours => {
  const theme = useSyncExternalStore(subscribe, () => document.documentElement.dataset['theme'] ?? '');
  return useMemo(() => coloursOf(theme), [theme]);
};
