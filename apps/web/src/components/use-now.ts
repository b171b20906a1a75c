import { useEffect, useState } from 'react';

/** The present in ms since 1970, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  // Follows the clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
