// Whether the page is as narrow as a phone.
import { useSyncExternalStore } from 'react';

const NARROW = matchMedia('(max-width: 767px)');

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed);
      return () => NARROW.removeEventListener('change', changed);
    },
    () => NARROW.matches,
  );
