// A key as it is written for people.
const SIGNS: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** `Shift+ArrowRight` as `⇧→`. */
export const keyLabel = (key: string): string => {
  const isShifted = key.startsWith('Shift+');
  const name = isShifted ? key.slice(6) : key;
  return `${isShifted ? '⇧' : ''}${SIGNS[name] ?? name}`;
};
