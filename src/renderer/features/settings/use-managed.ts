import { useEffect, useState } from 'react';
import { readConfig } from './config-api.ts';

/** Whether the config belongs to a file given at the server's start, so that nothing here may offer to change it; null until known. */
export function useManaged(): boolean | null {
  const [isManaged, setManaged] = useState<boolean | null>(null);
  useEffect(() => {
    let isGone = false;
    void readConfig().then((answer) => {
      // What cannot be read is said by the page's own requests; the server refuses what it must.
      if (!isGone) setManaged(answer.ok && answer.value.managedByFile);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return isManaged;
}
