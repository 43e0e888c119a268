// Line icons on a 20 px grid, stroke only, in the colour of the text.
import type { ReactElement } from 'react';

const PATHS = {
  play: 'M6 4.5v11l9-5.5z',
  pause: 'M7 4.5v11M13 4.5v11',
  forward: 'M6 5l6 5-6 5M14.5 5v10',
  back: 'M14 5l-6 5 6 5M5.5 5v10',
  start: 'M15 5l-5 5 5 5M10 5l-5 5 5 5',
  head: 'M5 5l5 5-5 5M10 5l5 5-5 5',
  story: 'M4 4.5h12M4 8.2h12M4 11.9h8M4 15.5h5',
  send: 'M3.5 10L16.5 4l-3 12.5-3.5-5zM10 11.5l6.5-7.5',
  fault: 'M11 3L5 11.2h4.2L8.5 17 15 8.6h-4.4z',
  check: 'M4 10.5l4 4 8-9',
  branch:
    'M6 6.4v7.2M6 10.5c4.5 0 8-.4 8-4.1M6 3a1.7 1.7 0 1 0 0 3.4A1.7 1.7 0 0 0 6 3zM6 13.6A1.7 1.7 0 1 0 6 17a1.7 1.7 0 0 0 0-3.4zM14 3a1.7 1.7 0 1 0 0 3.4A1.7 1.7 0 0 0 14 3z',
  list: 'M4 5.5h2M8.5 5.5H16M4 10h2M8.5 10H16M4 14.5h2M8.5 14.5H16',
  threads: 'M4 5h5v4H4zM11 5h5v4h-5zM4 11h5v4H4zM11 11h5v4h-5z',
  coins:
    'M4 6.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5S13.3 9 10 9 4 7.9 4 6.5zM4 6.5v7c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-7M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  code: 'M7 5.5L2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5M11.5 4l-3 12',
  share: 'M13 6.5L10 3.5l-3 3M10 3.5v8.5M5 9.5v6.5h10V9.5',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.100.9-1.1 1.8M10 14.6v.1',
  light:
    'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1',
  dark: 'M15.5 12A6.5 6.5 0 0 1 8 4.5 6.5 6.5 0 1 0 15.5 12z',
  system: 'M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3',
  language: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3.2 10h13.6M10 3c2.2 2 3 4.4 3 7s-.8 5-3 7c-2.2-2-3-4.4-3-7s.8-5 3-7z',
  close: 'M5 5l10 10M15 5L5 15',
  undo: 'M7.5 5L4 8.5 7.5 12M4 8.5h8a4 4 0 0 1 0 8H9',
  redo: 'M12.5 5L16 8.5 12.5 12M16 8.5H8a4 4 0 0 0 0 8h3',
  restart: 'M15.5 8A6 6 0 1 0 16 11M15.8 4v4h-4',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.8 12.8L17 17',
  gallery: 'M3.5 4h5.5v5h-5.5zM11 4h5.5v5H11zM3.5 11.5h5.5v5h-5.5zM11 11.5h5.5v5H11z',
  weights: 'M10 3.5v13M6.5 16.5h7M4 6h12M4 6l-2 5.5h4zM16 6l-2 5.5h4z',
  crown: 'M3.5 7l3.5 3 3-5.5 3 5.5 3.5-3-1.2 8H4.7z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: the control that holds it carries the name. */
export const Icon = ({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactElement => (
  <svg
    aria-hidden="true"
    className="shrink-0"
    width={size}
    height={size}
    viewBox="0 0 20 20"
    fill={name === 'play' ? 'currentColor' : 'none'}
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={PATHS[name]} />
  </svg>
);
