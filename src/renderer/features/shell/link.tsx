import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { navigate } from './navigation-store.ts';
import { type Route, routePath } from './route.ts';

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  readonly to: Route | string;
  readonly children: ReactNode;
};

/** A link inside the console: a real anchor, so that it can be copied and opened in a new tab. */
export function Link({ to, children, onClick, ...rest }: Props) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...rest} href={typeof to === 'string' ? to : routePath(to)} onClick={go}>
      {children}
    </a>
  );
}
