import type { Page } from 'playwright-core';

/** Cap height of Pretendard in ems: its capitals and figures stand this high. */
export const CAP_HEIGHT = 0.727;

export interface Glyphs {
  readonly text: string;
  /** Height of capitals and figures in CSS pixels, transforms included. */
  readonly capHeight: number;
}

/** Every text that a page shows, with the height of its characters. Invisible and clipped-away text is left out. */
export async function glyphHeights(page: Page, within = 'body'): Promise<readonly Glyphs[]> {
  return page.evaluate(
    ([selector, cap]) => {
      const root = document.querySelector(selector as string);
      if (!root) return [];
      const found: { text: string; capHeight: number }[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? '';
        const element = node.parentElement;
        if (text === '' || !element || element.closest('.visually-hidden')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const style = getComputedStyle(element);
        if (
          box.width === 0 ||
          style.visibility === 'hidden' ||
          box.top >= innerHeight ||
          box.left >= innerWidth
        )
          continue;
        // A line below its box's edge is cut away whole.
        let clip: Element | null = element;
        let isCut = false;
        while (clip && clip !== root && !isCut) {
          const edge = clip.getBoundingClientRect();
          isCut = getComputedStyle(clip).overflowY === 'hidden' && box.top >= edge.bottom - 1;
          clip = clip.parentElement;
        }
        if (!isCut) found.push({ text, capHeight: Number.parseFloat(style.fontSize) * (cap as number) });
      }
      return found;
    },
    [within, CAP_HEIGHT] as const,
  );
}
