import { type RefObject, useLayoutEffect, useState } from 'react';

export interface DesignSize {
  readonly width: number;
  readonly height: number;
}

/** Screen pixels of one design pixel: the screen is taken as 1920 × 1080 of them, or 1080 × 1920 upright. */
export function designPixel(width: number, height: number): number {
  return width >= height ? Math.min(width / 1920, height / 1080) : Math.min(width / 1080, height / 1920);
}

/** Size of an element in design pixels, kept up to date. Null before the first measure. */
export function useDesignSize(ref: RefObject<HTMLElement | null>): DesignSize | null {
  const [size, setSize] = useState<DesignSize | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const unit = designPixel(window.innerWidth, window.innerHeight);
      const next = {
        width: Math.floor(element.clientWidth / unit),
        height: Math.floor(element.clientHeight / unit),
      };
      setSize((last) => (last && last.width === next.width && last.height === next.height ? last : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
