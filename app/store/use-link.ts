// The link for components, the error page too; how it is made comes when it is needed.
import { useEffect, useState } from 'react';

/** The link to what was shown when the component appeared: undefined while it is made, null when there can be none yet. */
export const useShareLink = (): string | null | undefined => {
  const [link, setLink] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const make = async (): Promise<void> => setLink((await import('./link.ts')).shareLink());
    void make();
  }, []);
  return link;
};
