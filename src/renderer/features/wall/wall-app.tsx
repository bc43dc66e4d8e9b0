import type { ReactElement } from 'react';

/** The page of one display. */
export function WallApp({ display }: { readonly display: string }): ReactElement {
  return <main>{display}</main>;
}
